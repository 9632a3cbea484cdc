# SPDX-License-Identifier: Apache-2.0
"""A scenario written in code, with an expectation; mistakes in it are all told at once."""
import chargerig

content = {
    "vehicle": {"profile": "vw-id3-58", "protocol": "din", "initial_soc_percent": 30},
    "steps": [
        "plug_in",
        {"wait": {"state": "Charging", "within_s": 60}},
        {"hold_s": 20},
        {"stop": "vehicle"},
        {"wait": {"state": "Closing_Communication", "within_s": 30}},
    ],
    "expect": [{
        "id": "calm",
        "reason": "a charge that the vehicle ends is no emergency",
        "never": {"message": "Emergency_Stop"},
    }],
}
result = chargerig.Rig(chargerig.Scenario(content, name="vehicle stops")).run()
print(result.verdict, [each["id"] for each in result["expectations"]])
assert result.passed, result.failures

content["steps"][0] = "plug_inn"
content["vehicle"]["initial_soc_percent"] = 130
try:
    chargerig.Scenario(content, name="wrong")
except chargerig.Error as error:
    print(error)
    assert len(error.lines) == 2
else:
    raise AssertionError("two mistakes were not seen")
