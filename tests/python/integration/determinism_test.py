# SPDX-License-Identifier: Apache-2.0
"""The same scenario and seed give the same bytes: again, elsewhere in the world, and from another build."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import rig

WALL_CLOCK = ("wall_s", "load_s", "speed_factor")
SHOW_DECIMAL_POINT = "import locale; locale.setlocale(locale.LC_ALL, ''); print(locale.localeconv()['decimal_point'])"


def result_without_wall_clock(run):
    result = run.result()
    for key in WALL_CLOCK:
        del result[key]
    return result


def decimal_point(environment):
    shown = subprocess.run([sys.executable, "-c", SHOW_DECIMAL_POINT], env=environment, check=False,
                           capture_output=True, text=True)
    return shown.stdout.strip()


class Determinism(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def play(self, scenario, name, environment=None, program=None):
        run = rig.Run(self.folder, name, scenario, environment=environment, program=program)
        self.addCleanup(run.end)
        self.assertEqual(run.finish(), 0, run.text())
        return run

    def assert_same(self, first, second):
        self.assertEqual(first.log.read_bytes(), second.log.read_bytes())
        self.assertEqual(result_without_wall_clock(first), result_without_wall_clock(second))

    def compare(self, environment=None, program=None):
        names = rig.closed_loop_scenarios()
        self.assertGreaterEqual(len(names), 4)
        for name in names:
            with self.subTest(scenario=name):
                self.assert_same(self.play(name, "first"), self.play(name, "second", environment, program))

    def test_twice_in_a_row(self):
        self.compare()

    def test_the_digest_in_the_result_is_that_of_the_file(self):
        run = self.play("bidirectional/iso20-dynamic-ocpp", "digest")
        self.assertEqual(run.result()["log_sha256"], run.sha256())

    def test_without_a_log_the_digest_is_the_same(self):
        run = self.play("normal/din", "with")
        shown = subprocess.run([rig.PROGRAM, "run", "normal/din", "--json", str(self.folder / "without.json")],
                               capture_output=True, check=True, timeout=rig.LIMIT_S)
        self.assertTrue(shown.stdout)
        run.json = self.folder / "without.json"
        self.assertEqual(run.result()["log_sha256"], run.sha256())

    def test_with_a_decimal_comma(self):
        localedef = shutil.which("localedef")
        if localedef is None:
            self.skipTest("no localedef, so no locale with a decimal comma")
        made = subprocess.run([localedef, "-i", "de_DE", "-f", "UTF-8", str(self.folder / "de_DE.UTF-8")],
                              check=False, capture_output=True, text=True)
        environment = dict(os.environ, LOCPATH=str(self.folder), LC_ALL="de_DE.UTF-8", LANG="de_DE.UTF-8")
        if decimal_point(environment) != ",":
            self.skipTest(f"no locale with a decimal comma can be made here: {made.stderr.strip()}")
        self.compare(environment)

    def test_in_another_time_zone(self):
        self.compare(dict(os.environ, TZ="Asia/Kathmandu"))

    def test_another_seed_is_told(self):
        first = self.play("normal/din", "first")
        second = rig.Run(self.folder, "second", "normal/din", "--seed", "7")
        self.addCleanup(second.end)
        self.assertEqual(second.finish(), 0, second.text())
        self.assertEqual((first.result()["seed"], second.result()["seed"]), (1, 7))

    def test_from_another_build(self):
        other = os.environ.get("CHARGERIG_OTHER_BINARY")
        if not other:
            self.skipTest("CHARGERIG_OTHER_BINARY names no other build of chargerig to compare with")
        self.compare(program=other)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
