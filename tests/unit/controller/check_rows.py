#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the rows in rows.txt with the tests that name them.

check_rows.py ROWS SOURCE...              fails when a row has no test or a test names no row
check_rows.py --self-test ROWS SOURCE...  shows that it fails when one is taken away or added
"""

import re
import sys

TEST = re.compile(r"\bTEST(?:_F)?\(\s*(Spec_6_2|Spec_6_4)\s*,\s*(\w+)\s*\)")


def read_rows(path):
    rows = []
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            fields = [field.strip() for field in line.split("|")]
            if len(fields) != 4 or not all(fields):
                sys.exit(f"{path}:{number}: expected 'suite | row | what | where'")
            rows.append((fields[0], fields[1]))
    return rows


def read_tests(paths):
    tests = []
    for path in paths:
        with open(path, encoding="utf-8") as source:
            text = re.sub(r"//[^\n]*|/\*.*?\*/", "", source.read(), flags=re.S)
        tests += TEST.findall(text)
    return tests


def row_of(test, rows):
    suite, name = test
    if not name.startswith("Row_"):
        return None
    rest = name[len("Row_"):]
    named = [r for r in rows if r[0] == suite and (rest == r[1] or rest.startswith(r[1] + "_"))]
    return max(named, key=lambda r: len(r[1]), default=None)


def problems(rows, tests):
    found = []
    covered = {row_of(test, rows) for test in tests}
    found += [f"row {suite} {row} has no test" for suite, row in rows if (suite, row) not in covered]
    found += [f"test {suite}.{name} names no row" for suite, name in tests
              if row_of((suite, name), rows) is None]
    found += [f"row {suite} {row} is listed twice" for suite, row in set(rows)
              if rows.count((suite, row)) > 1]
    return found


def self_test(rows, tests):
    if problems(rows, tests):
        return ["the rows and tests at hand do not match to begin with"]
    failures = []
    for row in rows:
        without = [test for test in tests if row_of(test, rows) != row]
        if f"row {row[0]} {row[1]} has no test" not in problems(rows, without):
            failures.append(f"taking the tests of {row} away is not noticed")
        fewer = [r for r in rows if r != row]
        if not any("names no row" in p for p in problems(fewer, tests)):
            failures.append(f"taking the row {row} away is not noticed")
    if not problems(rows, tests + [("Spec_6_2", "Row_99_does_not_exist")]):
        failures.append("a test for an unknown row is not noticed")
    return failures


def main(arguments):
    check = problems
    if arguments and arguments[0] == "--self-test":
        check = self_test
        arguments = arguments[1:]
    if len(arguments) < 2:
        sys.exit(__doc__)
    rows = read_rows(arguments[0])
    found = check(rows, read_tests(arguments[1:]))
    for line in found:
        print(line)
    print(f"{len(rows)} rows, {len(found)} problems")
    return 1 if found or not rows else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
