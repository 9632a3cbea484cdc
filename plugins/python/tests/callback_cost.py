# SPDX-License-Identifier: Apache-2.0
"""What Python costs a run: each frame given to a callback, or not, and a turn of a participant.

    PYTHONPATH=build/release/plugins/python python3 plugins/python/tests/callback_cost.py
"""
import time

import chargerig

SCENARIO = chargerig.load("bidirectional/iso20-dynamic-ocpp")
REPEATS = 5
MANY = 20  # callbacks at once, so that what a run itself takes does not blur the difference


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
    plain, rig = fastest(lambda rig: None, record=False)
    frames = rig.result["frames_sent"]
    count = [0]

    def callback(frame):
        count[0] += 1

    def many(rig, **wanted):
        for _ in range(MANY):
            rig.on_frame(callback, **wanted)

    called, _ = fastest(many, record=False)
    filtered, _ = fastest(lambda rig: many(rig, id=1), record=False)
    listener = Listener()
    attended, _ = fastest(lambda rig: rig.add_participant(listener), record=False)
    print(f"run alone                    {plain * 1e3:8.1f} ms, {frames} frames")
    for what, took, number in (("callback, each frame", called, frames * MANY),
                               ("callback, a frame of others", filtered, frames * MANY),
                               ("participant, each turn", attended, listener.turns / REPEATS)):
        print(f"{what:28} {(took - plain) / number * 1e6:8.2f} us")


if __name__ == "__main__":
    main()
