#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""defaults_test.py PROGRAM: the defaults in docs/ are those of the program (entry_defaults)."""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
sys.dont_write_bytecode = True
import protocol_table as tables  # noqa: E402  (lies in tools/)


def lines():
    for name, default in tables.parameters().items():
        side, _, entry = name.rpartition(".")
        # "0 (no limit)": the words explain the figure.
        yield f"{side or 'controller'} {entry} {default.split()[0]}"


def mismatches(program, given):
    run = subprocess.run([program], input="\n".join(given), capture_output=True, text=True, check=False)
    return run.stdout.splitlines()


def main(program):
    given = list(lines())
    found = mismatches(program, given)
    noticed = mismatches(program, ["controller wake_up_limit_s 41", "modules charge_duration 1", "modules wrong 1"])
    if len(noticed) != 3:
        found.append(f"a wrong default is not noticed: {noticed}")
    if len(given) < 50:
        found.append(f"only {len(given)} parameters found in the documents")
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
