# SPDX-License-Identifier: Apache-2.0
"""Our DBC files against the vendor's databases, and against our own reader."""
import copy
import os
import pathlib
import tempfile
import unittest

import codec_tool
import layouts
import outcome

VENDOR_DIR = os.environ.get("CHARGERIG_VENDOR_DBC", "")
VENDOR_SKIP = ("CHARGERIG_VENDOR_DBC is not set: name the folder that holds the vendor's DBC and KCD files, "
               "Advantics_Generic_EVSE_protocol_v3.6.dbc and so on")
CONTROLLER, MODULES = "Advantics_Charge_Controller", "Generic_Power_Modules"


def vendor_file(version, kind):
    """The vendor calls version 3.0 plain 3."""
    name = "3" if version == "3.0" else version
    return pathlib.Path(VENDOR_DIR) / f"Advantics_Generic_EVSE_protocol_v{name}.{kind}"


def vendor_layout(version, kind):
    """The vendor's layout, with the one error in it put right.

    Version 3.2 names the modules as transmitter of OCPP_Control although bit 15 of its identifier and its
    text make it a message of the controller; from 3.3 on the vendor's files say so too (spec 3.3, item 6).
    """
    path = vendor_file(version, kind)
    layout = layouts.read_dbc(path) if kind == "dbc" else layouts.read_kcd(path)
    if version == "3.2":
        assert layout["OCPP_Control"].transmitter == MODULES, f"{path} no longer needs the correction"
        layout["OCPP_Control"].transmitter = CONTROLLER
    return layout


def vendor_differences(version, path):
    found = layouts.read_dbc(path)
    return [f"{kind}: {line}" for kind in ("dbc", "kcd")
            for line in layouts.differences(found, vendor_layout(version, kind))]


# (kind of error, text in our 3.6 file, what stands there instead, the one line that must be reported)
PLANTED = (
    ("start", "Setpoints_Mode : 53|1@1+", "Setpoints_Mode : 52|1@1+",
     "DC_Power_Control.Setpoints_Mode: start is 52, expected 53"),
    ("length", "Power_Function : 48|4@1+", "Power_Function : 48|3@1+",
     "DC_Power_Control.Power_Function: length is 3, expected 4"),
    ("sign", "Dynamic_Target_Current : 0|16@1-", "Dynamic_Target_Current : 0|16@1+",
     "OCPP_Control.Dynamic_Target_Current: signed is False, expected True"),
    ("byte order", "Dynamic_Target_Current : 0|16@1-", "Dynamic_Target_Current : 7|16@0-",
     "OCPP_Control.Dynamic_Target_Current: little_endian is False, expected True"),
    ("factor", "Dynamic_Target_Current : 0|16@1- (0.1,0)", "Dynamic_Target_Current : 0|16@1- (0.01,0)",
     "OCPP_Control.Dynamic_Target_Current: factor is 0.01, expected 0.1"),
    ("offset", "Enclosure_Temperature : 40|8@1+ (1,-40)", "Enclosure_Temperature : 40|8@1+ (1,0)",
     "Power_Modules_Status.Enclosure_Temperature: offset is 0.0, expected -40.0"),
    ("message length", "DC_Power_Control: 7 ", "DC_Power_Control: 8 ",
     "DC_Power_Control: length is 8, expected 7"),
    ("transmitter", "OCPP_Control: 2 Advantics_Charge_Controller", "OCPP_Control: 2 Generic_Power_Modules",
     f"OCPP_Control: transmitter is '{MODULES}', expected '{CONTROLLER}'"),
    ("name", "SG_ Led3 : 20", "SG_ Led4 : 20", "ADM_CS_SECC_Outputs: signal Led3 is missing"),
    ("identifier", "2147922688", "2147922689", "OCPP_Control: id is 439041, expected 439040"),
    ("frame format", "2147922688", "768", "OCPP_Control: extended is False, expected True"),
    ("label", '13 "Charge_Pause"', '14 "Charge_Pause"', "Advantics_Controller_Status.State: labels is "),
    ("period", 'BO_ 2147921920 100;', 'BO_ 2147921920 1000;',
     "Advantics_Controller_Status: cycle_ms is 1000, expected 100"),
)


def check_planted(case, compare):
    """`compare` (path -> differences) reports each planted error at its place."""
    original = layouts.our_files()["3.6"].read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        planted = pathlib.Path(folder) / "planted.dbc"
        for kind, before, after, expected in PLANTED:
            with case.subTest(kind):
                case.assertIn(before, original)
                planted.write_text(original.replace(before, after), encoding="utf-8")
                lines = compare(planted)
                case.assertTrue(any(expected in line for line in lines), lines)


class Planted(unittest.TestCase):
    """An error in a copy of one of our files is found; so that equal layouts mean something."""

    def test_one_error(self):
        reference = layouts.read_dbc(layouts.our_files()["3.6"])
        check_planted(self, lambda path: layouts.differences(layouts.read_dbc(path), reference))

    def test_a_missing_and_an_extra_message(self):
        reference = layouts.read_dbc(layouts.our_files()["3.6"])
        changed = copy.deepcopy(reference)
        changed["OCPP_Contrl"] = changed.pop("OCPP_Control")
        self.assertEqual(layouts.differences(changed, reference),
                         ["message OCPP_Control is missing", "message OCPP_Contrl is too much"])


@unittest.skipUnless(VENDOR_DIR, VENDOR_SKIP)
class Vendor(unittest.TestCase):
    """Layout, labels, transmitters and periods equal the vendor's DBC and KCD, version by version."""

    def test_every_version(self):
        for version, path in layouts.our_files().items():
            with self.subTest(version):
                self.assertEqual(vendor_differences(version, path), [])

    def test_periods_are_compared(self):
        """Every KCD gives periods, so the comparison above covers them in each version."""
        for version in layouts.our_files():
            with self.subTest(version):
                periods = [message.cycle_ms for message in vendor_layout(version, "kcd").values()]
                self.assertNotIn(None, periods)
                self.assertIn(100, periods)

    def test_planted_errors(self):
        check_planted(self, lambda path: vendor_differences("3.6", path))


@unittest.skipIf(codec_tool.why_not(), codec_tool.why_not())
class OwnReader(unittest.TestCase):
    """Our reader sees in every file what canmatrix sees."""

    def check(self, path):
        found = layouts.from_json(codec_tool.layout(path))
        expected = layouts.read_dbc(path)
        self.assertEqual(layouts.differences(found, expected), [])
        self.assertEqual([message.cycle_ms for message in found.values()],
                         [message.cycle_ms or 0 for message in expected.values()])

    def test_our_files(self):
        self.assertTrue(layouts.our_files())
        for version, path in layouts.our_files().items():
            with self.subTest(version):
                self.check(path)

    def test_units_and_limits(self):
        dump = codec_tool.layout(layouts.our_files()["3.6"])
        found = {f"{message['name']}.{signal['name']}": (signal["unit"], signal["min"], signal["max"])
                 for message in dump["messages"] for signal in message["signals"]}
        self.assertEqual(found["Power_Modules_Status.Enclosure_Temperature"], ("°C", -40, 215))
        self.assertEqual(found["EV_Information_Battery.Present_State_of_Charge"], ("%", 0, 100))

    @unittest.skipUnless(VENDOR_DIR, VENDOR_SKIP)
    def test_vendor_files(self):
        """Real files of another hand: Latin-1 and UTF-8, unordered signals, no periods in the older ones."""
        paths = sorted(pathlib.Path(VENDOR_DIR).glob("*.dbc"))
        self.assertTrue(paths)
        for path in paths:
            with self.subTest(path.name):
                self.check(path)


if __name__ == "__main__":
    outcome.main()
