# SPDX-License-Identifier: Apache-2.0
"""A participant of one's own: power modules in Python, against the emulated controller and vehicle."""
import chargerig


class Modules:
    """Follow the set-points at once, and report every 100 ms while a session is on."""

    def __init__(self):
        self.protocol = chargerig.Protocol("3.6", pistol=1)
        self.on = False
        self.voltage = self.current = 0.0
        self.next = None

    def hear(self, now, message, values):
        if message == "New_Charge_Session" and not self.on:
            self.on, self.next = True, now + 0.01
        elif message == "Charge_Session_Finished":
            self.on, self.next = False, None
        elif message == "DC_Power_Control":
            self.voltage = values["Target_Voltage"]

    def step(self, now, frames):
        for frame in frames:
            decoded = self.protocol.decode(frame)
            if decoded:
                self.hear(now, *decoded)
        if not self.on or now < self.next:
            return [], self.next
        self.next = now + 0.1
        status = self.protocol.encode("Power_Modules_Status", {
            "Present_Voltage": self.voltage, "Present_Current": self.current, "System_Enable": "Allowed",
            "Insulation_Resistance": 510, "Power_Modules_Temperature": 25, "Enclosure_Temperature": 25})
        return [status], self.next


rig = chargerig.Rig({"name": "modules in Python"}, emulate="controller,vehicle")
modules = Modules()
rig.add_participant(modules)
rig.do("plug_in")
assert rig.run_until("Insulation_Test", within=30)
print(f"{rig.now:6.2f} s  {rig.state}, the modules are asked for {modules.voltage:.0f} V")
assert rig.run_until("Precharge", within=30)
print(f"{rig.now:6.2f} s  {rig.state}, the modules are asked for {modules.voltage:.0f} V")
assert modules.voltage > 100
