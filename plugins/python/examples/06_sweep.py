# SPDX-License-Identifier: Apache-2.0
"""A grid of runs on two threads: state of charge against what the modules can give, as a table."""
import itertools

import chargerig

socs, limits = (20, 50, 70), (40, 80)
grid = list(itertools.product(socs, limits))
scenarios = [chargerig.Scenario({
    "vehicle": {"profile": "vw-id3-58", "protocol": "din", "initial_soc_percent": soc},
    "modules": {"maximum_charge_current": limit},
    "steps": ["plug_in", {"wait": {"state": "Charging", "within_s": 60}}, {"hold_s": 120}, {"stop": "user"},
              {"wait": {"state": "Closing_Communication", "within_s": 30}}],
}, name=f"{soc} %, {limit} A") for soc, limit in grid]
results = chargerig.run_many(scenarios, jobs=2)

print("soc_percent,limit_A,verdict,energy_kWh")
energy = {}
for (soc, limit), result in zip(grid, results):
    energy[soc, limit] = result["pistols"][0]["energy_to_vehicle_kWh"]
    print(f"{soc},{limit},{result.verdict},{energy[soc, limit]:.3f}")
assert all(result.passed for result in results)
assert all(energy[soc, 80] > 1.7 * energy[soc, 40] for soc in socs)
assert energy[70, 40] > energy[20, 40]  # the voltage rises with the state of charge
