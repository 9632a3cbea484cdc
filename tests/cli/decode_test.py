# SPDX-License-Identifier: Apache-2.0
"""`chargerig decode LOG`: frames that should not be are named in their line and counted at the end."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["CHARGERIG_PROGRAM"]
LOG = """(0.000000) can0 0106B000#01
(0.100000) can0 0106B000#C8
(0.150000) can0 0106B003#000000
(0.200000) can0 0106B003#00000000000003
(0.250000) can0 0106B100#4C001E
(0.300000) can0 0106B0FF#01
(0.350000) can0 0106B0FF#01
(0.400000) can0 123#01
(0.450000) can0 0106B000#R
(0.500000) can0 20000008#0000000000000000
(0.550000) can0 0206B000#0107
"""
# What the rig does with each is in docs/bus.md; here: kind, number, first frame.
COUNTS = ["undefined_label: 1 x 0106B000, 1 byte: Advantics_Controller_Status.State=unknown(200); first at 0.100000 s",
          "too_short: 1 x 0106B003, 3 bytes: DC_Power_Control has 7; first at 0.150000 s",
          "undefined_power_function: 1 x 0106B003, 7 bytes: DC_Power_Control.Power_Function=unknown(3); "
          "first at 0.200000 s",
          "shortened: 1 x 0106B100, 3 bytes: EV_Information_Battery has 6; first at 0.250000 s",
          "unknown_id: 2 x 0106B0FF, 1 byte; first at 0.300000 s",
          "standard_id: 1 x 123, 1 byte; first at 0.400000 s",
          "remote_frame: 1 x 0106B000, 0 bytes; first at 0.450000 s",
          "error_frame: 1 x 00000008; first at 0.500000 s",
          "longer: 1 x 0206B000, 2 bytes: Advantics_Controller_Status has 1; first at 0.550000 s"]


class Decode(unittest.TestCase):
    def decode(self, text, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "some.log"
            path.write_text(text, encoding="utf-8")
            return subprocess.run([PROGRAM, "decode", str(path), *arguments], capture_output=True, text=True,
                                  check=False)

    def test_unexpected_frames_are_counted_and_named(self):
        told = self.decode(LOG)
        self.assertEqual(told.returncode, 0, told.stderr)
        lines = told.stdout.splitlines()
        self.assertEqual(len(lines), len(LOG.splitlines()) + len(COUNTS))
        for line, wanted in zip(lines[-len(COUNTS):], COUNTS):
            self.assertTrue(line.startswith(f"unexpected, {wanted}; "), line)

    def test_good_frames_need_no_such_list(self):
        told = self.decode(LOG.splitlines(keepends=True)[0])
        self.assertEqual(len(told.stdout.splitlines()), 1)

    def test_json_stays_one_object_for_each_frame(self):
        told = self.decode(LOG, "--json")
        objects = [json.loads(line) for line in told.stdout.splitlines()]
        self.assertEqual(len(objects), len(LOG.splitlines()))
        self.assertTrue(all("t_s" in each for each in objects))
        self.assertNotIn("unexpected", objects[0])
        self.assertEqual(objects[1]["unexpected"], ["undefined_label"])
        self.assertEqual(objects[5]["unexpected"], ["unknown_id"])


if __name__ == "__main__":
    unittest.main()
