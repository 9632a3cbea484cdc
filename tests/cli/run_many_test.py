# SPDX-License-Identifier: Apache-2.0
"""`chargerig run` with many scenarios: order, exit code, threads, --out."""
import hashlib
import json
import os
import pathlib
import pty
import re
import signal
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

PROGRAM = os.environ["CHARGERIG_PROGRAM"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
DIN = (ROOT / "scenarios/normal/din.yaml").read_text(encoding="utf-8")
WALL_CLOCK = ("wall_s", "load_s", "speed_factor")
UGLY = ["a b.yaml", "a-b.yaml", "A-B.yaml", "..;rm -rf $HOME.yaml", "größe.yaml", "-.yaml", "x" * 200 + ".yaml"]


def run(*arguments, folder=None):
    return subprocess.run([PROGRAM, "run", *arguments], capture_output=True, text=True, check=False, cwd=folder)


class Many(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.addCleanup(self.holder.cleanup)
        self.folder = pathlib.Path(self.holder.name)

    def scenario(self, name, *changes):
        text = DIN
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def failing(self):
        return self.scenario("failing.yaml", ("end: clean", "end: rushed"))

    def broken(self):
        return self.scenario("broken.yaml", ("format: 1", "format: 9"))

    def files(self, out):
        """Name and content of all files, without what the wall clock says."""
        found = {}
        for path in sorted(out.rglob("*")):
            if path.is_file():
                found[path.relative_to(out).as_posix()] = path.read_bytes()
        for name in found:
            if name.endswith("result.json"):
                result = json.loads(found[name])
                for field in WALL_CLOCK:
                    del result[field]
                found[name] = result
        return found

    def test_one_bad_file_does_not_stop_the_others(self):
        done = run(str(self.broken()), "nowhere", str(self.failing()), "normal/din", folder=self.folder)
        self.assertEqual(done.returncode, 2)
        outcomes = re.findall(r"^\[(\d)/4\] (pass|fail|bad input) ", done.stdout, re.MULTILINE)
        self.assertEqual(outcomes, [("1", "bad input"), ("2", "bad input"), ("3", "fail"), ("4", "pass")])
        self.assertIn("4 scenarios: 1 pass, 1 fail, 2 bad input; ", done.stdout)
        errors = done.stderr.splitlines()
        self.assertEqual(len(errors), 2)
        self.assertIn("broken.yaml:2:", errors[0])
        self.assertEqual(errors[1], "error: nowhere: there is no such scenario; allowed: a file, a folder, or the name "
                                    "of a shipped scenario; 'chargerig list scenarios' shows those")

    def test_reasons_stand_below_the_line(self):
        done = run(str(self.failing()), "normal/din")
        self.assertEqual(done.returncode, 1)
        lines = done.stdout.splitlines()
        self.assertRegex(lines[0], r"^\[1/2\] fail          \S+failing.yaml: DIN 70121, a 400 V car$")
        self.assertRegex(lines[1], r"^  because: .*Clean_Stop")

    def test_threads_change_no_byte(self):
        files = [str(self.broken()), str(self.failing())]
        texts, found = [], []
        for jobs in ("1", "2", "7"):
            out = self.folder / "out" / jobs
            done = run(*files, "normal", "flags", "-j", jobs, "--out", str(out))
            self.assertEqual(done.returncode, 2, done.stderr)
            texts.append((re.sub(r"; [\d.]+ s\n$", "", done.stdout), done.stderr))
            found.append(self.files(out))
        self.assertGreater(len(found[0]), 40)
        self.assertTrue(all(text == texts[0] for text in texts))
        self.assertTrue(all(each == found[0] for each in found))

    def reports(self, name, *arguments):
        """Exit code, JUnit file and page."""
        junit, page = self.folder / f"{name}.xml", self.folder / f"{name}.html"
        done = run(*arguments, "--junit", str(junit), "--html", str(page))
        return done.returncode, junit, page

    def test_junit_counts_and_carries_the_evidence(self):
        ugly = self.scenario("ugly.yaml", ("end: clean", "end: rushed"),
                             ("name: DIN 70121, a 400 V car", 'name: "<b> & ]]> \'"'))
        code, junit, _ = self.reports("r", "normal", str(ugly), str(self.broken()), "bench", "-j", "2")
        self.assertEqual(code, 2)
        root = ElementTree.parse(junit).getroot()
        cases = list(root.iter("testcase"))
        self.assertEqual(root.get("tests"), str(len(cases)))
        self.assertEqual((root.get("failures"), root.get("errors")), ("1", "1"))
        self.assertEqual(len(list(root.iter("skipped"))), 2)
        case = next(each for each in cases if each.find("failure") is not None)
        self.assertEqual(case.get("name"), "<b> & ]]> '")
        self.assertIn("wanted Rushed_Stop", case.find("failure").get("message"))
        for part in ("frames around ", "Charge_Session_Finished  State=Clean_Stop", "timeline\n"):
            self.assertIn(part, case.find("system-out").text)
        self.validate(junit)

    def validate(self, junit):
        schema = os.environ.get("CHARGERIG_JUNIT_XSD")
        if not schema:
            self.skipTest("CHARGERIG_JUNIT_XSD names no JUnit schema to validate against")
        checked = subprocess.run(["xmllint", "--noout", "--schema", schema, str(junit)], capture_output=True, text=True,
                                 check=False)
        self.assertEqual(checked.returncode, 0, checked.stderr)

    def test_page_is_well_formed_and_complete(self):
        ugly = self.scenario("ugly.yaml", ("end: clean", "end: rushed"),
                             ("name: DIN 70121, a 400 V car", 'name: "<script>alert(1)</script>"'))
        _, _, page = self.reports("r", "bidirectional", str(ugly), str(self.broken()), "-j", "2")
        text = page.read_text(encoding="utf-8")
        # But for the head's meta elements the page is XML.
        body = ElementTree.fromstring(text[text.index("<body>"):text.index("</body>") + len("</body>")])
        shipped = len(list((ROOT / "scenarios/bidirectional").glob("*.yaml")))
        # Those, the two of the test, and the rules; what is broken has no plots.
        self.assertEqual(len(body.findall(".//section")), shipped + 3)
        self.assertEqual(len(body.findall(".//svg")), shipped + 1)
        self.assertEqual(len(body.findall(".//pre")), 1)
        targets = {each.get("href") for each in body.iter("a")}
        self.assertEqual(targets, {"#" + each.get("id") for each in body.iter("p") if each.get("id")})
        self.assertNotIn("<script", text)
        self.assertNotIn("://", text)
        digest = hashlib.sha256(ugly.read_bytes()).hexdigest()
        self.assertIn(digest, text)
        checked = subprocess.run(["xmllint", "--html", "--noout", str(page)], capture_output=True, text=True,
                                 check=False)
        # Its parser knows HTML 4: newer elements are all that it may complain about.
        self.assertEqual(re.findall(r"error : (?!Tag \w+ invalid).*", checked.stderr), [])

    def test_page_is_the_same_for_every_number_of_threads(self):
        pages = [self.reports(jobs, "normal", "flags", "-j", jobs)[2].read_bytes() for jobs in ("1", "3")]
        self.assertEqual(pages[0], pages[1])

    def test_reports_leave_no_temporary_logs(self):
        temporary = self.folder / "tmp"
        temporary.mkdir()
        page = self.folder / "p.html"
        done = subprocess.run([PROGRAM, "run", "normal/din", "--html", str(page)], capture_output=True, check=False,
                              env=dict(os.environ, TMPDIR=str(temporary)))
        self.assertEqual((done.returncode, list(temporary.iterdir())), (0, []))
        self.assertTrue(page.exists())

    def test_a_report_that_cannot_be_written_is_3_before_anything_runs(self):
        done = run("normal/din", "--html", str(self.folder / "no" / "p.html"), "--junit", str(self.folder))
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertEqual(done.stderr, f"error: {self.folder}: cannot write the file; check the folder\n"
                                      f"error: {self.folder}/no/p.html: cannot write the file; check the folder\n")

    def test_threads_are_for_the_bus_inside(self):
        done = run("normal/din", "-j", "2", "--bus", "virtualcan:can0")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr, "error: a bus carries one scenario at a time: '--jobs 2'; allowed: --jobs "
                                      "without --bus; see 'chargerig run --help'\n")

    def test_what_needs_a_bus_is_skipped_in_a_folder_and_refused_by_name(self):
        done = run("bench", "normal/din")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("3 scenarios: 1 pass, 2 skipped; ", done.stdout)
        self.assertEqual(run("bench").returncode, 4)
        self.assertEqual(run("bench/modules-under-test", "normal/din").returncode, 2)

    def test_a_run_leaves_what_it_was_made_of(self):
        out = self.folder / "out"
        done = run("normal/din", "--set", "vehicle.initial_soc_percent=55", "--seed", "7", "--protocol", "3.3",
                   "--out", str(out))
        self.assertEqual(done.returncode, 0, done.stderr)
        kept = out / "normal-din-3.3-seed7"
        self.assertEqual(sorted(each.name for each in kept.iterdir()),
                         ["result.json", "scenario.yaml", "session.log", "timeline.txt"])
        result = json.loads((kept / "result.json").read_text(encoding="utf-8"))
        self.assertEqual(result["inputs"][0]["file"], str(ROOT / "scenarios/normal/din.yaml"))
        again = json.loads(run(str(kept / "scenario.yaml"), "--json", "-").stdout)
        self.assertEqual(again["log_sha256"], result["log_sha256"])
        summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual((summary["exit_code"], summary["counts"]["pass"]), (0, 1))
        self.assertEqual(summary["scenarios"][0]["folder"], kept.name)
        self.assertTrue((kept / "timeline.txt").read_text(encoding="utf-8").endswith("verdict: pass\n"))

    def test_each_shipped_scenario_can_be_played_again_from_its_folder(self):
        out = self.folder / "out"
        first = run("normal", "bidirectional", "faults", "flags", "limits", "-j", "2", "--out", str(out))
        self.assertEqual(first.returncode, 0, first.stdout)
        hashes = {}
        for kept in out.glob("*/result.json"):
            hashes[kept.parent.name] = json.loads(kept.read_text(encoding="utf-8"))["log_sha256"]
        copies = sorted(str(path) for path in out.glob("*/scenario.yaml"))
        again = json.loads(run(*copies, "-j", "2", "--json", "-").stdout)["runs"]
        self.assertEqual([each["log_sha256"] for each in again], [hashes[name] for name in sorted(hashes)])

    def test_ugly_names_become_safe_and_stay_apart(self):
        files = self.folder / "in $(x)"
        files.mkdir()
        for name in UGLY:
            (files / name).write_text(DIN, encoding="utf-8")
        out = self.folder / "out"
        done = run(str(files), "--out", str(out), "--timeout", "1")
        self.assertEqual(done.returncode, 4, done.stderr)
        names = [each.name for each in out.iterdir() if each.is_dir()]
        self.assertEqual(len({name.lower() for name in names}), len(UGLY))
        for name in names:
            self.assertRegex(name, r"^[A-Za-z0-9_][A-Za-z0-9._-]{0,110}$")

    def test_a_folder_of_somebody_else_is_left_alone(self):
        (self.folder / "mine.txt").write_text("mine", encoding="utf-8")
        done = run("normal/din", "--out", str(self.folder))
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr, f"error: {self.folder}: the folder holds files that --out did not write; allowed: "
                                      "an empty folder, a new one, or one of an earlier --out; choose another, or empty "
                                      "it\n")
        self.assertEqual([each.name for each in self.folder.iterdir()], ["mine.txt"])

    def test_an_earlier_out_is_replaced_but_not_what_was_added_to_it(self):
        out = self.folder / "out"
        run("normal/din", "flags/authorisation", "--out", str(out))
        (out / "normal-din-3.6-seed1/note.txt").write_text("kept", encoding="utf-8")
        # A list that was tampered with leads nowhere else.
        (self.folder / "session.log").write_text("other", encoding="utf-8")
        with (out / ".chargerig-runs").open("a", encoding="utf-8") as marker:
            marker.write("..\n")
        run("normal/iso2-target-soc", "--out", str(out))
        self.assertEqual(sorted(each.name for each in out.iterdir() if each.is_dir()),
                         ["normal-din-3.6-seed1", "normal-iso2-target-soc-3.6-seed1"])
        self.assertEqual([each.name for each in (out / "normal-din-3.6-seed1").iterdir()], ["note.txt"])
        self.assertTrue((self.folder / "session.log").exists())

    def test_a_terminal_shows_the_time_left(self):
        leader, follower = pty.openpty()
        done = subprocess.run([PROGRAM, "run", "normal", "--json", "-"], stdout=subprocess.DEVNULL, stderr=follower,
                              check=False)
        os.close(follower)
        shown = os.read(leader, 65536).decode()
        os.close(leader)
        self.assertEqual(done.returncode, 0)
        self.assertRegex(shown, r"1 of \d+, about \d+ s left\r\x1b\[K")
        self.assertTrue(shown.endswith("\r\x1b[K"))

    def test_elsewhere_there_are_plain_lines(self):
        done = run("normal")
        self.assertEqual(done.stderr, "")
        self.assertNotIn("\x1b", done.stdout)
        self.assertNotIn("\r", done.stdout)

    def test_ctrl_c_ends_all_in_the_safe_order_and_skips_the_rest(self):
        files = [str(self.scenario(f"{i}.yaml")) for i in range(4)]
        out = self.folder / "out"
        process = subprocess.Popen([PROGRAM, "run", *files, "-j", "2", "--speed", "20", "--out", str(out)],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        logs = [out / f"{self.folder.name}-{i}-3.6-seed1" / "session.log" for i in range(2)]
        while process.poll() is None and not all(log.exists() for log in logs):
            try:
                process.wait(timeout=0.01)
            except subprocess.TimeoutExpired:
                continue
        process.send_signal(signal.SIGINT)
        told, _ = process.communicate(timeout=240)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(told.count("because: interrupted by the user before it began"), 2)
        self.assertIn("4 scenarios: 4 skipped; ", told)
        for log in logs:
            timeline = (log.parent / "timeline.txt").read_text(encoding="utf-8")
            self.assertIn("interrupted: ending the session in the safe order", timeline)


if __name__ == "__main__":
    unittest.main()
