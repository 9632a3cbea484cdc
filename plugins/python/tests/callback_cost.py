# SPDX-License-Identifier: Apache-2.0
"""What Python costs a run: each frame given to a callback, the recording, and a turn of a participant.

    PYTHONPATH=build/release/plugins/python python3 plugins/python/tests/callback_cost.py
"""
import time

import chargerig

SCENARIO = chargerig.load("bidirectional/iso20-dynamic-ocpp")
REPEATS = 5


class Listener:
    turns = 0

    def step(self, now, frames):
        self.turns += 1
        return (), None


def fastest(prepare, **options):
    """The least processor time of some runs, and the last rig."""
    best = float("inf")
    for _ in range(REPEATS):
        rig = chargerig.Rig(SCENARIO, **options)
        prepare(rig)
        begin = time.thread_time()
        rig.run()
        best = min(best, time.thread_time() - begin)
    return best, rig


def main():
    plain, _ = fastest(lambda rig: None, record=False)
    recorded, _ = fastest(lambda rig: None)
    count = [0]

    def callback(frame):
        count[0] += 1

    called, rig = fastest(lambda rig: rig.on_frame(callback), record=False)
    frames = rig.result["frames_sent"]
    filtered, _ = fastest(lambda rig: rig.on_frame(callback, id=1), record=False)
    listener = Listener()
    attended, _ = fastest(lambda rig: rig.add_participant(listener), record=False)
    print(f"run alone                 {plain * 1e3:8.1f} ms, {frames} frames")
    for what, time, number in (("recording, each frame", recorded, frames), ("callback, each frame", called, frames),
                               ("callback, other frames", filtered, frames),
                               ("participant, each turn", attended, listener.turns / REPEATS)):
        print(f"{what:25} {(time - plain) / number * 1e6:8.2f} us")


if __name__ == "__main__":
    main()
