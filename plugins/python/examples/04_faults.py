# SPDX-License-Identifier: Apache-2.0
"""How soon the controller notices that the power modules have fallen silent."""
import chargerig

with chargerig.Rig({"name": "silence"}) as rig:
    rig.do("plug_in")
    assert rig.run_until("Power_Modules_Status.Present_Current >= 50", within=90)
    stops = []
    rig.on_frame(stops.append, message="Emergency_Stop")
    rig.inject("stop_message", message="Power_Modules_Status", name="silent")
    began = rig.now
    assert rig.run_until(lambda: stops, within=2)
    reaction = stops[0].time - began
    rig.clear("silent")
print(f"Emergency_Stop {reaction * 1000:.0f} ms after the last status")
assert 0.4 < reaction < 0.7
