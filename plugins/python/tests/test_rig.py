# SPDX-License-Identifier: Apache-2.0
"""Runs in one process: in one go, in steps, and with a hand on them."""
import json
import os
import signal
import subprocess
import threading

import pytest

import chargerig

PROGRAM = os.environ["CHARGERIG_PROGRAM"]
VOLATILE = ("wall_s", "load_s", "speed_factor")
EMPTY = {"name": "empty"}


def on_command_line(name, *options):
    run = subprocess.run([PROGRAM, "run", name, "--json", "-", *options], capture_output=True, text=True, check=False)
    return json.loads(run.stdout), run.returncode


def steady(data):
    """Without what differs between two runs, and without the folder that the file lies in."""
    inputs = [each["sha256"] for each in data["inputs"]]
    return {**{key: value for key, value in data.items() if key not in VOLATILE}, "inputs": inputs}


@pytest.mark.parametrize("name", ["normal/din", "normal/iso2-target-soc", "bidirectional/iso20-dynamic-ocpp",
                                  "faults/insulation", "faults/frames-jitter", "flags/authorisation"])
def test_verdict_and_log_are_those_of_the_command_line(name):
    expected, code = on_command_line(name)
    result = chargerig.Rig(name).run()
    assert steady(result.data) == steady(expected)
    assert list(result.data) == list(expected)
    assert (result.verdict, result.log_sha256, result.exit_code) == (expected["verdict"], expected["log_sha256"], code)


def test_options_and_verdicts_other_than_pass_too():
    options = ["--set", "modules.current_ramp_up_slope=1", "--protocol", "3.2", "--seed", "5", "--pistol", "3"]
    expected, code = on_command_line("normal/din", *options)
    assert code == 1
    result = chargerig.Rig("normal/din", set={"modules.current_ramp_up_slope": 1}, protocol="3.2", seed=5, pistol=3).run()
    assert steady(result.data) == steady(expected)
    assert (result.exit_code, result.passed) == (1, False)
    assert result.failures == expected["failures"]


def test_steps_change_no_byte():
    rig = chargerig.Rig("normal/din")
    while rig.step(0.7):
        pass
    assert rig.over
    assert rig.run().log_sha256 == chargerig.Rig("normal/din").run().log_sha256


def test_the_log_is_written(tmp_path):
    log = tmp_path / "session.log"
    chargerig.Rig("normal/din", log=log).run()
    other = tmp_path / "other.log"
    on_command_line("normal/din", "--log", str(other))
    assert log.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("sides", ["modules", "controller,vehicle", "none"])
def test_a_part_needs_the_other_side(sides):
    run = subprocess.run([PROGRAM, "run", "normal/din", "--emulate", sides], capture_output=True, text=True, check=False)
    with pytest.raises(chargerig.Error) as raised:
        chargerig.Rig("normal/din", emulate=sides).run()
    assert str(raised.value) == run.stderr.removeprefix("error: ").rstrip()


def charging_rig(**options):
    rig = chargerig.Rig(EMPTY, **options)
    rig.do("plug_in")
    assert rig.run_until("Charging")
    return rig


def test_a_rig_without_steps_is_driven():
    rig = chargerig.Rig(EMPTY)
    assert rig.step(100.0) and rig.now == 100.0
    assert rig.state == "Waiting_For_PEV"
    rig.do("plug_in")
    assert rig.run_until("Charging", within=60)
    assert rig.run_until("Power_Modules_Status.Present_Current >= 50", within=30)
    assert rig.signal("Power_Modules_Status.Present_Current") >= 50
    assert rig.label("Advantics_Controller_Status.State") == "Charging"
    assert rig.readings["stage_current_A"] == pytest.approx(rig.signal("Power_Modules_Status.Present_Current"), abs=5)
    before = rig.now
    assert not rig.run_until("Power_Modules_Status.Present_Current <= 1", within=2)
    assert rig.now == pytest.approx(before + 2)
    rig.do({"stop": "user"})
    assert rig.run_until({"signal": "Advantics_Controller_Status.State", "is": "Closing_Communication"}, within=30)
    result = rig.run()
    assert result.failures == ["nothing was waited for or expected"]
    assert result["pistols"][0]["session_end"] == "Clean_Stop"
    assert rig.run() is result is rig.result


def test_parameters_are_set_while_it_runs():
    rig = charging_rig()
    assert rig.run_until("Power_Modules_Status.Present_Current >= 50")
    assert rig.parameter("modules.maximum_charge_current") > 20
    rig.set("modules.maximum_charge_current", 20)
    assert rig.run_until("Power_Modules_Status.Present_Current <= 20.5")
    assert rig.parameter("modules.maximum_charge_current") == 20.0
    assert rig.parameter("modules.system_enable") is True
    assert rig.parameter("modules.enable_at") in ("state4", "new_charge_session")
    with pytest.raises(chargerig.Error, match="parameter: modules: unknown parameter: 'maximum_charge'; allowed: "):
        rig.parameter("modules.maximum_charge")


def test_parameters_of_vehicle_and_controller_are_those_of_the_start():
    scenario = dict(EMPTY, vehicle={"protocol": "din", "initial_soc_percent": 33},
                    controller={"config": {"max_charger_voltage": 920}})
    rig = chargerig.Rig(scenario)
    assert rig.parameter("vehicle.initial_soc_percent") == 33.0
    assert rig.parameter("vehicle.protocol") == "din"
    assert rig.parameter("controller.config.max_charger_voltage") == 920.0
    for path, said in {
        "vehicle.soc": "parameter: vehicle has no such entry: 'soc'; allowed: ",
        "controller.config.voltage": "parameter: unknown controller entry: 'voltage'; allowed: the entries of",
        "seed": "parameter: there is no such parameter: 'seed'; allowed: modules.NAME, vehicle.NAME, controller.config",
    }.items():
        with pytest.raises(chargerig.Error, match=said):
            rig.parameter(path)


def test_what_is_no_parameter_cannot_be_set():
    rig = charging_rig()
    with pytest.raises(chargerig.Error, match="step:1:1: this cannot be set while a session runs: 'wrong.path'"):
        rig.set("wrong.path", 1)


def test_faults_begin_and_end():
    rig = charging_rig()
    name = rig.inject("drop", message="Power_Modules_Status", name="lost")
    assert name == "lost"
    assert rig.run_until(lambda: rig.state == "Ending_Charge" or rig.signal("Emergency_Stop.Origin") is not None, within=3)
    rig.clear("lost")
    rig.step(1)
    result = rig.run()
    assert result["faults"][0]["name"] == "lost" and result["faults"][0]["frames"] > 0
    with pytest.raises(chargerig.Error, match="no such fault has begun: 'never'; allowed: lost"):
        rig.clear("never")
    with pytest.raises(chargerig.Error, match="unknown kind of fault"):
        charging_rig().inject("explode")


def test_a_condition_may_be_a_function():
    rig = charging_rig()
    asked = []
    assert rig.run_until(lambda: asked.append(rig.now) or len(asked) == 10)
    assert asked == sorted(asked) and len(asked) == 10
    assert not rig.run_until(lambda: False, within=0.5)
    with pytest.raises(ZeroDivisionError):
        rig.run_until(lambda: 1 / 0)


def test_frames_and_events_are_told():
    rig = chargerig.Rig("normal/din")
    frames, statuses, events = [], [], []
    rig.on_frame(frames.append)
    end = rig.on_frame(statuses.append, message="Power_Modules_Status")
    rig.on_event(events.append)
    rig.step(30)
    end()
    count = len(statuses)
    assert count > 50
    result = rig.run()
    assert len(statuses) == count
    decoder = chargerig.Protocol()
    assert {decoder.decode(frame)[0] for frame in statuses} == {"Power_Modules_Status"}
    assert len(frames) == len(rig.frames) == result["frames_sent"]
    assert [event.text for event in events if event.kind == "state" and event.source == "controller"][-1]
    assert {event.source for event in events} >= {"controller", "modules", "vehicle", "scenario"}
    assert str(events[0]) in [str(event) for event in rig.timeline]


def test_identifiers_filter_too():
    rig = chargerig.Rig("normal/din")
    wanted = chargerig.Protocol().id("DC_Power_Control")
    seen = []
    rig.on_frame(seen.append, id=wanted)
    rig.run()
    assert seen and {frame.id for frame in seen} == {wanted}
    with pytest.raises(chargerig.Error, match="message: .*Power_Module_Status"):
        chargerig.Rig("normal/din").on_frame(print, message="Power_Module_Status")


def test_what_a_callback_raises_comes_out():
    rig = chargerig.Rig("normal/din")

    def callback(frame):
        if frame.time > 20:
            raise KeyError("enough")

    rig.on_frame(callback)
    with pytest.raises(KeyError, match="enough"):
        rig.run()
    assert 20 < rig.now < 21


def test_a_callback_may_act_but_not_step():
    rig = chargerig.Rig(EMPTY)
    refused = []

    def on_event(event):
        if event.text == "Charging" and event.source == "controller":
            rig.do({"stop": "user"})
        try:
            rig.step(1)
        except chargerig.Error as error:
            refused.append(str(error))

    rig.on_event(on_event)
    rig.do("plug_in")
    assert rig.run_until("Closing_Communication", within=90)
    assert set(refused) == {"Rig: step() from inside a callback; the rig is running already"}


def test_stop_ends_in_the_safe_order():
    with charging_rig() as rig:
        rig.stop()
    assert rig.result.failures[0] == "interrupted by the user"
    assert rig.result["pistols"][0]["session_end"] == "Clean_Stop"


def test_nothing_follows_the_end():
    rig = chargerig.Rig("normal/din")
    rig.run()
    with pytest.raises(chargerig.Error, match=r"step\(\) after the end of the run; make a new Rig"):
        rig.step(1)
    with pytest.raises(ValueError):
        rig.step(-1)


def test_the_lock_is_free_while_it_runs():
    """The run lasts as long as nobody stops it, and only the other thread will."""
    rig = chargerig.Rig(EMPTY, record=False).start()
    entered, counted = threading.Event(), []

    def other():
        entered.wait()
        for number in range(1000):
            counted.append(number)
        rig.stop()

    thread = threading.Thread(target=other)
    thread.start()
    entered.set()
    rig.step(1e8)
    thread.join()
    assert rig.over and len(counted) == 1000


def test_another_thread_may_not_touch_it():
    rig = chargerig.Rig(EMPTY, record=False).start()
    entered, refused = threading.Event(), []

    def other():
        entered.wait()
        while not refused:
            try:
                rig.signal("Power_Modules_Status.Present_Current")
            except chargerig.Error as error:
                refused.append(str(error))
        rig.stop()

    thread = threading.Thread(target=other)
    thread.start()
    rig.on_frame(lambda frame: entered.set())
    rig.step(1e8)
    thread.join()
    assert refused == ["Rig: the rig is running in another thread; only stop() and the recording may be used meanwhile"]


def test_ctrl_c_ends_a_run():
    rig = chargerig.Rig(EMPTY, record=False).start()
    entered = threading.Event()

    def other():
        entered.wait()
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=other)
    thread.start()
    entered.set()
    with pytest.raises(KeyboardInterrupt):
        rig.step(1e8)
    thread.join()
    assert rig.run().failures[0] == "interrupted by the user"


def test_many_at_once():
    names = ["normal/din", "normal/iso2-target-soc", "faults/insulation"]
    alone = [chargerig.Rig(name).run().log_sha256 for name in names]
    assert [result.log_sha256 for result in chargerig.run_many(names, jobs=2)] == alone


def test_reports(tmp_path):
    result = chargerig.Rig("normal/din", log=tmp_path / "din.log").run()
    assert "DIN 70121, a 400 V car" in result.html() and "<svg" in result.html()
    assert "<testsuites" in result.junit()
    with pytest.raises(chargerig.Error, match="Rig: speed is out of range"):
        chargerig.Rig("normal/din", speed=0).run()
