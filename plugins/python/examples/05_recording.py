# SPDX-License-Identifier: Apache-2.0
"""Energy and ramp of a session from its recording, as numpy arrays that are no copies."""
import numpy as np

import chargerig

rig = chargerig.Rig("normal/iso2-target-soc")
result = rig.run()
current = rig.series("Power_Modules_Status.Present_Current")
voltage = rig.series("Power_Modules_Status.Present_Voltage")
power_W = current.value * voltage.value
energy_kWh = float(np.sum(0.5 * (power_W[1:] + power_W[:-1]) * np.diff(current.time))) / 3.6e6
print(f"{len(rig.frames)} frames, {current.value.max():.1f} A at most, {energy_kWh:.2f} kWh as reported")
assert np.shares_memory(current.value, rig.series("Power_Modules_Status.Present_Current").value)
told = result["pistols"][0]["energy_to_vehicle_kWh"]
assert abs(energy_kWh - told) < 0.03 * told + 0.01, (energy_kWh, told)
