# SPDX-License-Identifier: Apache-2.0
"""The project's own DBC reader and codec, asked through chargerig_codec_vectors.

One line in, one line out: `L file` prints the layout, `D file id data` decodes, `E file message {values}`
encodes. CHARGERIG_CODEC_VECTORS names the program.
"""
import json
import os
import pathlib
import subprocess

ENVIRONMENT_NAME = "CHARGERIG_CODEC_VECTORS"
# The program takes no blanks in file names; relative names keep those of the source folder's own path out.
WORKING_DIR = pathlib.Path(__file__).resolve().parents[3]


def path():
    return os.environ.get(ENVIRONMENT_NAME, "")


def why_not():
    """Empty when the program can be asked, else the reason for a skip."""
    return "" if path() else f"{ENVIRONMENT_NAME} does not name the program chargerig_codec_vectors"


def ask(lines):
    """The answers to all lines: a dict where the program answered JSON, else the text."""
    done = subprocess.run([path()], input="\n".join(lines) + "\n", cwd=WORKING_DIR,
                          capture_output=True, encoding="utf-8", check=False)
    answers = done.stdout.splitlines()
    if done.returncode != 0 or len(answers) != len(lines):
        raise AssertionError(f"{path()} ended with {done.returncode} and gave {len(answers)} answers to "
                             f"{len(lines)} lines: {done.stderr.strip()}")
    return [json.loads(answer) if answer.startswith("{") else answer for answer in answers]


def _name(file):
    return os.path.relpath(file, WORKING_DIR)


def layout(file):
    answer = ask([f"L {_name(file)}"])[0]
    if "error" in answer:
        raise AssertionError(f"{file}: {answer['error']}")
    return answer


def decode_line(file, identifier, data):
    return f"D {_name(file)} {identifier:X} {data.hex().upper()}"


def encode_line(file, message, values):
    return f"E {_name(file)} {message} {json.dumps(values)}"
