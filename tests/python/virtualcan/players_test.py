# SPDX-License-Identifier: Apache-2.0
"""The two players against each other: both have to be content with a session, and neither with silence."""
import pathlib
import subprocess
import sys
import unittest

from virtualcan_bus import VirtualCanServer

HERE = pathlib.Path(__file__).resolve().parent


def start(program, port, *arguments):
    return subprocess.Popen([sys.executable, "-B", str(HERE / program), "--port", str(port), "--role", "client",
                             "--linger", "1", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def outcome(process):
    out, _ = process.communicate(timeout=200)
    return process.returncode, out


class Players(unittest.TestCase):
    def setUp(self):
        self.server = VirtualCanServer(0)
        self.addCleanup(self.server.close)

    def test_a_session_in_target_mode_and_one_in_range_mode(self):
        # Two sessions side by side: another bus, and half the time.
        second = VirtualCanServer(0)
        self.addCleanup(second.close)
        players = [start("play_modules.py", self.server.port), start("play_controller.py", self.server.port),
                   start("play_modules.py", second.port, "--min-current", "20"),
                   start("play_controller.py", second.port, "--mode", "range")]
        for code, out in map(outcome, players):
            self.assertEqual(code, 0, out)

    def test_silence_is_a_failure(self):
        for program in ("play_modules.py", "play_controller.py"):
            code, out = outcome(start(program, self.server.port, "--timeout", "2"))
            self.assertEqual(code, 1, out)
            self.assertIn("out of time", out)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
