# SPDX-License-Identifier: Apache-2.0
"""The documents against the program.

A code block in `sh` is run, line by line, and must succeed; one in `shell` is not (it needs hardware, minutes of
real time, or the whole build). A block after `<!-- run: NAME -->` is a file of that name for those commands.
"""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ["CHARGERIG_PROGRAM"]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")),
             ROOT / "resources/protocols/README.md"]
SCENARIOS = (ROOT / "docs/scenarios.md").read_text(encoding="utf-8")
MODULES = (ROOT / "docs/modules.md").read_text(encoding="utf-8")

FILE_BLOCK = re.compile(r"<!-- run: (\S+) -->\n```\w*\n(.*?)```", re.DOTALL)
COMMAND_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)

# Wrong names: each error lists what is allowed there. tests/schema compares the reference with all of them.
WRONG = """format: 1
name: wrong
modules: {wrong: 1}
steps:
  - wrong
  - wait: {state: wrong, within_s: 1}
  - wait: {signal: Power_Modules_Status.Present_Current, wrong: 1, within_s: 1}
  - set: {wrong: 1}
"""


def section(document, heading):
    """The lines below a heading, up to the next of the same or a higher rank."""
    rank = heading.split(" ")[0]
    body = document.split(f"\n{heading}\n", 1)[1]
    return re.split(rf"\n#{{1,{len(rank)}}} ", body, maxsplit=1)[0]


def first_column(document, heading):
    """The names in back quotes in the first column of the tables below a heading."""
    names = []
    for row in re.findall(r"^\|([^|\n]*)\|", section(document, heading), re.MULTILINE):
        names += re.findall(r"`([^`]+)`", row)
    return names


def chargerig(*arguments, folder=None):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, cwd=folder, check=False)


class Packages(unittest.TestCase):
    def test_readme_names_what_the_scripts_install(self):
        lines = (ROOT / "tools/packages.txt").read_text(encoding="utf-8").splitlines()
        listed = [line.split(None, 2)[1:] for line in lines if line and not line.startswith("#")]
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        rows = [[cell.strip() for cell in row.split("|")[1:-1]]
                for row in section(readme, "## Dependencies").splitlines() if row.startswith("|")][2:]
        self.assertEqual([row[:2] for row in rows], listed)
        self.assertTrue(all(row[2] for row in rows))

    def test_each_package_belongs_to_a_set(self):
        lines = (ROOT / "tools/packages.txt").read_text(encoding="utf-8").splitlines()
        sets = {line.split()[0] for line in lines if line and not line.startswith("#")}
        self.assertEqual(sets, {"build", "test"})


class Commands(unittest.TestCase):
    def test_commands_in_the_documents_succeed(self):
        texts = {path: path.read_text(encoding="utf-8") for path in DOCUMENTS}
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "bin").mkdir()
            (folder / "bin/chargerig").symlink_to(PROGRAM)
            for text in texts.values():
                for file, content in FILE_BLOCK.findall(text):
                    (folder / file).parent.mkdir(exist_ok=True)
                    (folder / file).write_text(content, encoding="utf-8")
            environment = dict(os.environ, PATH=f"{folder / 'bin'}:{os.environ['PATH']}")
            tried = 0
            for path, text in texts.items():
                for command in "\n".join(COMMAND_BLOCK.findall(text)).splitlines():
                    with self.subTest(document=path.name, command=command):
                        run = subprocess.run(["bash", "-c", command], cwd=folder, env=environment,
                                             capture_output=True, text=True, check=False)
                        self.assertEqual(run.returncode, 0, run.stdout[-2000:] + run.stderr)
                    tried += 1
        self.assertGreaterEqual(tried, 10)

    def test_options_of_run_are_those_of_the_table(self):
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| `(--\w+)", section(readme, "### Commands"), re.MULTILINE)
        offered = re.findall(r"^ +(?:-j, *)?(--\w+)", chargerig("run", "--help").stdout, re.MULTILINE)
        self.assertEqual(sorted(rows), sorted(offered))

    def test_fields_of_the_result_are_those_of_the_table(self):
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        result = chargerig("run", "normal/din", "--json", "-")
        fields = re.findall(r'^  "(\w+)":', result.stdout, re.MULTILINE)
        self.assertEqual(sorted(first_column(readme, "### Result")), sorted(fields))


class ScenarioKeys(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as name:
            path = pathlib.Path(name) / "wrong.yaml"
            path.write_text(WRONG, encoding="utf-8")
            cls.errors = chargerig("check", str(path)).stderr

    def allowed(self, what):
        """What the error about `what` lists as allowed."""
        found = re.search(rf"{re.escape(what)}: '\S*'; allowed: ([^;\n]*)", self.errors)
        self.assertIsNotNone(found, f"no error about {what!r} in\n{self.errors}")
        return found.group(1).split(", ")

    def test_module_parameters(self):
        self.assertEqual(first_column(MODULES, "## Parameters"), self.allowed("unknown parameter"))

    def test_steps_states_and_conditions(self):
        steps = section(SCENARIOS, "## steps")
        named = " ".join(re.findall(r"`([^`]*)`", steps))
        for kind in (self.allowed("unknown step"), self.allowed("unknown state"),
                     self.allowed("the wait has an unknown key"),
                     self.allowed("this cannot be set while a session runs")):
            for name in kind:
                self.assertRegex(named, rf"\b{name}\b")


class ExpectationKeys(unittest.TestCase):
    def test_every_kind_and_key_is_described(self):
        document = (ROOT / "docs/expectations.md").read_text(encoding="utf-8")
        named = " ".join(re.findall(r"`([^`]*)`", section(document, "## Keys")))
        with tempfile.TemporaryDirectory() as name:
            path = pathlib.Path(name) / "wrong.yaml"
            kinds = "value, reach, always, never, period, response, step_response, count".split(", ")
            path.write_text("format: 1\nname: wrong\nexpect:\n  - {wrong: 1}\n"
                            + "".join(f"  - {kind}: {{wrong: 1}}\n" for kind in kinds), encoding="utf-8")
            errors = chargerig("check", str(path)).stderr
        found = re.findall(r"has an unknown key: 'wrong'; allowed: ([^;\n]*)", errors)
        self.assertEqual(len(found), len(kinds) + 1)
        for key in {key for allowed in found for key in allowed.split(", ")}:
            self.assertRegex(named, rf"\b{key}\b")


class Faults(unittest.TestCase):
    """docs/faults.md against scenarios/faults: every fault has its scenarios, every scenario its fault."""

    @classmethod
    def setUpClass(cls):
        cls.document = (ROOT / "docs/faults.md").read_text(encoding="utf-8")
        cls.rows = [[cell.strip() for cell in row.split("|")[1:-1]]
                    for row in section(cls.document, "## All faults").splitlines() if row.startswith("|")][2:]

    def test_at_least_thirty(self):
        self.assertGreaterEqual(len({row[0] for row in self.rows}), 30)
        self.assertEqual(len({row[0] for row in self.rows}), len(self.rows))

    def test_scenarios_are_those_of_the_folder(self):
        shown = [name for row in self.rows for name in re.findall(r"`([^`]+)`", row[2])]
        self.assertTrue(all("`" in row[2] for row in self.rows))
        self.assertEqual(sorted(shown), sorted(path.stem for path in (ROOT / "scenarios/faults").glob("*.yaml")))

    def test_each_scenario_gives_its_fault_in_that_way(self):
        how = ""
        for row in self.rows:
            how = how if row[1] == "the same" else row[1]
            ways = re.findall(r"`([^`]+)`", how)
            for name in re.findall(r"`([^`]+)`", row[2]):
                with self.subTest(scenario=name):
                    text = (ROOT / f"scenarios/faults/{name}.yaml").read_text(encoding="utf-8")
                    steps = re.split(r"\n(?=  - )", text.split("\nsteps:\n", 1)[1].split("\nend:", 1)[0])
                    fault = [step for step in steps if re.search(r"\bid: fault\b", step)]
                    self.assertEqual(len(fault), 1)
                    self.assertTrue(any(way in fault[0] for way in ways), f"none of {ways} in {fault[0]}")

    def test_kinds_on_frames_are_all_there(self):
        kinds = re.findall(r"`kind: (\w+)`", " ".join(row[1] for row in self.rows))
        described = re.findall(r"^\| `(\w+)` \|", section(self.document, "## Faults on frames"), re.MULTILINE)
        self.assertEqual(len(set(kinds)), 16)
        self.assertLessEqual(set(kinds), set(described))


class Files(unittest.TestCase):
    def test_links_lead_somewhere(self):
        for path in DOCUMENTS:
            for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
                self.assertTrue((path.parent / target).exists(), f"{path.name}: {target}")

    def test_picture_can_be_drawn_again(self):
        with tempfile.TemporaryDirectory() as name:
            log, picture = f"{name}/session.log", f"{name}/session.svg"
            chargerig("run", "bidirectional/iso20-dynamic-ocpp", "--log", log)
            subprocess.run(["/usr/bin/python3", "-B", str(ROOT / "tools/plot_session.py"), PROGRAM, log, picture],
                           check=True)
            self.assertEqual(self.labels(picture)[1:], self.labels(ROOT / "docs/images/timeline.svg")[1:])

    @staticmethod
    def labels(picture):
        """All words of a picture but the figures of its axes; first its title."""
        texts = [each.text for each in ElementTree.parse(picture).iter("{http://www.w3.org/2000/svg}text")]
        return [each for each in texts if not re.match(r"^[−\d]", each)]

    def test_scripts_are_shell(self):
        for script in ("run.sh", "test.sh", ".ci/run", "tools/common.sh", "tools/format.sh", "tools/fuzz.sh"):
            subprocess.run(["bash", "-n", str(ROOT / script)], check=True)


if __name__ == "__main__":
    unittest.main()
