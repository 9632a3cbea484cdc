# SPDX-License-Identifier: Apache-2.0
"""A battery model in Python: an open-circuit voltage with hysteresis, as no shipped model has it."""
import chargerig


class HysteresisBattery:
    """The voltage lies a little higher while it is charged, and comes back slowly."""

    def __init__(self, soc, capacity_Ah):
        self.soc, self.capacity_As, self.offset = soc, capacity_Ah * 3600.0, 0.0

    def step(self, seconds, current):
        self.soc = min(100.0, self.soc + 100.0 * current * seconds / self.capacity_As)
        target = 4.0 if current > 1.0 else -4.0 if current < -1.0 else 0.0
        self.offset += (target - self.offset) * min(1.0, seconds / 30.0)
        return 320.0 + 0.8 * self.soc + self.offset, self.soc


rig = chargerig.Rig({"name": "hysteresis"})
battery = rig.battery = HysteresisBattery(soc=40.0, capacity_Ah=150.0)
rig.do("plug_in")
assert rig.run_until("Power_Modules_Status.Present_Current >= 50", within=90)
rig.step(120)
print(f"{battery.soc:.2f} %, {rig.readings['battery_voltage_V']:.1f} V, {battery.offset:.2f} V of hysteresis")
assert battery.soc > 41.0 and battery.offset > 3.5
assert abs(rig.readings["soc_percent"] - battery.soc) < 0.01
rig.stop()
assert rig.run()["pistols"][0]["session_end"] == "Clean_Stop"
