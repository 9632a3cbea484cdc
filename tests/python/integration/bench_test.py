# SPDX-License-Identifier: Apache-2.0
"""Sessions in wall-clock time between processes on virtualcan: the rig on both sides while a third process
listens; the rig against the modules and against the controller that are played from Python. All at once, each
on a port of its own, because a session takes its time."""
import pathlib
import shutil
import sys
import tempfile
import unittest

import rig

POWERED = ["Insulation_Test", "Precharge", "Waiting_For_Charge", "Charging", "Ending_Charge"]
STATUS_TIMEOUT_S = 0.2  # longest silence of the controller's status that the modules bear (spec 5.5)


class Bench(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        both, weak, with_modules, with_controller = (rig.free_port() for _ in range(4))
        run = cls.start_run
        # Whoever comes first serves the port, and the bus is gone with it: here it is the listener.
        cls.listener = run("listener", "bench/modules-under-test", "--emulate", "none", "--bus", rig.bus(both))
        cls.controller = run("controller", "bench/modules-under-test", "--bus", rig.bus(both))
        cls.modules = run("modules", "bench/controller-under-test", "--bus", rig.bus(both))
        cls.with_weak = run("with-weak", "bench/modules-under-test", "--bus", rig.bus(weak))
        cls.weak = run("weak", "bench/controller-under-test", "--bus", rig.bus(weak), "--set",
                       "modules.maximum_charge_current=20")
        cls.against_modules = run("against-modules", "bench/modules-under-test", "--bus", rig.bus(with_modules))
        cls.against_controller = run("against-controller", "bench/controller-under-test", "--bus",
                                     rig.bus(with_controller))
        cls.played_modules = cls.start_player("play_modules.py", with_modules)
        cls.played_controller = cls.start_player("play_controller.py", with_controller)
        for process in (cls.listener, cls.controller, cls.modules, cls.with_weak, cls.weak, cls.against_modules, cls.against_controller,
                        cls.played_modules, cls.played_controller):
            process.finish()

    @classmethod
    def start_run(cls, name, *arguments):
        started = rig.Run(cls.folder, name, *arguments)
        cls.addClassCleanup(started.end)
        return started

    @classmethod
    def start_player(cls, program, port):
        # The player serves the port if it comes first, and then has to outlast the rig: 5 s and its own end.
        started = rig.Player(program, port, "--linger", "9")
        cls.addClassCleanup(started.end)
        return started

    def assert_passed(self, run):
        self.assertEqual(run.process.returncode, 0, run.text())
        result = run.result()
        self.assertEqual((result["verdict"], result["frames_dropped"], result["failures"]), ("pass", 0, []))
        self.assertEqual(result["pistols"][0]["session_end"], "Clean_Stop")
        self.assertEqual(result["log_sha256"], run.sha256())
        seen = rig.states(run.messages())
        self.assertEqual([state for state in seen if state in POWERED], POWERED)
        self.assertIn("Closing_Communication", seen)

    def test_two_processes_complete_a_session(self):
        self.assert_passed(self.controller)
        self.assert_passed(self.modules)
        self.assertGreater(self.controller.result()["pistols"][0]["energy_to_vehicle_kWh"], 0.02)

    def test_modules_with_little_current_pass_too(self):
        self.assert_passed(self.with_weak)
        self.assert_passed(self.weak)

    def test_a_third_process_decodes_it(self):
        self.assert_passed(self.listener)
        self.assertEqual(self.listener.result()["frames_sent"], 0)
        names = {name for _, name, _ in self.listener.messages()}
        for name in ("Advantics_Controller_Status", "New_Charge_Session", "DC_Power_Control",
                     "Power_Modules_Status", "DC_Power_Parameters", "EV_Information_Battery",
                     "Charge_Status_Change", "Charge_Session_Finished"):
            self.assertIn(name, names)

    def test_what_one_sends_the_others_see(self):
        """Frames of both sides, counted from the first that the listener saw on."""
        def session(run):
            kept = []
            for _, name, values in run.messages():
                if name in ("DC_Power_Control", "Charge_Status_Change", "Charge_Session_Finished"):
                    kept.append((name, tuple(values.items())))
            return kept
        sent = session(self.controller)
        self.assertGreater(len(sent), 100)
        for other in (self.modules, self.listener):
            seen = session(other)
            # Only the very end may be missing where a process left before the other.
            self.assertLessEqual(len(sent) - len(seen), 15)
            self.assertEqual(seen, sent[:len(seen)])

    def test_the_status_is_in_time_by_the_stamps_of_the_sender(self):
        stamps = [seconds for seconds, name, _ in self.controller.messages() if name == "Advantics_Controller_Status"]
        gaps = [after - before for before, after in zip(stamps, stamps[1:])]
        self.assertLess(max(gaps), STATUS_TIMEOUT_S)

    def test_modules_played_from_python(self):
        self.assertEqual(self.played_modules.process.returncode, 0, self.played_modules.text())
        self.assert_passed(self.against_modules)

    def test_a_controller_played_from_python(self):
        self.assertEqual(self.played_controller.process.returncode, 0, self.played_controller.text())
        self.assert_passed(self.against_controller)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
