# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C while the car charges: the session ends in the safe order, the log is complete, the code is 130."""
import pathlib
import shutil
import signal
import sys
import tempfile
import unittest

import rig


class Interrupt(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def start(self, name, *arguments, **options):
        run = rig.Run(self.folder, name, *arguments, **options)
        self.addCleanup(run.end)
        return run

    def assert_interrupted(self, run):
        self.assertEqual(run.finish(), 130, run.text())
        self.assertIn("interrupted: ending the session in the safe order", run.text())
        result = run.result()
        self.assertIn("interrupted by the user", result["failures"])
        self.assertEqual(result["frames_dropped"], 0)
        # Every byte is in the file, and the last line is a whole one.
        self.assertEqual(result["log_sha256"], run.sha256())
        self.assertTrue(run.log.read_bytes().endswith(b"\n"))

    def assert_safe_order(self, run):
        messages = run.messages()
        ending = next(i for i, (_, name, values) in enumerate(messages)
                      if name == "Advantics_Controller_Status" and values["State"] == "Ending_Charge")
        before, after = messages[:ending], messages[ending:]
        currents = [values["Present_Current"] for _, name, values in before if name == "Power_Modules_Status"]
        self.assertGreater(max(currents), 5.0, "there was no current to interrupt")

        def first(what, condition):
            for i, (_, name, values) in enumerate(messages):
                if i >= ending - 20 and condition(name, values):
                    return i
            raise AssertionError(f"not seen: {what}\n{run.text()}")

        standby = first("Standby", lambda name, v: name == "DC_Power_Control" and v["Power_Function"] == "Standby"
                        and v["Current_Range_Max"] == 0.0 and v["Current_Range_Min"] == 0.0)
        no_current = next(i for i, (_, name, v) in enumerate(messages) if i > standby
                          and name == "Power_Modules_Status" and abs(v["Present_Current"]) < 1.0)
        opened = first("contactors open", lambda name, v: name == "DC_Power_Control"
                       and v["Output_Contactors"] == "Open")
        finished = first("the end", lambda name, v: name == "Charge_Session_Finished")
        self.assertEqual(sorted([standby, no_current, opened, finished]), [standby, no_current, opened, finished])
        self.assertEqual(messages[finished][2]["State"], "Clean_Stop")
        # No power after the stop, and no current once the contactors are open.
        for _, name, values in messages[standby:]:
            if name == "DC_Power_Control":
                self.assertIn(values["Power_Function"], ("Standby", "Off"))
        for _, name, values in messages[opened:]:
            if name == "Power_Modules_Status":
                self.assertLess(abs(values["Present_Current"]), 1.0)
        names = [name for _, name, _ in after]
        self.assertEqual(names.count("Charge_Session_Finished"), 1)
        self.assertNotIn("Emergency_Stop", names)

    def assert_power_withdrawn(self, run):
        """Modules have no stop but to withdraw their permission, which is an emergency of the charger while it
        charges (spec 6.5)."""
        messages = run.messages()
        charging = next(i for i, (_, name, values) in enumerate(messages)
                        if name == "DC_Power_Control" and values["Power_Function"] == "Power_Transfer")
        withdrawn = next(i for i, (_, name, values) in enumerate(messages)
                         if i > charging and name == "Power_Modules_Status"
                         and values["System_Enable"] == "Not_Allowed")
        opened = next(i for i, (_, name, values) in enumerate(messages)
                      if i > charging and name == "DC_Power_Control" and values["Output_Contactors"] == "Open")
        finished = next(i for i, (_, name, _) in enumerate(messages) if name == "Charge_Session_Finished")
        self.assertEqual(sorted([withdrawn, opened, finished]), [withdrawn, opened, finished])
        currents = [values["Present_Current"] for _, name, values in messages if name == "Power_Modules_Status"]
        self.assertGreater(max(currents), 5.0, "there was no current to interrupt")
        for _, name, values in messages[withdrawn:]:
            if name == "Power_Modules_Status":
                self.assertLess(abs(values["Present_Current"]), 1.0)

    def test_paced_in_one_process(self):
        run = self.start("paced", "normal/din", "--speed", "1", live=True)
        run.wait_for_text("Present_Current, at_least 100, within_s 30}  <- met")
        run.process.send_signal(signal.SIGINT)
        self.assert_interrupted(run)
        self.assertEqual(run.result()["verdict"], "inconclusive")
        self.assert_safe_order(run)

    def test_on_a_bus_either_side(self):
        """First the side that plays the controller, then one that plays the modules."""
        buses = [rig.bus(rig.free_port()) for _ in range(2)]
        # The shipped scenario is content with any current; here there has to be some to interrupt.
        shipped = (rig.ROOT / "scenarios/bench/modules-under-test.yaml").read_text(encoding="utf-8")
        self.assertIn("at_least: 1,", shipped)
        strong = self.folder / "strong.yaml"
        strong.write_text(shipped.replace("at_least: 1,", "at_least: 50,"), encoding="utf-8")
        controllers = [self.start(f"controller{i}", str(strong), "--bus", bus, live=True)
                       for i, bus in enumerate(buses)]
        # Whoever comes first serves the bus, which is gone with it: not the modules that are interrupted.
        for run in controllers:
            run.wait_for_text("controller is up")
        modules = [self.start(f"modules{i}", "bench/controller-under-test", "--bus", bus, live=True)
                   for i, bus in enumerate(buses)]
        for run in controllers:
            run.wait_for_text("Present_Current, at_least 50, within_s 30}  <- met")
        controllers[0].process.send_signal(signal.SIGINT)
        modules[1].process.send_signal(signal.SIGINT)
        self.assert_interrupted(controllers[0])
        self.assertEqual(controllers[0].result()["verdict"], "inconclusive")
        self.assert_safe_order(controllers[0])
        self.assert_interrupted(modules[1])
        self.assert_power_withdrawn(modules[1])
        # The other side ends its session too, once, and loses nothing.
        for run in (modules[0], controllers[1]):
            run.finish()
            finished = [name for _, name, _ in run.messages() if name == "Charge_Session_Finished"]
            self.assertEqual(len(finished), 1, run.text())
            self.assertEqual(run.result()["frames_dropped"], 0)
        self.assertEqual(modules[0].result()["verdict"], "pass", modules[0].text())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
