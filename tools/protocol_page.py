#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/protocol.md from resources/protocols (behaviour.yaml and the DBC files) and the documented defaults.

protocol_page.py           writes the page
protocol_page.py --check   fails when the page is not what would be written
"""
import sys
import textwrap

import protocol_table as tables

PAGE = tables.ROOT / "docs/protocol.md"
WIDTH = 118

OPENING = """\
<!-- Written by tools/protocol_page.py from resources/protocols; edit behaviour.yaml there, not this page. -->
# What the rig does on the generic interface

For readers of the vendor's manual: what the emulated controller and the emulated modules do with each message, in
each state, when something goes wrong, and where the manual leaves a choice. Interface versions {first} to {last},
CCS and NACS. Each row has a test that bears its id.

Parameters are entries of `controller.config` ([reference](scenario-reference.md#controllerconfig)), or, as `modules.NAME`, of the modules
([modules.md](modules.md)); their default stands in brackets. Sources are sections of the specification that the rig
is built to.
"""
CLOSING = """\

## How the rows are tested
The rows stand in `resources/protocols/behaviour.yaml`. Row 4a of section 6.2 is tested by each
`TEST(Spec_6_2, Row_4a_...)` below `tests/`; a check fails when a row has no test, when a test names no row, and
when a parameter does not exist.
"""
STATE_WORDS = {"enters": "Enters when", "sends": "Sends", "leaves": "Leaves", "otherwise": "Otherwise"}


def paragraph(text):
    return textwrap.fill(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)


def item(text):
    return textwrap.fill(" ".join(text.split()), WIDTH, initial_indent="* ", subsequent_indent="  ",
                         break_long_words=False, break_on_hyphens=False)


def parameter_text(entry, defaults):
    names = entry.get("parameters", [])
    if not names:
        return []
    # "0 (no limit)": the words explain the figure, and stand where the parameter is described.
    texts = [f"`{name}` ({defaults[name].split(' (')[0]})" for name in names]
    return [item("Parameters: " + ", ".join(texts))]


def lengths(name, versions):
    """'6', or '3; 6 from 3.3 on' where it changed."""
    parts = []
    for version, messages in versions.items():
        if name in messages and (not parts or parts[-1][1] != messages[name][1]):
            parts.append((version, messages[name][1]))
    first, *later = parts
    return "; ".join([str(first[1])] + [f"{length} from {version} on" for version, length in later])


def message_table(table, versions):
    yield "| message | identifier, pistol 0 | from | bytes | period | since |"
    yield "|---|---|---|---|---|---|"
    for entry in table["messages"]:
        name = entry["name"]
        holders = [version for version, messages in versions.items() if name in messages]
        identifier, _, period, from_controller = versions[holders[-1]][name]
        yield (f"| [{name}](#{name.lower()}) | 0x{identifier:05X} | {'controller' if from_controller else 'modules'} | "
               f"{lengths(name, versions)} | {f'{period} ms' if period else 'event'} | {holders[0]} |")


def message_text(entry, defaults):
    yield f"\n### {entry['name']}"
    yield item("Controller: " + entry["controller"])
    yield item("Modules: " + entry["modules"])
    yield from parameter_text(entry, defaults)
    yield item(f"Source: {entry['source']}")


def row_text(row, defaults):
    label = row["id"] if row["id"][0].isdigit() else f"`{row['id']}`"
    yield f"\n### {label} {row['title']}"
    if "scope" in row:
        yield item("Not in this version: " + row["reason"])
    if "does" in row:
        yield item(row["does"])
    for key in tables.STATE_KEYS:
        if key in row:
            yield item(f"{STATE_WORDS[key]}: {row[key]}")
    if "reading" in row:
        yield item("Reading: " + row["reading"])
    yield from parameter_text(row, defaults)
    yield item(f"Source: {row['source']}")


def page(table, defaults, versions):
    names = list(versions)
    lines = [OPENING.format(first=names[0], last=names[-1]), "## Messages", *message_table(table, versions)]
    for entry in table["messages"]:
        lines += message_text(entry, defaults)
    for section in table["sections"]:
        lines.append(f"\n## {section['title']} (spec {section['id']})")
        if "intro" in section:
            lines.append(paragraph(section["intro"]))
        for row in section["rows"]:
            lines += row_text(row, defaults)
    return "\n".join(lines) + "\n" + CLOSING


def main(arguments):
    table, defaults, versions = tables.read_behaviour(), tables.parameters(), tables.versions()
    problems = tables.table_problems(table, defaults, tables.message_names())
    if problems:
        sys.exit("\n".join(problems))
    text = page(table, defaults, versions)
    if arguments == ["--check"]:
        if PAGE.read_text(encoding="utf-8") != text:
            sys.exit(f"{PAGE.relative_to(tables.ROOT)} is stale: run tools/protocol_page.py")
        return
    if arguments:
        sys.exit(__doc__)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
