# SPDX-License-Identifier: Apache-2.0
"""Our candump logs against python-can's: each reads what the other wrote."""
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

import can

RELOG = os.environ.get("CHARGERIG_RELOG", "")


def relog(text):
    done = subprocess.run([RELOG], input=text, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout


def random_messages(count, seed):
    rng = random.Random(seed)
    time_us = 1_436_509_052_249_713
    for _ in range(count):
        time_us += rng.randrange(1_000_000)
        extended, remote = rng.random() < 0.7, rng.random() < 0.1
        # python-can writes no length for a remote frame, so it asks for none.
        data = b"" if remote else rng.randbytes(rng.randrange(9))
        yield can.Message(timestamp=time_us / 1e6, arbitration_id=rng.getrandbits(29 if extended else 11),
                          is_extended_id=extended, is_remote_frame=remote, data=data,
                          channel=rng.choice(("can0", "vcan17", "sim0")), is_rx=rng.random() < 0.5)


def write(path, messages):
    with can.CanutilsLogWriter(path) as writer:
        for message in messages:
            writer.on_message_received(message)


def read(path):
    with can.CanutilsLogReader(path) as reader:
        return list(reader)


@unittest.skipUnless(RELOG, "CHARGERIG_RELOG does not name the program chargerig_relog")
class Logs(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_python_can_reads_what_we_write_and_we_what_it_writes(self):
        messages = list(random_messages(3000, 7))
        write(self.folder / "theirs.log", messages)
        ours = self.folder / "ours.log"
        ours.write_text(relog((self.folder / "theirs.log").read_text()))
        back = read(ours)
        self.assertEqual(len(back), len(messages))
        for sent, got in zip(messages, back):
            self.assertTrue(sent.equals(got, timestamp_delta=1e-6, check_direction=False), f"{sent}\n{got}")

    def test_our_lines_are_fixed_points(self):
        lines = ("(0000000000.000000) sim0 0106B000#01\n"
                 "(1436509052.249713) can0 044#2A366C2BBA\n"
                 "(1436509052.250000) can0 7FF#\n"
                 "(1436509052.250001) can1 1FFFFFFF#R\n"
                 "(1436509052.250002) can1 123#R8\n"
                 "(1436509052.250003) can1 20000080#0000000000000000\n")
        self.assertEqual(relog(lines), lines)

    def test_remote_length_and_error_frames_as_python_can_understands_them(self):
        path = self.folder / "log.log"
        path.write_text(relog("(1.000000) can1 123#R8\n(2.000000) can1 20000080#0000000000000000\n"))
        remote, error = read(path)
        self.assertTrue(remote.is_remote_frame)
        self.assertEqual(remote.dlc, 8)
        self.assertTrue(error.is_error_frame)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
