#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares resources/protocols/behaviour.yaml with the tests that name its rows.

check_rows.py              fails when a row has no test, a test names no row, or the table itself is wrong
check_rows.py --self-test  shows that it fails when a row, its tests or a parameter is taken away
"""
import copy
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
sys.dont_write_bytecode = True
import protocol_table as tables  # noqa: E402  (lies in tools/)

TEST = re.compile(r"\bTEST(?:_F|_P)?\(\s*Spec_(\w+?)\s*,\s*(\w+)\s*\)")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


def read_tests():
    """All tests of the suites Spec_*, as (section id, name)."""
    found = []
    for path in sorted((ROOT / "tests").rglob("*.cpp")):
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
        found += [(section.replace("_", "."), name) for section, name in TEST.findall(text)]
    return found


def row_of(test, ids):
    """The row that a test names: (section, row id), or None. Of ids that fit, the longest."""
    section, name = test
    if not name.startswith("Row_"):
        return None
    rest = name[len("Row_"):]
    fitting = [each for each in ids if each[0] == section and (rest == each[1] or rest.startswith(each[1] + "_"))]
    return max(fitting, key=lambda each: len(each[1]), default=None)


def problems(table, tests, known, messages):
    found = tables.table_problems(table, known, messages)
    rows = tables.rows_of(table)
    ids = {(section, str(row.get("id"))) for section, row in rows}
    covered = {row_of(test, ids) for test in tests}
    found += [f"row {section} {row['id']} ({row['title']}) has no test" for section, row in rows
              if "scope" not in row and (section, row["id"]) not in covered]
    found += [f"test Spec_{section.replace('.', '_')}.{name} names no row" for section, name in tests
              if row_of((section, name), ids) is None]
    return found


def without_row(table, section_id, row_id):
    changed = copy.deepcopy(table)
    for section in changed["sections"]:
        section["rows"] = [row for row in section["rows"] if (section["id"], row["id"]) != (section_id, row_id)]
    return changed


def self_test(table, tests, known, messages):
    """What the check fails to notice."""
    before = set(problems(table, tests, known, messages))
    unnoticed = []

    def expect(what, changed_table, changed_tests, changed_known, pattern):
        after = problems(changed_table, changed_tests, changed_known, messages)
        if not any(re.search(pattern, line) for line in after if line not in before):
            unnoticed.append(what)

    ids = {(section, row["id"]) for section, row in tables.rows_of(table)}
    covered = {row_of(test, ids) for test in tests} - {None}
    if len(covered) < 10:
        unnoticed.append("hardly a row has a test")
    for section, row in sorted(covered):
        rest = [test for test in tests if row_of(test, ids) != (section, row)]
        if not any("scope" in entry for where, entry in tables.rows_of(table) if (where, entry["id"]) == (section, row)):
            expect(f"the tests of {section} {row} are gone", table, rest, known,
                   rf"^row {re.escape(section)} {row} .*has no test")
        named = rf"^test Spec_{section.replace('.', '_')}.Row_{row}(_\w+)? names no row"
        if all(row_of(test, ids - {(section, row)}) is None for test in tests if row_of(test, ids) == (section, row)):
            expect(f"the row {section} {row} is gone", without_row(table, section, row), tests, known, named)
    for name in sorted({name for _, row in tables.rows_of(table) for name in row.get("parameters", [])}):
        fewer = {each: value for each, value in known.items() if each != name}
        expect(f"the parameter {name} is gone", table, tests, fewer, rf"no parameter '{re.escape(name)}'")
    expect("a test names a row that does not exist", table, tests + [("6.2", "Row_99_x")], known, "Row_99_x names no row")
    expect("a test has another name", table, tests + [("6.2", "4a_x")], known, "4a_x names no row")
    expect("a row is there twice", {**table, "sections": table["sections"] * 2}, tests, known, "is there twice")
    expect("a message has no entry", {**table, "messages": table["messages"][1:]}, tests, known, "no entry")
    sourceless = copy.deepcopy(table)
    del sourceless["sections"][0]["rows"][0]["source"]
    expect("a row has no source", sourceless, tests, known, "'source'")
    return [f"not noticed: {what}" for what in unnoticed]


def main(arguments):
    if arguments not in ([], ["--self-test"]):
        sys.exit(__doc__)
    check = self_test if arguments else problems
    table = tables.read_behaviour()
    found = check(table, read_tests(), tables.parameters(), tables.message_names())
    for line in found:
        print(line)
    print(f"{len(tables.rows_of(table))} rows, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
