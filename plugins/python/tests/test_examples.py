# SPDX-License-Identifier: Apache-2.0
"""Each example runs, says something, and its own assertions hold."""
import pathlib
import subprocess
import sys

import pytest

EXAMPLES = sorted((pathlib.Path(__file__).resolve().parents[1] / "examples").glob("*.py"))


def test_there_are_ten():
    assert len(EXAMPLES) >= 10


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example(path, tmp_path):
    assert "assert " in path.read_text(encoding="utf-8")
    run = subprocess.run([sys.executable, "-B", str(path)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.strip() and run.stderr == ""
