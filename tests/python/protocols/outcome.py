# SPDX-License-Identifier: Apache-2.0
"""Runs the test classes named on the command line (all, without names) and tells CTest how it went."""
import sys
import unittest

SKIPPED = 77  # the SKIP_RETURN_CODE that the CMake file gives to CTest


def main():
    # exit is left to us: unittest calls a run in which all was skipped a success
    program = unittest.main(module="__main__", exit=False, verbosity=2)
    result = program.result
    for test, reason in result.skipped:
        print(f"skipped: {test}: {reason}", file=sys.stderr)
    if result.testsRun == 0:
        sys.exit("no test was found")
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(SKIPPED if len(result.skipped) == result.testsRun else 0)
