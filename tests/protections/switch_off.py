#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Switches each protection off, one at a time, and expects the tests to notice.

switch_off.py HEADER PROGRAM...  HEADER is sim/core/protection.hpp; each PROGRAM is a GoogleTest program that
links tests/support/protection_switch.cpp. For each name in the header the programs run one after the other
until one of them fails a test; a protection that nobody misses is reported, and the exit code is 1. With all
protections in force they have to pass.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

NAMED = re.compile(r"^ +X\((\w+)\)", re.M)
SWITCH = "CHARGERIG_PROTECTION_OFF"
FAST = ["--gtest_fail_fast", "--gtest_brief=1", "--gtest_color=no"]


def run(program, off):
    environment = dict(os.environ, **({SWITCH: off} if off else {}))
    return subprocess.run([program, *FAST], env=environment, capture_output=True, text=True)


def first_failure(programs, off):
    """The test that noticed, or None. Anything but a failed test is a mistake of this check itself."""
    for program in programs:
        result = run(program, off)
        if result.returncode == 0:
            continue
        failed = re.search(r"\[  FAILED  \] (\S+)", result.stdout)
        # An assertion of the program is a way to notice as well.
        if failed is None and result.returncode > 0:
            sys.exit(f"{program} with {SWITCH}={off}: exit {result.returncode}\n{result.stdout}{result.stderr}")
        return failed.group(1).rstrip(",") if failed else f"{pathlib.Path(program).name}: assertion"
    return None


def names_in(header):
    """The names that can be switched off: the lists from which the header makes the enumeration and its names."""
    names = NAMED.findall(pathlib.Path(header).read_text(encoding="utf-8"))
    if not names or len(set(names)) != len(names):
        sys.exit(f"{header}: no list of protections, or a name that is there twice")
    return names


def main(arguments):
    if len(arguments) < 2:
        sys.exit(__doc__)
    names = names_in(arguments[0])
    programs = arguments[1:]
    for program in programs:
        if run(program, "no_such_protection").returncode != 2:
            sys.exit(f"{program} does not link tests/support/protection_switch.cpp")
    red = first_failure(programs, None)
    if red is not None:
        sys.exit(f"fails with all protections in force: {red}")
    missed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, test in zip(names, pool.map(lambda off: first_failure(programs, off), names)):
            print(f"{name}: {'nobody noticed' if test is None else test}", flush=True)
            missed += test is None
    print(f"{len(names)} protections, {missed} that nobody misses")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
