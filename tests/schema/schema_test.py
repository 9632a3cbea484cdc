#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""resources/schema against the program: every key, every range, every shipped file.

The reader tells in its errors which keys and values it knows; the schema must know the same ones. What the reader
refuses of an unknown key or a value outside its range, the schema refuses as well.
"""
import copy
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
sys.dont_write_bytecode = True
import schema_keys  # noqa: E402  (lies in tools/)
import schema_page  # noqa: E402

PROGRAM = os.environ["CHARGERIG_PROGRAM"]
FACTS = os.environ["CHARGERIG_FACTS"]
WRONG = "?!"
EVENTS = {"state", "message", "signal", "begun", "done"}
CONDITION = {"is", "near", "at_least", "at_most", "tolerance"}


class Loader(yaml.SafeLoader):
    """YAML as the program reads it: a date is a text."""


Loader.yaml_implicit_resolvers = {first: [each for each in all_ if not each[0].endswith("timestamp")]
                                  for first, all_ in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def load(text):
    return yaml.load(text, Loader)  # noqa: S506  (a SafeLoader)


def validator(name):
    schema = json.loads((ROOT / f"resources/schema/{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def refusals(texts):
    """For each of the scenarios the errors that `chargerig check` prints about it."""
    with tempfile.TemporaryDirectory() as name:
        paths = [f"{name}/{index}.yaml" for index in range(len(texts))]
        for path, text in zip(paths, texts):
            pathlib.Path(path).write_text(text, encoding="utf-8")
        said = subprocess.run([PROGRAM, "check", *paths], capture_output=True, text=True, check=False).stderr
    out = [[] for _ in texts]
    for line in said.splitlines():
        found = re.match(rf"error: {re.escape(name)}/(\d+)\.yaml:?(.*)", line)
        if found:
            out[int(found.group(1))].append(found.group(2))
    return out


def scenario_with(at, value):
    """A scenario in which the object of `at` is `value`."""
    text = at.replace("@", json.dumps(value))
    return text if at == "@" else "format: 1\nname: t\n" + text + "\n"


def sample_for(raw, name):
    """The least that the reader takes together with the key `name`."""
    key = raw["keys"][name]
    sample = copy.deepcopy(key.get("sample", raw["sample"]))
    if name in CONDITION and "signal" in raw["keys"] and "is" in raw["keys"]:
        sample = {each: value for each, value in sample.items() if each not in CONDITION | EVENTS}
        sample["signal"] = "Power_Modules_Status.Present_Current"
    if name in EVENTS | {"after_s"} and "occurs" in raw:
        sample = {each: value for each, value in sample.items() if each not in CONDITION | EVENTS}
    sample |= {each: 1 for each in raw.get("needs", {}).get(name, [])}
    if name in raw.get("one_of", []):
        sample = {each: value for each, value in sample.items() if each not in raw["one_of"]}
    return sample


def outside(key):
    """Values beyond what the key allows."""
    if "range" in key or "whole" in key:
        least, most = (key.get("range") or key["whole"])[:2]
        return [least - max(1, abs(least)), most + max(1, abs(most))]
    return [] if "text" in key else [WRONG]


class Schema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.table = schema_page.read_table(FACTS)
        cls.scenario = validator("scenario")
        cls.objects = {name: raw for name, raw in cls.table.objects.items() if "at" in raw}

    def refuse_both(self, cases):
        """Each (what, text) is refused by the reader and by the schema; returns what the reader said."""
        said = refusals([text for _, text in cases])
        for (what, text), errors in zip(cases, said):
            with self.subTest(what=what, text=text):
                self.assertTrue(errors, "the reader takes it")
                self.assertFalse(self.scenario.is_valid(load(text)), "the schema takes it")
        return said

    def test_table_is_complete(self):
        self.assertEqual(self.table.problems, [])

    def test_shipped_scenarios_are_valid(self):
        shipped = sorted((ROOT / "scenarios").rglob("*.yaml"))
        self.assertGreater(len(shipped), 40)
        for path in shipped:
            with self.subTest(path=path.name):
                self.assertEqual([f"{list(each.absolute_path)}: {each.message[:200]}" for each in
                                  self.scenario.iter_errors(load(path.read_text(encoding="utf-8")))], [])

    def test_shipped_profiles_are_valid(self):
        for kind in ("vehicle", "modules"):
            checker = validator(kind)
            paths = sorted((ROOT / "resources" / {"vehicle": "vehicles", "modules": "modules"}[kind]).glob("*.yaml"))
            self.assertGreater(len(paths), 1)
            for path in paths:
                document = load(path.read_text(encoding="utf-8"))
                with self.subTest(path=path.name):
                    self.assertEqual([each.message[:200] for each in checker.iter_errors(document)], [])
                    self.assertFalse(checker.is_valid({**document, "wrong": 1}))
                    group = next(name for name, each in document.items() if isinstance(each, dict))
                    self.assertFalse(checker.is_valid({**document, group: {**document[group], "wrong": 1}}))

    def test_keys_are_those_of_the_reader(self):
        names = list(self.objects)
        cases = []
        for name in names:
            sample = {**self.objects[name]["sample"], "wrong": 1}
            if name == "step":
                sample = {"wrong": 1}
            cases.append((name, scenario_with(self.objects[name]["at"], sample)))
        for name, errors in zip(names, self.refuse_both(cases)):
            with self.subTest(object=name):
                raw = self.objects[name]
                listed = [re.search(r"unknown (?:key|step): 'wrong'; allowed: ([^;]*)", each) for each in errors]
                known = next((set(each.group(1).split(", ")) for each in listed if each), None)
                self.assertIsNotNone(known, errors)
                self.assertEqual(known, self.expected_keys(name, raw))

    def expected_keys(self, name, raw):
        # What is included stands there before anything is read.
        keys = set(raw["keys"]) - ({"include", "with"} if "include" in raw["keys"] else set())
        if name == "step":
            return keys - {"id", "do"} | set(raw["words"])
        if name == "fault":
            return set(list(raw["keys"])[:8]) | set(raw["kinds"]["drop"]["keys"])
        if name == "profile":
            return set(list(raw["keys"])[:2]) | set(raw["kinds"]["ramp"]["keys"])
        if name in ("until", "when", "trigger"):
            return keys - CONDITION
        if "occurs" in raw:
            keys = keys - CONDITION | EVENTS
            if "signal" in raw["sample"]:
                keys |= CONDITION
        return keys

    def test_values_are_those_of_the_reader(self):
        cases, keys = [], []
        for name, raw in self.objects.items():
            for each, key in raw["keys"].items():
                kind = schema_keys.kind_of(key)
                # For `do` the reader lists all steps.
                if kind in ("range", "whole", "words", "flag") and each != "do":
                    keys.append((name, each, {kind: key[kind]}))
                    cases.append((keys[-1], scenario_with(raw["at"], {**sample_for(raw, each), each: WRONG})))
        self.assertGreater(len(cases), 60)
        for (name, each, value), errors in zip(keys, self.refuse_both(cases)):
            with self.subTest(object=name, key=each):
                allowed = [found.group(1) for found in
                           (re.search(r"'\?!'; allowed: ([^;]*)", line) for line in errors) if found]
                self.assertEqual(len(allowed), 1, errors)
                self.assertEqual(schema_keys.values_of(allowed[0]), value)

    def test_values_outside_are_refused_by_both(self):
        cases = []
        for name, raw in self.objects.items():
            for each, key in raw["keys"].items():
                # Bits of a signal end where YAML's numbers do.
                if schema_keys.kind_of(key) not in ("range", "whole") or each == "raw":
                    continue
                cases += [((name, each, value), scenario_with(raw["at"], {**sample_for(raw, each), each: value}))
                          for value in outside(key)]
        self.assertGreater(len(cases), 80)
        self.refuse_both(cases)

    def test_entries_outside_are_refused_by_both(self):
        places = {"controller": "controller: {config: @}", "modules": "modules: @", "vehicle": "vehicle: @",
                  "set": "steps: [{set: @}]"}
        cases = []
        for table, at in places.items():
            for name, key in self.table.entries[table].items():
                if name == "battery.chemistry":
                    continue
                if name == "controller.evse_id" or name == "evse_id":
                    values = ["x" * 38]
                else:
                    values = outside(key)
                cases += [((table, name, value), scenario_with(at, {name: value})) for value in values]
            cases.append(((table, "wrong"), scenario_with(at, {"wrong": 1})))
        self.assertGreater(len(cases), 300)
        self.refuse_both(cases)

    def test_groups_of_the_vehicle_are_refused_like_its_entries(self):
        self.refuse_both([("group", f"format: 1\nname: t\nvehicle: {{{group}: {{wrong: 1}}}}\n")
                          for group in ("battery", "limits", "contactors", "communication", "charging", "energy",
                                        "session")])

    def test_rules_between_keys_are_refused_by_both(self):
        self.refuse_both([(text, "format: 1\nname: t\n" + text + "\n") for text in (
            "steps: [{wait: {signal: A.B, within_s: 1}}]",
            "steps: [{wait: {signal: A.B, is: 1, at_least: 1, within_s: 1}}]",
            "steps: [{wait: {signal: A.B, near: 1, within_s: 1}}]",
            "steps: [{wait: {state: Charging}}]",
            "steps: [{wait: {state: Chargin, within_s: 1}}]",
            "steps: [{hold_s: 1, stop: user}]",
            "steps: [{set: {}}]",
            "steps: [{set: {modules.system_enable: true, modules.bleeder_works: true}}]",
            "steps: [{fault: {kind: drop}}]",
            "steps: [{fault: {kind: drop, from: modules, delay_ms: 1}}]",
            "steps: [{fault: {kind: silence}}]",
            "steps: [{fault: {kind: flood, from: modules, message: Power_Modules_Status, id: 1, period_ms: 1}}]",
            "steps: [{fault: {kind: force_signal, message: A, signal: B, value: 1, raw: 1}}]",
            "steps: [plug]",
            "steps: [{parallel: [[{hold_s: 1}]]}]",
            "steps: [{repeat: {times: 2, until: {state: Charging}, within_s: 1, steps: [{hold_s: 1}]}}]",
            "steps: [{repeat: {until: {state: Charging}, steps: [{hold_s: 1}]}}]",
            "steps: [{repeat: {times: 2, within_s: 1, steps: [{hold_s: 1}]}}]",
            "steps: [{repeat: {until: {state: Charging, signal: A.B, is: 1}, within_s: 1, steps: [{hold_s: 1}]}}]",
            "steps: [{repeat: {times: 2}}]",
            "steps: [{when: {state: Charging, message: A, steps: [{hold_s: 1}]}}]",
            "steps: [{when: {after_s: 1, count: 2, steps: [{hold_s: 1}]}}]",
            "steps: [{when: {signal: A.B, steps: [{hold_s: 1}]}}]",
            "steps: [{when: {state: Charging}}]",
            "steps: [{profile: {set: ocpp.target_current_A, shape: steps, from: 1}}]",
            "steps: [{profile: {set: ocpp.target_current_A, shape: ramp, from: 1, to: 2}}]",
            "steps: [{profile: {shape: ramp, from: 1, to: 2, over_s: 1}}]",
            "steps: [{fault: {kind: silence, from: modules, start: {begun: a}}}]",
            "steps: [{include: a.yaml, stop: user}]",
            "steps: [{include: a.yaml, id: b}]",
            "parameters: {P: 1}",
            "parameters: {P: {minimum: 1 A}}",
            "expect: [{include: a.yaml, id: b}]",
            "expect: [{id: a, never: {state: Charging}}]",
            "expect: [{id: a, reason: r}]",
            "expect: [{id: a, reason: r, never: {state: Charging}, always: {state: Charging}}]",
            "expect: [{id: a, reason: r, always: {message: Emergency_Stop}}]",
            "expect: [{id: a, reason: r, order: [{state: Charging}]}]",
            "expect: [{id: a, reason: r, period: {message: Emergency_Stop}}]",
            "expect: [{id: a, reason: r, count: {of: later, exactly: 1}}]",
        )])

    def test_what_is_included_is_valid(self):
        self.assertTrue(self.scenario.is_valid(load(
            "format: 1\nname: t\nparameters: {P: {default: 1, unit: A}}\nsteps: [{include: a.yaml}]\n"
            "expect: [{include: a.yaml, with: {P: 1}}]\n")))

    def test_a_use_of_a_parameter_may_stand_for_any_value(self):
        self.assertTrue(self.scenario.is_valid(load(
            "format: 1\nname: t\nbus: {latency_ms: \"${L}\"}\nsteps: [{wait: {state: \"${S}\", within_s: \"${T}\"}}]\n")))
        self.assertFalse(self.scenario.is_valid(load("format: 1\nname: t\nbus: {latency_ms: \"$L\"}\n")))


class Page(unittest.TestCase):
    def test_a_stale_page_is_noticed(self):
        table = schema_page.read_table(FACTS)
        before = schema_page.documents(table)
        table.objects["bus"]["keys"]["latency_ms"]["range"] = [0.001, 60001, "ms"]
        changed = [path.name for path, text in schema_page.documents(table).items() if text != before[path]]
        self.assertEqual(sorted(changed), ["scenario-reference.md", "scenario.schema.json"])

    def test_an_entry_without_words_is_noticed(self):
        facts = schema_page.read_table(FACTS).facts
        facts["modules"].append({"name": "new", "default": "1", "allowed": "0 to 1 V"})
        facts["controller"] = facts["controller"][1:]
        problems = "\n".join(schema_keys.Table(facts).problems)
        self.assertIn("entries.modules lacks 'new: [meaning, source]'", problems)
        self.assertIn("entries.controller.charger_can_timeout_ms is no entry of the program", problems)


if __name__ == "__main__":
    unittest.main()
