#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/coverage.md: which rule of the protocol is shown by which shipped scenario, as seen in their runs.

coverage_page.py PROGRAM           runs the library with PROGRAM (chargerig) and writes the page
coverage_page.py PROGRAM --check   fails when the page is not what would be written, or a rule is shown by none
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap

import protocol_table as tables

PAGE = tables.ROOT / "docs/coverage.md"
SCENARIOS = tables.ROOT / "scenarios"
SECTIONS = ("6.2", "6.5", "5.13")
# Of more scenarios than MOST_NAMED the table by rule names the first FEW.
MOST_NAMED = 12
FEW = 3
WIDTH = 118

OPENING = """\
<!-- Written by tools/coverage_page.py from a run of scenarios/; do not edit. -->
# Which rule is shown by which scenario

All shipped scenarios that emulate every side were played; this is what came to bear in them, and not what they are
tagged with. A rule counts when its condition came and what has to follow did, judged by the frames on the bus; of a
cause that no frame tells (a button, the vehicle, a temperature) the emulated controller says that it acts on it, and
the frames have to show what it did. The result of each run (`--json`) has the same list as `rules`. What the rules
say is in [protocol.md](protocol.md).

After a change of a scenario or of a rule, write the page anew:

```shell
tools/coverage_page.py build/release/app/cli/chargerig
```
"""


def rules(table):
    """[(section, title, [row])] of the rules that a run can show, and those that are not part of this version."""
    return [(section["id"], section["title"], section["rows"])
            for wanted in SECTIONS for section in table["sections"] if section["id"] == wanted]


def play(program, folder=SCENARIOS):
    """{scenario as chargerig names it: its rules}"""
    with tempfile.TemporaryDirectory() as holder:
        result = pathlib.Path(holder) / "result.json"
        done = subprocess.run([program, "run", str(folder), "--json", str(result), "-j", str(os.cpu_count() or 1)],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"the library does not pass:\n{done.stdout}{done.stderr}")
        runs = json.loads(result.read_text(encoding="utf-8"))["runs"]
    root = pathlib.Path(folder).resolve()
    return {pathlib.Path(run["inputs"][0]["file"]).resolve().relative_to(root).with_suffix("").as_posix(): run["rules"]
            for run in runs}


def problems(table, runs):
    """Rules that nobody shows, and names that the table does not have."""
    wanted = {f"{section}/{row['id']}": row for section, _, rows in rules(table) for row in rows}
    shown = {rule for each in runs.values() for rule in each}
    found = [f"rule {rule} ({row['title']}) is shown by no scenario" for rule, row in wanted.items()
             if "scope" not in row and rule not in shown]
    found += [f"rule {rule} is no row of {tables.BEHAVIOUR.name}" for rule in sorted(shown - set(wanted))]
    found += [f"rule {rule} is shown, and not part of this version" for rule in sorted(shown & set(wanted))
              if "scope" in wanted[rule]]
    return found


def named(scenarios):
    few = len(scenarios) <= MOST_NAMED
    text = ", ".join(f"`{name}`" for name in (scenarios if few else scenarios[:FEW]))
    return text if few else f"{text} and many more"


def by_rule(table, runs):
    for section, title, rows in rules(table):
        yield f"\n## {title} (spec {section})"
        yield "| rule | what | shown by |\n|---|---|---|"
        for row in rows:
            rule = f"{section}/{row['id']}"
            scenarios = sorted(name for name, each in runs.items() if rule in each)
            text = f"not in this version: {row['reason']}" if "scope" in row else named(scenarios)
            yield f"| `{rule}` | {row['title']} | {text} |"


def by_scenario(runs):
    yield "\n## By scenario"
    for name in sorted(runs):
        grouped = {}
        for rule in runs[name]:
            section, row = rule.split("/")
            grouped.setdefault(section, []).append(row)
        text = "; ".join(f"{section}: {', '.join(sort_rows(grouped[section]))}" for section in SECTIONS
                         if section in grouped)
        yield textwrap.fill(f"`{name}`: {text}", WIDTH, initial_indent="* ", subsequent_indent="  ",
                            break_long_words=False, break_on_hyphens=False)


def sort_rows(rows):
    """States by their number, everything else by name."""
    def key(row):
        number = re.match(r"\d+", row)
        return (int(number.group()) if number else 0, row)
    return sorted(rows, key=key)


def page(table, runs):
    return "\n".join([OPENING.rstrip(), *by_rule(table, runs), *by_scenario(runs)]) + "\n"


def main(arguments):
    if len(arguments) not in (1, 2) or arguments[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    table, runs = tables.read_behaviour(), play(arguments[0])
    found = problems(table, runs)
    text = page(table, runs)
    if arguments[1:]:
        if not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text:
            found.append(f"{PAGE.relative_to(tables.ROOT)} is stale: run tools/coverage_page.py {arguments[0]}")
    else:
        PAGE.write_text(text, encoding="utf-8")
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main(sys.argv[1:])
