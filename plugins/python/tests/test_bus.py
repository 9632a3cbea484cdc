# SPDX-License-Identifier: Apache-2.0
"""Rigs on a bus between processes, in real time: both sides, and somebody who listens."""
import functools
import socket
import threading

import pytest

import chargerig


@functools.cache
def bus():
    """One for all: a process serves only the first virtualcan that it opens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"virtualcan:tcp://127.0.0.1:{probe.getsockname()[1]}/can0"


def test_two_rigs_play_both_sides_and_a_third_listens():
    """Three threads of one interpreter; whoever kept its lock while it runs would stall the others."""
    address = bus()
    listener = chargerig.Rig("bench/modules-under-test", emulate="none", bus=address).start()
    controller = chargerig.Rig("bench/modules-under-test", bus=address)
    modules = chargerig.Rig("bench/controller-under-test", bus=address)
    threads = [threading.Thread(target=rig.run) for rig in (controller, modules, listener)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for rig in (controller, modules, listener):
        assert rig.result.passed, rig.result.failures
    assert listener.result["frames_sent"] == 0
    assert controller.result["frames_sent"] > 0 and modules.result["frames_sent"] > 0
    assert controller.result.log_sha256 != modules.result.log_sha256


class Idle:
    def __init__(self):
        self.turns = 0

    def step(self, now, frames):
        self.turns += 1
        return [], now + 0.05


def test_a_participant_that_takes_too_long_ends_the_session():
    rig = chargerig.Rig({"name": "slow"}, emulate="controller,vehicle", bus=bus(), budget=1e-6)
    idle = Idle()
    rig.add_participant(idle, name="slow one")
    result = rig.run()
    assert result.verdict == "error"
    assert any(text.startswith("slow one took longer than its 0.001 ms for a turn on the bus virtualcan:")
               for text in result.failures), result.failures
    assert rig.overruns == idle.turns > 0


def test_one_in_time_does_not():
    rig = chargerig.Rig({"name": "quick"}, emulate="controller,vehicle", bus=bus(), budget=60)
    rig.add_participant(Idle())
    rig.step(0.3)
    assert rig.overruns == 0
    rig.stop()
    assert rig.run().verdict == "inconclusive"


def test_a_bus_that_cannot_be():
    with pytest.raises(chargerig.Error, match="nonsense"):
        chargerig.Rig("normal/din", bus="nonsense").run()
    with pytest.raises(chargerig.Error, match="a real bus has a speed of its own: 'speed=inf'"):
        chargerig.Rig("normal/din", bus=bus(), speed=float("inf")).run()
