# SPDX-License-Identifier: Apache-2.0
"""`chargerig sweep`: points, seeds, the table and the reports, threads, and what is found before anything runs."""
import csv
import io
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

PROGRAM = os.environ["CHARGERIG_PROGRAM"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
DIN = ROOT / "scenarios/normal/din.yaml"
WALL_CLOCK = ("wall_s", "load_s", "speed_factor")
HEAD = ["seed", "verdict", "session_end", "energy_to_vehicle_kWh", "energy_from_vehicle_kWh", "final_soc_percent",
        "simulated_s", "log_sha256", "failure"]


def chargerig(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False)


def sweep(*arguments):
    return chargerig("sweep", "normal/din", *arguments)


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


class Sweep(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.addCleanup(self.holder.cleanup)
        self.folder = pathlib.Path(self.holder.name)

    def test_a_grid_gives_one_line_for_each_point(self):
        done = sweep("--grid", "soc=20:60:20", "--grid", "vehicle=vw-id3-58,tesla-model3-lfp", "--csv", "-")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        table = rows(done.stdout)
        self.assertEqual(done.stdout.splitlines()[0].split(","), ["point", "soc", "vehicle", *HEAD])
        self.assertEqual([(row["point"], row["soc"], row["vehicle"]) for row in table],
                         [(str(i + 1), soc, vehicle) for i, (soc, vehicle) in enumerate(
                             (soc, vehicle) for soc in ("20", "40", "60") for vehicle in ("vw-id3-58",
                                                                                          "tesla-model3-lfp"))])
        for row in table:
            self.assertEqual((row["verdict"], row["session_end"], row["failure"]), ("pass", "Clean_Stop", ""))
            self.assertGreater(float(row["final_soc_percent"]), float(row["soc"]))
        self.assertEqual(len({row["seed"] for row in table}), 6)

    def test_a_point_alone_is_the_same_run(self):
        row = rows(sweep("--grid", "soc=20:40:20", "--csv", "-", "--set", "bus.latency_ms=2").stdout)[1]
        alone = chargerig("run", "normal/din", "--set", "vehicle.initial_soc_percent=40", "--set", "bus.latency_ms=2",
                          "--seed", row["seed"], "--json", "-")
        self.assertEqual(json.loads(alone.stdout)["log_sha256"], row["log_sha256"])

    def outputs(self, name, *arguments):
        """All that a sweep leaves, without what the wall clock says."""
        folder = self.folder / name
        folder.mkdir()
        done = sweep(*arguments, "--csv", str(folder / "t.csv"), "--html", str(folder / "r.html"), "--junit",
                     str(folder / "j.xml"), "--json", str(folder / "r.json"), "--out", str(folder / "out"))
        found = {"code": done.returncode, "stderr": done.stderr, "stdout": re.sub(r"; [\d.]+ s\n$", "", done.stdout)}
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                text = path.read_text(encoding="utf-8")
                if path.suffix == ".json":
                    text = re.sub(rf'"({"|".join(WALL_CLOCK)})": [^,]*', "", text)
                if path.suffix == ".xml":
                    text = re.sub(r' time="[^"]*"', "", text)
                found[path.relative_to(folder).as_posix()] = text
        return found

    def test_threads_change_no_byte(self):
        grid = ["--grid", "soc=30:90:30", "--grid", "pistol=1,2"]
        one = self.outputs("one", *grid)
        two = self.outputs("two", *grid, "-j", "2")
        self.assertEqual(one["code"], 1)  # nearly full: the current that the scenario waits for does not come
        self.assertTrue(one["stdout"].endswith("6 points: 4 pass, 2 fail"), one["stdout"])
        self.assertEqual(sorted(one), sorted(two))
        for name, text in one.items():
            self.assertEqual(text, two[name], name)

    def test_reports_name_the_points(self):
        found = self.outputs("one", "--grid", "soc=30:90:60", "--seed", "7")
        table = rows(found["t.csv"])
        self.assertEqual([row["verdict"] for row in table], ["pass", "fail"])
        self.assertIn("not met in time", table[1]["failure"])
        names = [f"DIN 70121, a 400 V car [soc={soc}]" for soc in (30, 90)]
        cases = ElementTree.fromstring(found["j.xml"]).iter("testcase")
        self.assertEqual([case.get("name") for case in cases], names)
        for name in names:
            self.assertIn(name, found["r.html"])
            self.assertIn(name, found["stdout"])
        folders = [f"point-{i + 1}-soc-{row['soc']}-3.6-seed{row['seed']}" for i, row in enumerate(table)]
        for folder in folders:
            self.assertIn(f"out/{folder}/session.log", found)
            self.assertIn("initial_soc_percent: ", found[f"out/{folder}/scenario.yaml"])

    def test_json_has_the_point_of_each_run(self):
        runs = json.loads(sweep("--grid", "soc=30,40", "--json", "-").stdout)["runs"]
        self.assertEqual([run["point"] for run in runs], [{"soc": "30"}, {"soc": "40"}])
        one = json.loads(sweep("--grid", "soc=30", "--json", "-").stdout)["runs"]
        self.assertEqual(one[0]["log_sha256"], runs[0]["log_sha256"])

    def test_a_sample_is_random_and_the_same_again(self):
        sample = ["--grid", "soc=10:80", "--grid", "vehicle=vw-id3-58,tesla-model3-lfp", "--csv", "-", "--sample"]
        four = sweep(*sample, "4").stdout
        self.assertEqual(four, sweep(*sample, "4", "-j", "2").stdout)
        self.assertEqual(four.splitlines()[:3], sweep(*sample, "2").stdout.splitlines())
        other = sweep(*sample, "4", "--seed", "8").stdout
        self.assertEqual(len({row["soc"] for row in rows(four) + rows(other)}), 8)

    def test_an_axis_may_be_the_seed(self):
        table = rows(sweep("--grid", "seed=5:6:1", "--csv", "-").stdout)
        self.assertEqual([row["seed"] for row in table], ["5", "6"])

    def own(self, text):
        path = self.folder / "own.yaml"
        path.write_text(DIN.read_text(encoding="utf-8") + text, encoding="utf-8")
        return str(path)

    def test_a_parameter_of_the_scenario_is_a_short_name(self):
        path = self.own("parameters: {electrical_step_ms: 1, LATENCY: {default: 1, unit: ms, minimum: 0.5, maximum: 20}}\n"
                        "bus: {latency_ms: \"${LATENCY}\"}\n")
        done = chargerig("sweep", path, "--grid", "electrical_step_ms=1,2", "--grid", "LATENCY=1:9:8", "--csv", "-")
        self.assertEqual(done.returncode, 0, done.stderr)
        table = rows(done.stdout)
        self.assertEqual([(row["electrical_step_ms"], row["LATENCY"]) for row in table],
                         [("1", "1"), ("1", "9"), ("2", "1"), ("2", "9")])
        self.assertEqual(len({row["log_sha256"] for row in table}), 4)
        self.assert_refused(
            [path, "--grid", "LATENCY=20:30:10", "--grid", "electrical_step_ms=0,1"],
            "--grid electrical_step_ms: electrical_step_ms is out of range: '0'; allowed: a number from 0.01 to 100 ms",
            "--grid LATENCY: parameter LATENCY is out of range: '30'; allowed: a number from 0.5 to 20 ms")

    def assert_refused(self, arguments, *errors):
        out = self.folder / "refused"
        done = chargerig("sweep", *arguments, "--out", str(out))
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr, "".join(f"error: {error}\n" for error in errors))
        self.assertFalse(out.exists())

    def test_values_that_do_not_fit_are_found_before_anything_runs_and_all_at_once(self):
        self.assert_refused(
            ["normal/din", "--grid", "soc=50:110:30", "--grid", "vehicle=vw-id3-58,nope", "--grid", "pistol=1,32"],
            "--grid pistol: pistol is out of range: '32'; allowed: a whole number from 1 to 31",
            "--grid vehicle: unknown vehicle: 'nope'; allowed: hyundai-ioniq5-73, tesla-model3-lfp, vendor-simulator, "
            "vw-id3-58; 'chargerig list vehicles' describes them",
            "--grid soc: initial_soc_percent is out of range: '110'; allowed: a number from 0 to 100 %")

    def test_values_that_do_not_fit_each_other_name_the_point(self):
        low, high = "controller.config.min_charger_voltage", "controller.config.max_charger_voltage"
        self.assert_refused(
            ["normal/din", "--grid", f"{low}=100,450", "--grid", f"{high}=400,500"],
            f"{DIN} [{low}=450, {high}=400]: min_charger_voltage is above max_charger_voltage: '450'; allowed: at most "
            "400")

    def test_wrong_usage_is_told_all_at_once(self):
        self.assert_refused(
            ["normal/din", "--grid", "sock=1:2:1", "--grid", "soc=1:2:0", "--grid", "soc"],
            "--grid sock: the scenario has no such parameter: 'sock'; allowed: soc, vehicle, emulate, end, pistol, "
            "protocol, seed, start_time, or a dotted path as for --set; did you mean 'soc'?",
            "--grid soc: the step is zero: '1:2:0'; allowed: a step that leads from FROM to TO",
            "--grid: not a name and its values: 'soc'; allowed: NAME=FROM:TO:STEP, FROM:TO or VALUE,VALUE,...; e.g. "
            "--grid soc=10:90:20")
        self.assert_refused(
            ["normal/din", "--grid", "soc=1:2:1", "--set", "vehicle.initial_soc_percent=3", "--grid", "pistol=1",
             "--pistol", "2"],
            "--grid soc: the value is given twice: 'vehicle.initial_soc_percent'; allowed: one --grid, or --set, or an "
            "option for it",
            "--grid pistol: the value is given twice: 'pistol'; allowed: one --grid, or --set, or an option for it")
        self.assert_refused(
            ["normal/din", "--grid", "soc=0:100:0.0001"],
            "--grid: the grid has too many points; allowed: at most 100000; take larger steps, or a part of them with "
            "--sample")
        self.assert_refused(
            ["normal/din", "--grid", "soc=0:100:0.05", "--html", str(self.folder / "r.html")],
            "--html: one page cannot show so many points: '2001'; allowed: at most 1000; --csv and --out take them all")
        self.assert_refused(
            ["normal/din", "--grid", "soc=0:100", "--sample", "0"],
            "--sample is out of range: '0'; allowed: a whole number from 1 to 100000")
        self.assert_refused(
            ["normal/din", "--grid", "soc=1,2", "--csv", "-", "--json", "-"],
            "--csv: standard output takes one of them: '--json - --csv -'; allowed: a file for the other")

    def test_a_sweep_plays_one_scenario_that_can_be_played(self):
        self.assert_refused(
            ["normal", "--grid", "soc=1,2"],
            f"normal: a sweep plays one scenario: '{len(list(DIN.parent.glob('*.yaml')))} scenarios'; allowed: one "
            "file, or the name of a shipped scenario")
        path = ROOT / "scenarios/bench/modules-under-test.yaml"
        self.assert_refused(
            ["bench/modules-under-test", "--grid", "soc=1,2"],
            f"{path} [soc=1]: emulates only controller,vehicle: needs a bus (--bus) with the other side")


if __name__ == "__main__":
    unittest.main()
