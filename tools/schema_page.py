#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the JSON schemas in resources/schema and docs/scenario-reference.md from keys.yaml and the program's tables.

schema_page.py FACTS           writes them; FACTS is the program scenario_facts (build/dev/tests/schema/scenario_facts)
schema_page.py --check FACTS   fails when they are not what would be written
"""
import json
import subprocess
import sys

import scenario_schema
import schema_keys

PAGE = schema_keys.ROOT / "docs/scenario-reference.md"
FOLDER = schema_keys.ROOT / "resources/schema"
WIDTH = 160
OPENING = """\
<!-- Written by tools/schema_page.py from resources/schema/keys.yaml and the program; edit that, not this page. -->
# The keys of a scenario

Every key with its default, its values, its unit and where it comes from. [scenarios.md](scenarios.md) explains what a
scenario is and how it is played. The same as a JSON schema for editors and other tools:
[scenario.schema.json](../resources/schema/scenario.schema.json), and for profiles
[vehicle.schema.json](../resources/schema/vehicle.schema.json) and
[modules.schema.json](../resources/schema/modules.schema.json).

"Spec" is the specification that the rig is built to; "the rig" marks its own choices.
"""


def value_text(key, kind=None):
    kind = kind or schema_keys.kind_of(key)
    of = key[kind]
    if kind in ("range", "whole"):
        unit = f" {of[2]}" if len(of) > 2 else ""
        return f"{of[0]} to {of[1]}{unit}"
    if kind == "words":
        return ", ".join(of)
    if kind == "flag":
        return "true, false"
    if kind in ("object", "list"):
        return ("list of " if kind == "list" else "") + f"`{of}`"
    if kind == "json":
        return key["shown"]
    if kind == "any":
        return " or ".join(value_text(each) for each in of)
    return {"map": "names and values", "texts": "a list of texts"}.get(kind, "a text")


def row(name, key, required):
    default = "required" if required else key["default"] or ""
    cells = [f"`{name}`", default, value_text(key), key["is"], key["source"]]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def section(name, raw):
    header = "entry" if "entries" in raw else "key"
    lines = [f"## {raw.get('title', name)}", raw["is"], ""]
    if raw.get("words"):
        lines += ["Words: " + ", ".join(f"`{word}`" for word in raw["words"]) + ".", ""]
    if "one_of" in raw:
        lines += ["Exactly one of " + ", ".join(f"`{each}`" for each in raw["one_of"]) + ".", ""]
    if "some_of" in raw:
        lines += ["At least one of " + ", ".join(f"`{each}`" for each in raw["some_of"]) + ".", ""]
    if "others" in raw:
        lines += [f"Any other key is a `{raw['others']}`.", ""]
    lines += [f"| {header} | default | values | meaning | source |", "|---|---|---|---|---|"]
    needed = raw.get("required", [])
    return lines + [row(key, each, key in needed) for key, each in raw["keys"].items()]


def page(table):
    lines = [OPENING]
    for name, raw in table.objects.items():
        lines += [*section(name, raw), ""]
    return "\n".join(lines)


def compact(value, indent=""):
    """JSON with each value on one line that has room for it."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or len(indent) + len(line) <= WIDTH:
        return line
    inner = indent + " "
    if isinstance(value, list):
        return "[\n" + ",\n".join(inner + compact(each, inner) for each in value) + "\n" + indent + "]"
    parts = [f"{inner}{json.dumps(key)}: {compact(each, inner)}" for key, each in value.items()]
    return "{\n" + ",\n".join(parts) + "\n" + indent + "}"


def documents(table):
    """{path: content} of all that is written."""
    schemas = {"scenario": scenario_schema.scenario(table), "vehicle": scenario_schema.vehicle_profile(table),
               "modules": scenario_schema.modules_profile(table)}
    out = {FOLDER / f"{name}.schema.json": compact(each) + "\n"
           for name, each in schemas.items()}
    out[PAGE] = page(table)
    return out


def read_table(program):
    facts = subprocess.run([program], capture_output=True, text=True, check=True).stdout
    return schema_keys.Table(json.loads(facts))


def main(arguments):
    check = arguments[:1] == ["--check"]
    if len(arguments) != (2 if check else 1):
        sys.exit(__doc__)
    table = read_table(arguments[-1])
    problems = list(table.problems)
    for path, content in documents(table).items() if not problems else ():
        if not check:
            path.write_text(content, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != content:
            problems.append(f"{path.relative_to(schema_keys.ROOT)} is stale; run tools/schema_page.py {arguments[-1]}")
    print("\n".join(problems) or "good")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
