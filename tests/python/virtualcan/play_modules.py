# SPDX-License-Identifier: Apache-2.0
"""Plays the power side on virtualcan, as the vendor's open simulator does (its defaults: dead time 1 s,
+200 and -100 V/s, 20 A/s, wake-up 1 s, 500 V, 120 A, 100 kOhm), through one session, and checks what the
controller on the other side sends. Exit code 0 when all of it was in order, else 1."""
import sys
import time

import can
from player import Player, parser, play

STEP_S = 0.01
DEAD_TIME_S = 1.0
WAKE_UP_S = 1.0
RAMP_UP_V_S, RAMP_DOWN_V_S, RAMP_A_S = 200.0, 100.0, 20.0
MAXIMUM_V, MAXIMUM_A, INSULATION_KOHM = 500.0, 120.0, 100.0
STATUS_TIMEOUT_S = 0.2  # without the controller's status for longer, power is off (spec 5.5)
STATES = ["Insulation_Test", "Precharge", "Waiting_For_Charge", "Charging", "Ending_Charge",
          "Closing_Communication"]
EV_INFORMATION = ["EV_Information_Battery", "EV_Information_Voltages", "EV_Information_Charge_Limits",
                  "EV_Information_Discharge_Limits"]


def toward(value, target, step):
    return min(value + step, target) if value < target else max(value - step, target)


class Modules(Player):
    def __init__(self, arguments):
        super().__init__(arguments)
        self.arguments = arguments
        self.voltage_V = self.current_A = self.insulation_kohm = 0.0
        self.voltage_target_V = self.current_target_A = 0.0
        self.dynamic_target_A = 0.0
        self.output_moves_at = 0.0
        self.enable_at = None
        self.function = None
        self.control = None
        self.states = []
        self.functions = []  # (function, contactors, lowering) on change
        self.status_changes = []
        self.finished = None
        self.peak_A = 0.0
        self.every(STEP_S, self.ramp)
        self.every(0.1, self.send_status)
        self.every(0.1, self.send_parameters)

    def enabled(self):
        return self.enable_at is not None and time.monotonic() >= self.enable_at

    def send_status(self):
        self.send("Power_Modules_Status", Present_Voltage=self.voltage_V, Present_Current=self.current_A,
                  Power_Modules_Temperature=20, Enclosure_Temperature=20,
                  System_Enable="Allowed" if self.enabled() else "Not_Allowed",
                  Insulation_Resistance=self.insulation_kohm)

    def send_parameters(self):
        self.send("DC_Power_Parameters", Maximum_Voltage=MAXIMUM_V, Maximum_Charge_Current=MAXIMUM_A,
                  Maximum_Discharge_Current=MAXIMUM_A, Range_Target_Current=0)

    def ramp(self):
        now = time.monotonic()
        seen = self.last_time.get("Advantics_Controller_Status")
        if seen is not None and now - seen > STATUS_TIMEOUT_S:
            self.current_A = self.current_target_A = 0.0
            return
        if now < self.output_moves_at:
            return
        slope_V_s = RAMP_UP_V_S if self.voltage_target_V > self.voltage_V else RAMP_DOWN_V_S
        self.voltage_V = toward(self.voltage_V, self.voltage_target_V, slope_V_s * STEP_S)
        self.current_A = toward(self.current_A, self.current_target_A, RAMP_A_S * STEP_S)
        self.peak_A = max(self.peak_A, abs(self.current_A))

    def on_message(self, name, values):
        if name == "Advantics_Controller_Status":
            self.on_state(values["State"])
        elif name == "DC_Power_Control":
            self.on_control(values)
        elif name == "OCPP_Control":
            self.dynamic_target_A = values["Dynamic_Target_Current"]
        elif name == "New_Charge_Session":
            self.expect(not self.finished, "New_Charge_Session after Charge_Session_Finished")
        elif name == "Charge_Status_Change":
            self.status_changes.append(values["Vehicle_Ready_for_Charging"])
            self.say(values["Vehicle_Ready_for_Charging"])
        elif name == "Charge_Session_Finished":
            self.finished = values["State"]
            self.say(f"Charge_Session_Finished {self.finished}")
        elif name == "Emergency_Stop":
            self.expect(False, f"Emergency_Stop, origin {values['Origin']}")

    def on_state(self, state):
        if self.states and self.states[-1] == state:
            return
        self.states.append(state)
        self.say(f"state {state}")
        if state == "Waiting_For_PEV":
            self.voltage_V = self.current_A = self.insulation_kohm = 0.0
            self.voltage_target_V = self.current_target_A = 0.0
            self.enable_at = None
        elif state == "Insulation_Test":
            self.expect("New_Charge_Session" in self.counts, "Insulation_Test before any New_Charge_Session")
            self.enable_at = time.monotonic() + WAKE_UP_S
        elif state == "Charging":
            # The interface's default; the vendor's simulator starts at Current_Range_Max (spec 8, item 25).
            self.dynamic_target_A = 0.0

    def on_control(self, control):
        function = control["Power_Function"]
        key = (function, control["Output_Contactors"], control["Lower_Output_Voltage"])
        if not self.functions or self.functions[-1] != key:
            self.functions.append(key)
            self.say(f"{function}, {control['Target_Voltage']:.1f} V, "
                     f"{control['Current_Range_Min']:.1f} to {control['Current_Range_Max']:.1f} A, "
                     f"contactors {key[1]}, {key[2]}")
        if function != self.function and function in ("Insulation_Test", "Precharge", "Power_Transfer"):
            self.output_moves_at = time.monotonic() + DEAD_TIME_S
        self.check_control(control)
        self.function = function
        self.control = control
        self.follow(control)

    def check_control(self, control):
        function = control["Power_Function"]
        self.expect(control["Current_Range_Max"] >= control["Current_Range_Min"], "range upside down")
        self.expect(control["Lower_Output_Voltage"] == "No_Lowering" or function == "Standby",
                    f"lowering in {function}")
        if function in ("Insulation_Test", "Precharge", "Power_Transfer"):
            self.expect(control["Output_Contactors"] == "Close", f"{function} with open contactors")
            self.expect(self.enabled(), f"{function} before System_Enable")
            self.expect(0.0 < control["Target_Voltage"] <= MAXIMUM_V, f"{function}: target voltage")
        if function == "Precharge":
            self.expect(0.0 <= control["Current_Range_Max"] <= 2.0, "precharge current above 2 A")
        if function == "Power_Transfer":
            self.expect(abs(control["Current_Range_Max"]) <= MAXIMUM_A and
                        abs(control["Current_Range_Min"]) <= MAXIMUM_A, "more current than we can")
        if function in ("Off", "Standby"):
            self.expect(control["Target_Voltage"] == 0.0 and control["Current_Range_Max"] == 0.0,
                        f"{function} with a set-point")

    def follow(self, control):
        function = control["Power_Function"]
        if function == "Off":
            self.voltage_V = self.current_A = self.voltage_target_V = self.current_target_A = 0.0
        elif function == "Standby":
            self.current_A = self.current_target_A = 0.0
            self.voltage_target_V = 0.0 if control["Lower_Output_Voltage"] == "Lowering" else self.voltage_V
        elif function in ("Insulation_Test", "Precharge"):
            self.voltage_target_V = control["Target_Voltage"]
            if function == "Insulation_Test":
                self.insulation_kohm = INSULATION_KOHM
        elif function == "Power_Transfer":
            self.current_target_A = control["Current_Range_Max"]
            if control["Setpoints_Mode"] == "Range_Mode":
                self.current_target_A = max(control["Current_Range_Min"],
                                            min(self.dynamic_target_A, control["Current_Range_Max"]))

    def session(self):
        self.run(until=lambda: self.finished is not None, what="no Charge_Session_Finished")
        self.linger()
        self.check_session()

    def check_session(self):
        seen = [state for state in self.states if state in STATES]
        self.expect(seen == STATES, f"states {' '.join(seen)}, not {' '.join(STATES)}")
        self.expect(self.finished == "Clean_Stop", f"session finished {self.finished}")
        self.expect(self.status_changes == ["Charge_Started", "Charge_Stopped"],
                    f"Charge_Status_Change {' '.join(self.status_changes)}")
        for name in EV_INFORMATION:
            self.expect(name in self.counts, f"no {name}")
        self.expect(self.peak_A >= self.arguments.min_current,
                    f"current never reached {self.arguments.min_current} A, only {self.peak_A:.1f} A")
        # The order that the interface prescribes (spec 5.9, 6.2).
        wanted = [("Standby", "Close", "No_Lowering"), ("Insulation_Test", "Close", "No_Lowering"),
                  ("Standby", "Close", "Lowering"), ("Precharge", "Close", "No_Lowering"),
                  ("Standby", "Close", "No_Lowering"), ("Power_Transfer", "Close", "No_Lowering"),
                  ("Standby", "Close", "No_Lowering"), ("Standby", "Open", "No_Lowering"),
                  ("Standby", "Open", "Lowering")]
        rest = iter(self.functions)
        missing = [step for step in wanted if step not in rest]
        self.expect(not missing, f"DC_Power_Control out of order, from {missing[:1]} on")
        gap_s = self.longest_gap.get("Advantics_Controller_Status", 0.0)
        self.expect(gap_s <= self.arguments.max_status_gap, f"status silent for {gap_s:.3f} s")


def main():
    arguments = parser(__doc__)
    arguments.add_argument("--min-current", type=float, default=50.0, help="that must be reached, in A")
    try:
        modules = Modules(arguments.parse_args())
    except can.CanError as error:
        print(f"FAIL: {error}", file=sys.stderr)
        return 1
    return play(modules, modules.session)


if __name__ == "__main__":
    sys.exit(main())
