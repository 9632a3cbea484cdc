# SPDX-License-Identifier: Apache-2.0
"""A rig that Python drives: step, wait, look, act."""
import chargerig

rig = chargerig.Rig({"name": "by hand"})
rig.step(2)
rig.do("plug_in")
assert rig.run_until("Charging", within=60)
print(f"charging after {rig.now:.1f} s")
assert rig.run_until("Power_Modules_Status.Present_Current >= 50", within=30)

rig.set("modules.maximum_charge_current", 30)
assert rig.run_until("Power_Modules_Status.Present_Current <= 30.5", within=30)
print(f"{rig.signal('Power_Modules_Status.Present_Current'):.1f} A after the limit fell")

rig.do({"stop": "user"})
assert rig.run_until(lambda: rig.readings["inlet_current_A"] < 1.0, within=30)
print(f"no current at {rig.now:.1f} s, {rig.state}")
assert rig.run()["pistols"][0]["session_end"] == "Clean_Stop"
