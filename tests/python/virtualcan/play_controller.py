# SPDX-License-Identifier: Apache-2.0
"""Plays a charge controller of the generic interface on virtualcan, with a car behind it, through one whole
session (spec 6.2), and checks what the power modules on the other side report. Exit code 0 when all of it was
in order, else 1."""
import sys

import can
from player import Player, parser, play

TEST_V, BATTERY_V, REQUEST_V = 500.0, 330.0, 400.0
PRECHARGE_A, TARGET_A, LOWER_TARGET_A = 2.0, 100.0, 40.0
RANGE_A = 50.0
OCPP_STEPS_A = [20.0, -30.0, 80.0, -80.0]  # the last two lie beyond the range and are to be clamped
INSULATION_LIMIT_KOHM = 100.0
INSULATION_ITERATIONS = 10
SAFE_V = 20.0
CURRENT_TOLERANCE_A = 2.0
CURRENT_LIMIT_S = 15.0  # dead time 1 s + 120 A at 20 A/s, twice over


class Controller(Player):
    def __init__(self, arguments):
        super().__init__(arguments)
        self.arguments = arguments
        self.state = "Initialising"
        self.control = None  # DC_Power_Control to repeat, or None
        self.announce = False  # New_Charge_Session
        self.status = None
        self.parameters = None
        self.insulation_in_a_row = None  # None: not counting
        self.must_stay_enabled = False
        self.every(0.1, self.send_cyclic)

    def on_message(self, name, values):
        if name == "Power_Modules_Status":
            self.status = values
            self.check_status(values)
        elif name == "DC_Power_Parameters":
            self.parameters = values

    def check_status(self, status):
        if self.must_stay_enabled:
            self.expect(status["System_Enable"] == "Allowed", "System_Enable lost within the session")
        if self.parameters is not None and self.parameters["Maximum_Voltage"] > 0:
            self.expect(status["Present_Voltage"] <= self.parameters["Maximum_Voltage"] + 1.0,
                        "voltage above Maximum_Voltage")
        if self.state != "Charging" and self.state != "Ending_Charge":
            self.expect(abs(status["Present_Current"]) <= PRECHARGE_A + 1.0, f"current in {self.state}")

    def send_cyclic(self):
        self.send("Advantics_Controller_Status", State=self.state)
        if self.announce:
            self.send("New_Charge_Session", Communication_Protocol="CCS_ISO_15118_2022" if
                      self.arguments.mode == "range" else "CCS_ISO_15118_2013_v2",
                      Plug_and_pins="CCS_DC_Extended")
        if self.control is not None:
            self.send("DC_Power_Control", **self.control)
            if self.insulation_in_a_row is not None:
                good = self.status["Insulation_Resistance"] >= INSULATION_LIMIT_KOHM
                self.insulation_in_a_row = self.insulation_in_a_row + 1 if good else 0

    def enter(self, state):
        self.state = state
        self.say(f"state {state}")
        self.send("Advantics_Controller_Status", State=state)

    def command(self, function, contactors, voltage_V=0.0, high_A=0.0, low_A=0.0, mode="Target_Mode",
                lowering=False):
        self.control = {"Target_Voltage": voltage_V, "Current_Range_Max": high_A, "Current_Range_Min": low_A,
                        "Power_Function": function, "Setpoints_Mode": mode, "Output_Contactors": contactors,
                        "Lower_Output_Voltage": "Lowering" if lowering else "No_Lowering"}
        self.send("DC_Power_Control", **self.control)
        self.say(f"{function}, {voltage_V:.0f} V, {low_A:.0f} to {high_A:.0f} A, contactors {contactors}"
                 f"{', lowering' if lowering else ''}")

    def voltage_V(self):
        return self.status["Present_Voltage"]

    def current_A(self):
        return self.status["Present_Current"]

    def report(self, text):
        self.say(f"{text}: {self.voltage_V():.1f} V, {self.current_A():.1f} A, "
                 f"{self.status['Insulation_Resistance']:.0f} kOhm")

    def wait_current(self, target_A):
        self.run(CURRENT_LIMIT_S, lambda: abs(self.current_A() - target_A) <= CURRENT_TOLERANCE_A,
                 f"current {target_A} A")
        self.report(f"current reached {target_A:.0f} A")

    def session(self):
        self.connect()
        self.insulation_test()
        self.precharge()
        self.charge()
        self.end_session()
        gap_s = self.longest_gap.get("Power_Modules_Status", 0.0)
        self.expect(gap_s <= self.arguments.max_status_gap, f"status silent for {gap_s:.3f} s")

    def connect(self):
        self.run(0.3)
        self.enter("Waiting_For_PEV")
        self.run(0.5)
        self.run(30.0, lambda: self.status is not None, "no Power_Modules_Status")
        self.enter("Negotiating_Connection")
        self.run(0.5)
        self.enter("Connected_With_Full_Info")
        self.announce = True
        self.run(0.15)
        discharge_A = RANGE_A if self.arguments.mode == "range" else 0.0
        self.send("EV_Information_Battery", Battery_Capacity=75, Present_State_of_Charge=30,
                  Target_State_of_Charge=80, Maximum_State_of_Charge=100)
        self.send("EV_Information_Voltages", EV_Minimum_Voltage=274.0, EV_Maximum_Voltage=400.0,
                  EV_Present_Voltage=BATTERY_V)
        self.send("EV_Information_Charge_Limits", EV_Maximum_Charge_Current=120.0, EV_Maximum_Charge_Power=48)
        self.send("EV_Information_Discharge_Limits", EV_Maximum_Discharge_Current=discharge_A,
                  EV_Maximum_Discharge_Power=discharge_A * 0.4)
        self.run(10.0, lambda: self.parameters is not None, "no DC_Power_Parameters")
        self.run(0.3)

    def insulation_test(self):
        self.enter("Insulation_Test")
        self.command("Off", "Open")
        self.run(40.0, lambda: self.status["System_Enable"] == "Allowed", "System_Enable")
        self.must_stay_enabled = True
        self.announce = False
        self.report("modules awake")
        self.command("Standby", "Close")
        test_V = min(TEST_V, self.parameters["Maximum_Voltage"] or TEST_V)
        self.command("Insulation_Test", "Close", test_V)
        self.run(15.0, lambda: self.voltage_V() >= 0.9 * test_V, f"90 % of {test_V} V")
        self.insulation_in_a_row = 0
        self.run(30.0, lambda: self.insulation_in_a_row >= INSULATION_ITERATIONS, "insulation resistance")
        self.insulation_in_a_row = None
        self.report("insulation good")
        self.command("Standby", "Close", lowering=True)
        self.run(30.0, lambda: self.voltage_V() <= SAFE_V, f"{SAFE_V} V after the insulation test")
        self.report("output low")

    def precharge(self):
        self.enter("Precharge")
        self.command("Precharge", "Close", BATTERY_V, PRECHARGE_A, 0.0, "Range_Mode")
        self.run(15.0, lambda: abs(self.voltage_V() - BATTERY_V) <= 20.0, f"{BATTERY_V} V +- 20 V")
        self.report("precharge matched")
        self.command("Standby", "Close")
        self.run(1.5)  # the car closes its contactors
        self.report("car connected")
        self.expect(self.voltage_V() > BATTERY_V - 40.0, "output pulled down after precharge")
        self.enter("Waiting_For_Charge")
        self.send("Charge_Status_Change", Vehicle_Ready_for_Charging="Charge_Started")
        self.command("Standby", "Close")
        self.run(0.5)

    def charge(self):
        self.enter("Charging")
        if self.arguments.mode == "range":
            self.charge_in_a_range()
        else:
            self.charge_to_targets()

    def charge_to_targets(self):
        limit_A = self.parameters["Maximum_Charge_Current"] or TARGET_A
        for target_A in (min(TARGET_A, limit_A), min(LOWER_TARGET_A, limit_A)):
            self.command("Power_Transfer", "Close", REQUEST_V, target_A, target_A)
            self.wait_current(target_A)
            self.run(1.0)
            self.expect(abs(self.current_A() - target_A) <= CURRENT_TOLERANCE_A, f"{target_A} A not held")
            self.expect(self.voltage_V() <= REQUEST_V + 1.0, "voltage above the target voltage")

    def charge_in_a_range(self):
        high_A = min(RANGE_A, self.parameters["Maximum_Charge_Current"])
        low_A = -min(RANGE_A, self.parameters["Maximum_Discharge_Current"])
        self.command("Power_Transfer", "Close", REQUEST_V, high_A, low_A, "Range_Mode")
        self.run(1.0)
        for wish_A in OCPP_STEPS_A:
            self.send("OCPP_Control", Dynamic_Target_Current=wish_A)
            self.say(f"OCPP_Control {wish_A:.0f} A")
            self.wait_current(max(low_A, min(wish_A, high_A)))
            self.run(1.0)
            self.expect(low_A - CURRENT_TOLERANCE_A <= self.current_A() <= high_A + CURRENT_TOLERANCE_A,
                        "current left the range")

    def end_session(self):
        self.enter("Ending_Charge")
        self.send("Charge_Status_Change", Vehicle_Ready_for_Charging="Charge_Stopped")
        self.command("Standby", "Close")
        self.run(5.0, lambda: abs(self.current_A()) < 1.0, "current below 1 A after Standby")
        self.command("Standby", "Open")
        self.run(0.3)
        self.command("Standby", "Open", lowering=True)
        self.run(0.3)
        self.enter("Closing_Communication")
        self.run(30.0, lambda: self.voltage_V() <= SAFE_V, f"{SAFE_V} V at the end")
        self.report("output low")
        self.must_stay_enabled = False
        self.send("Charge_Session_Finished", State="Clean_Stop")
        self.command("Standby", "Open")
        self.run(1.0)
        self.control = None
        self.enter("Waiting_For_PEV")
        self.linger()


def main():
    arguments = parser(__doc__)
    arguments.add_argument("--mode", choices=("target", "range"), default="target",
                           help="Target_Mode, or Range_Mode with set-points by OCPP_Control of both signs")
    try:
        controller = Controller(arguments.parse_args())
    except can.CanError as error:
        print(f"FAIL: {error}", file=sys.stderr)
        return 1
    return play(controller, controller.session)


if __name__ == "__main__":
    sys.exit(main())
