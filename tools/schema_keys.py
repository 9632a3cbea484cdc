# SPDX-License-Identifier: Apache-2.0
"""resources/schema/keys.yaml joined with what the program's own tables say (tests/schema/scenario_facts.cpp).

Every object ends up with `keys`: {name: key}, and every key with `is`, `source`, `default` (a text, or None) and one
kind of value: range, whole, flag, words, text, pattern, object, list, any, map, texts, json (a schema, and how the page shows it).
"""
import pathlib
import re

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[1]
KEYS = ROOT / "resources/schema/keys.yaml"
KINDS = ("range", "whole", "flag", "words", "text", "pattern", "object", "list", "any", "map", "texts", "json")
BESIDE = {"is", "source", "default", "required", "sample", "at_least", "states", "kinds", "shown"}
OUR_OWN = "the rig"
# The keys of occurrence that each use of it knows: exactly one event, and what belongs to it.
CONDITION = ("is", "near", "at_least", "at_most", "tolerance")
EVENTS = {"any": ("state", "message", "begun", "done", "signal"), "lasts": ("state", "signal"),
          "trigger": ("after_s", "state", "message", "signal")}

_NUMBER = r"(-?[\d.]+(?:e[-+]?\d+)?)"
_RANGE = re.compile(rf"(?:a (whole )?number from )?{_NUMBER} to {_NUMBER}(?: ([^,]+))?(, whole)?")


def number(text):
    value = float(text)
    return int(value) if value == int(value) else value


def values_of(allowed):
    """The kind of value that an error's "allowed: ..." speaks of."""
    if allowed in ("true or false", "true, false"):
        return {"flag": None}
    found = _RANGE.fullmatch(allowed)
    if found:
        least, most, unit = found.group(2), found.group(3), found.group(4)
        if found.group(1) or found.group(5):
            return {"whole": [int(least), int(most)]}
        return {"range": [number(least), number(most), *([unit] if unit else [])]}
    words, _, rest = allowed.partition("or ") if re.search(r", or -?\d", allowed) else (allowed, "", "")
    if rest:
        return {"any": [{"words": words.rstrip(", ").split(", ")}, values_of(rest)]}
    names = re.split(r", | or ", allowed)
    if all(re.fullmatch(r"\w+", name) for name in names):
        return {"words": names}
    raise ValueError(f"no kind of value: {allowed!r}; add it to `texts` of {KEYS.name}")


class Table:
    """The keys of all objects, and of the profiles."""

    def __init__(self, facts, path=KEYS):
        self.raw = yaml.safe_load(pathlib.Path(path).read_text(encoding="utf-8"))
        self.facts = facts
        self.problems = []
        self.entries = {name: self._entries(name) for name in ("controller", "modules", "vehicle", "set")}
        self.objects = {name: self._object(each) for name, each in self.raw["objects"].items()}

    def _entries(self, table):
        """{name: key} of one of the program's tables."""
        said = dict(self.raw["entries"][table])
        modules = self.raw["entries"]["modules"]
        out = {}
        for fact in self.facts[table]:
            name = f"{fact['group']}.{fact['name']}" if "group" in fact else fact["name"]
            text = said.pop(name, None) or (modules.get(name.removeprefix("modules.")) if table == "set" else None)
            if text is None:
                self.problems.append(f"{KEYS.name}: entries.{table} lacks '{name}: [meaning, source]'")
                text = ["", ""]
            key = self._values(table, name, fact)
            key.update({"is": text[0], "source": text[1], "required": fact.get("required", False)})
            out[name] = key
        self.problems += [f"{KEYS.name}: entries.{table}.{name} is no entry of the program" for name in said]
        return out

    def _values(self, table, name, fact):
        texts = self.raw["texts"]
        given = texts.get(name) or texts.get(f"{table}.{name}")
        key = dict(given) if given else values_of(fact["allowed"])
        default = fact.get("default") or key.get("default")
        key["default"] = {"": None, "inf": "no limit"}.get(default, default)
        return key

    def _object(self, raw):
        out = dict(raw)
        own = dict(raw.get("keys") or {})
        if "occurs" in raw:
            names = EVENTS[raw["occurs"]] + CONDITION + (("count",) if raw["occurs"] == "trigger" else ())
            own = {name: self.raw["occurrence"][name] for name in names} | own
        if raw.get("entries") == "vehicle":
            own |= {name.removeprefix("session."): key for name, key in self.entries["vehicle"].items()}
        elif "entries" in raw:
            own |= self.entries[raw["entries"]]
        out["keys"] = {name: self._key(raw, key) for name, key in own.items()}
        return out

    def _key(self, raw, key):
        key = dict(key)
        for table in ("states", "kinds"):
            if table in key:
                key["words"] = self.facts[table]
        key.setdefault("default", None)
        key["source"] = key.get("source") or raw.get("source") or OUR_OWN
        kinds = [kind for kind in KINDS if kind in key]
        if len(kinds) != 1 or not key.get("is") or set(key) - set(KINDS) - BESIDE:
            self.problems.append(f"{KEYS.name}: a key needs 'is' and one kind of value, and knows "
                                 f"{', '.join(sorted(BESIDE))}: {key}")
        return key


def kind_of(key):
    return next(kind for kind in KINDS if kind in key)
