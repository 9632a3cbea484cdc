# SPDX-License-Identifier: Apache-2.0
"""A shipped scenario from start to verdict."""
import chargerig

result = chargerig.Rig("normal/din").run()
for seen in result["pistols"][0]["states"]:
    print(f"{seen['t_s']:8.3f} s  {seen['state']}")
print(result.verdict, result.log_sha256)
assert result.passed, result.failures
