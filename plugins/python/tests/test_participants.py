# SPDX-License-Identifier: Apache-2.0
"""Participants and batteries written in Python."""
import gc
import weakref

import pytest

import chargerig

EMPTY = {"name": "empty"}


class Beacon:
    """One frame every 100 ms."""

    def __init__(self):
        self.heard = []
        self.turns = []
        self.next = 0.0

    def step(self, now, frames):
        self.turns.append(now)
        self.heard += frames
        if now < self.next:
            return [], self.next
        self.next = round(now + 0.1, 9)
        return [(0x1ABCDEF, b"\x01\x02")], self.next


def test_it_has_its_turns_and_is_heard():
    rig = chargerig.Rig(EMPTY)
    beacon = Beacon()
    rig.add_participant(beacon)
    seen = []
    rig.on_frame(seen.append, id=0x1ABCDEF)
    rig.step(10)
    assert len(seen) == 101 and seen[0] == chargerig.Frame(0x1ABCDEF, b"\x01\x02")
    assert beacon.turns == sorted(beacon.turns) and beacon.turns[0] == 0.0
    assert {round(turn, 9) for turn in beacon.turns} >= {round(0.1 * n, 9) for n in range(101)}
    assert beacon.heard and 0x1ABCDEF not in {frame.id for frame in beacon.heard}
    result = rig.run()
    assert result["unexpected_frames"][0]["kind"] == "unknown_id"
    assert len(beacon.heard) + len(rig.frames[rig.frames["id"] == 0x1ABCDEF]) == result["frames_sent"]


class Modules:
    """Power modules that say they are ready and give what is asked for, at once."""

    def __init__(self):
        self.protocol = chargerig.Protocol()
        self.awake = False
        self.voltage = self.current = 0.0
        self.next = None

    def step(self, now, frames):
        for frame in frames:
            message, values = self.protocol.decode(frame) or ("", {})
            if message == "New_Charge_Session" and not self.awake:
                self.awake, self.next = True, now + 0.001
            elif message == "DC_Power_Control":
                self.voltage, self.current = values["Target_Voltage"], 0.0
        if not self.awake or now < self.next:
            return [], self.next
        self.next = now + 0.1
        status = self.protocol.encode("Power_Modules_Status", {
            "Present_Voltage": self.voltage, "Present_Current": self.current, "System_Enable": "Allowed",
            "Insulation_Resistance": 510, "Power_Modules_Temperature": 20, "Enclosure_Temperature": 20})
        return [status], self.next


def test_it_may_be_the_other_side():
    rig = chargerig.Rig(EMPTY, emulate="controller,vehicle")
    rig.add_participant(Modules())
    rig.do("plug_in")
    assert rig.run_until("Insulation_Test", within=30)
    assert rig.run_until("Precharge", within=60) or rig.state is not None
    assert rig.signal("Power_Modules_Status.Insulation_Resistance") == 510


def test_messages_by_name():
    protocol = chargerig.Protocol("3.6", 2)
    frame = protocol.encode("DC_Power_Control", {"Target_Voltage": 400, "Power_Function": "Standby"})
    assert frame.id >> 24 == 2 and frame.id == protocol.id("DC_Power_Control")
    name, values = protocol.decode(frame)
    assert name == "DC_Power_Control" and values["Target_Voltage"] == 400
    assert chargerig.Protocol("3.6", 1).decode(frame) is None
    assert "Target_Voltage" in protocol.messages()["DC_Power_Control"]
    for values, error in (({"Target_Voltag": 1}, "Target_Voltag"), ({"Target_Voltage": 1e6}, "Target_Voltage"),
                          ({"Power_Function": "Sing"}, "Sing")):
        with pytest.raises(chargerig.Error, match=error):
            protocol.encode("DC_Power_Control", values)
    with pytest.raises(chargerig.Error, match="not a known protocol version: '9.9'"):
        chargerig.Protocol("9.9")
    with pytest.raises(chargerig.Error, match="pistol"):
        chargerig.Protocol("3.6", 32)


def test_what_it_raises_ends_the_session_and_comes_out():
    class Faulty(Beacon):
        def step(self, now, frames):
            if now > 25:
                raise RuntimeError("broken")
            return super().step(now, frames)

    rig = chargerig.Rig("normal/din")
    rig.add_participant(Faulty(), name="faulty")
    with pytest.raises(RuntimeError, match="broken"):
        rig.run()
    assert 25 < rig.now < 26
    result = rig.run()
    assert result.verdict == "error"
    assert "faulty: raised RuntimeError: broken" in result.failures
    assert result["pistols"][0]["session_end"] == "Clean_Stop"


@pytest.mark.parametrize("answer, error", [
    (([], 0.0), "is not later than now"), (([], float("nan")), "is not later than now"), (None, r"step\(\) gives"),
    (([(1 << 29, b"")], None), "29 bits"), (([(1, b"123456789")], None), "29 bits"), (([1], None), "")])
def test_an_answer_that_makes_no_sense(answer, error):
    class Wrong:
        def step(self, now, frames):
            return answer

    rig = chargerig.Rig(EMPTY)
    rig.add_participant(Wrong())
    with pytest.raises((TypeError, ValueError), match=error):
        rig.step(1)


def test_too_late_and_too_many():
    rig = chargerig.Rig(EMPTY).start()
    with pytest.raises(chargerig.Error, match=r"Rig: add_participant\(\) comes before the start of the run"):
        rig.add_participant(Beacon())
    rig = chargerig.Rig(EMPTY)
    for _ in range(40):
        rig.add_participant(Beacon())
    with pytest.raises(chargerig.Error, match="too many participants of your own: '40'"):
        rig.start()


class Source:
    """A battery as a constant voltage that counts its charge."""

    def __init__(self, voltage=350.0, soc=50.0, capacity_Ah=100.0):
        self.voltage, self.soc, self.capacity_As = voltage, soc, capacity_Ah * 3600
        self.calls = []

    def step(self, seconds, current):
        self.calls.append((seconds, current))
        self.soc += 100 * seconds * current / self.capacity_As
        return self.voltage, self.soc


def test_a_battery_of_one_s_own():
    rig = chargerig.Rig(EMPTY)
    model = rig.battery = Source()
    rig.do("plug_in")
    assert model.calls == [(0.0, 0.0)]
    assert rig.run_until("Power_Modules_Status.Present_Current >= 50", within=60)
    rig.step(60)
    assert model.soc > 51
    assert rig.readings["soc_percent"] == pytest.approx(model.soc, abs=0.01)
    assert rig.signal("Power_Modules_Status.Present_Voltage") == pytest.approx(350, abs=30)
    assert rig.signal("EV_Information_Battery.Present_State_of_Charge") == pytest.approx(model.soc, abs=1)
    assert {round(seconds, 9) for seconds, _ in model.calls[1:]} == {0.01}
    assert rig.run()["pistols"][0]["energy_to_vehicle_kWh"] == pytest.approx(
        sum(s * a for s, a in model.calls) * 350 / 3.6e6, rel=0.1)


def test_a_battery_that_fails():
    class Broken(Source):
        def step(self, seconds, current):
            if len(self.calls) > 1000:
                raise ArithmeticError("no root")
            return super().step(seconds, current)

    rig = chargerig.Rig(EMPTY)
    rig.set_battery(Broken(), tick=0.02)
    with pytest.raises(ArithmeticError, match="no root"):
        rig.step(60)
    assert "the battery model: raised ArithmeticError: no root" in rig.run().failures

    rig = chargerig.Rig(EMPTY)
    rig.battery = Source(voltage=-1)
    with pytest.raises(chargerig.Error, match="the battery model: impossible voltage: '-1'; allowed: 1 to 2000 V"):
        rig.start()
    rig = chargerig.Rig(EMPTY)
    rig.set_battery(Source(), tick=1e-5)
    with pytest.raises(chargerig.Error, match="is asked too often"):
        rig.start()


def test_nothing_is_kept_alive():
    beacon = Beacon()
    gone = weakref.ref(beacon)
    rig = chargerig.Rig(EMPTY)
    rig.add_participant(beacon)
    rig.step(1)
    del rig, beacon
    gc.collect()
    assert gone() is None
