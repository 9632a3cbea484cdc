# SPDX-License-Identifier: Apache-2.0
"""`--config FILE.cfg`: what the file changes, what goes over it, and what a wrong file gets."""
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ["CHARGERIG_PROGRAM"]
STATION = str(ROOT / "tests/data/config/station.cfg")
WRONG = str(ROOT / "tests/data/config/wrong.cfg")
WRONG_TEXT = (f"error: {WRONG}:2:1: unknown key in [pistol:CCS DC]: 'max_volts'; docs/config.md shows the known ones\n"
              f"error: {WRONG}:3:15: value of max_charger_current is not usable: '12O'; allowed: 0 to 3276.7 A\n")


def chargerig(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False)


def lonely_bus():
    """A bus to which nobody else comes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"virtualcan:tcp://127.0.0.1:{probe.getsockname()[1]}/can0"


def run(*arguments):
    return chargerig("run", "normal/din", *arguments)


def result(*arguments):
    """The one run of the result."""
    told = json.loads(run("--json", "-", *arguments).stdout)
    return told["runs"][0] if "runs" in told else told


class Config(unittest.TestCase):
    def written(self, text):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = pathlib.Path(folder.name) / "own.cfg"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def test_notices_stand_in_the_head_and_the_verdict_is_pass(self):
        told = run("--config", STATION)
        self.assertEqual(told.returncode, 0, told.stdout + told.stderr)
        head = told.stdout.split("controller is up", maxsplit=1)[0]
        self.assertIn(f"! {STATION}:22: max_voltage is the old name of max_charger_voltage\n", head)
        self.assertIn(f"! {STATION}:14: no effect in this version: charger_type, ", head)
        self.assertIn("[ocpp]", head)
        self.assertIn("the file leaves out max_cable_current (default 100); the scenario or --set says 120\n", head)

    def test_the_file_is_stronger_than_the_scenario_and_set_is_stronger_than_the_file(self):
        config = self.written("[pistol:CCS DC]\nmax_cable_current = 60\n")
        capped = "cable limits current to {} A  <- configured 120 A"
        self.assertNotIn("cable limits current", run().stdout)
        weak = run("--config", config, "--timeout", "2")
        self.assertIn(capped.format(60), weak.stdout)
        strong = run("--config", config, "--timeout", "2", "--set", "controller.config.max_cable_current=80")
        self.assertIn(capped.format(80), strong.stdout)
        title = run("--config", config, "--timeout", "2", "--set", "controller.config.Max Cable Current=90")
        self.assertIn(capped.format(90), title.stdout)

    def test_the_index_is_the_files_unless_it_is_given(self):
        self.assertEqual(result("--config", STATION)["pistols"][0]["index"], 3)
        self.assertEqual(result("--config", STATION, "--pistol", "7")["pistols"][0]["index"], 7)
        self.assertEqual(result("--config", STATION, "--set", "pistol=8")["pistols"][0]["index"], 8)
        self.assertEqual(result("--config", self.written("[pistol:CCS DC]\n"))["pistols"][0]["index"], 1)

    def test_a_wrong_file_is_wrong_input(self):
        told = run("--config", WRONG)
        self.assertEqual((told.returncode, told.stderr, told.stdout), (2, WRONG_TEXT, ""))
        told = chargerig("check", WRONG)
        self.assertEqual((told.returncode, told.stderr), (2, WRONG_TEXT))
        self.assertEqual(run("--config", "/nonexistent.cfg").returncode, 2)

    def test_figures_that_do_not_fit_each_other_are_wrong_input(self):
        config = self.written("[hardware]\n[pistol:CCS DC]\nmin_charger_voltage = 600\n")
        error = "min_charger_voltage is above max_charger_voltage: '600'; allowed: at most 500\n"
        told = chargerig("check", config)
        self.assertEqual((told.returncode, told.stderr), (2, f"error: {config}:2:1: {error}"))
        told = run("--config", config)
        self.assertEqual(told.returncode, 2)
        self.assertTrue(told.stderr.endswith(f"normal/din.yaml with {config}: {error}"), told.stderr)

    def test_check_tells_the_notices_of_a_good_file(self):
        told = chargerig("check", STATION)
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertTrue(told.stdout.endswith(f"{STATION}: good\n"))
        self.assertIn(f"! {STATION}:22: max_voltage is the old name of max_charger_voltage\n", told.stdout)

    def test_a_file_for_a_side_that_is_not_emulated_is_told(self):
        told = run("--config", STATION, "--emulate", "none", "--timeout", "1", "--bus", lonely_bus())
        self.assertIn(f"! {STATION}: not used, the controller is not emulated here\n", told.stdout)


if __name__ == "__main__":
    unittest.main()
