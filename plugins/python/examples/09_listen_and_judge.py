# SPDX-License-Identifier: Apache-2.0
"""Frames and events as they come: the longest gap of the modules' status, and what happened meanwhile."""
import chargerig


class Gaps:
    def __init__(self):
        self.last, self.longest = None, 0.0

    def __call__(self, frame):
        if self.last is not None:
            self.longest = max(self.longest, frame.time - self.last)
        self.last = frame.time


rig = chargerig.Rig("faults/frames-drop")
gaps, warnings = Gaps(), []
rig.on_frame(gaps, message="Power_Modules_Status")
rig.on_event(lambda event: warnings.append(str(event)) if event.kind in ("warning", "abnormal") else None)
result = rig.run()
print(f"longest gap {gaps.longest:.3f} s; {result['faults'][0]['frames']} frames were dropped on purpose")
print("\n".join(warnings))
assert result.passed and gaps.longest > 0.1
