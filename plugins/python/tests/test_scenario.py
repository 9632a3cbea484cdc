# SPDX-License-Identifier: Apache-2.0
"""Scenarios from files and from code, and what is wrong with them."""
import os
import pathlib
import subprocess

import pytest

import chargerig

PROGRAM = os.environ["CHARGERIG_PROGRAM"]
WRONG = """format: 1
name: wrong
vehicle: {profil: vw-id3-58, initial_soc_percent: 140}
steps:
  - jump
  - wait: {state: Charging}
  - wait: {signal: Power_Modules_Status.Present_Curent, at_least: 5, within_s: 1}
"""
UNKNOWN_SIGNAL = """format: 1
name: unknown
steps:
  - wait: {signal: Power_Modules_Status.Present_Curent, at_least: 5, within_s: 1}
  - wait: {signal: Power_Moduls_Status.Present_Current, at_least: 5, within_s: 1}
"""


def check(path):
    """The errors as the command line prints them."""
    run = subprocess.run([PROGRAM, "check", str(path)], capture_output=True, text=True, check=False)
    assert run.returncode == 2, run.stderr
    return [line.removeprefix("error: ") for line in run.stderr.splitlines() if line.startswith("error: ")]


@pytest.mark.parametrize("text", [WRONG, UNKNOWN_SIGNAL, "steps: [", "format: 2\nname: x\n", ""])
def test_errors_are_those_of_the_command_line(tmp_path, text):
    path = tmp_path / "wrong.yaml"
    path.write_text(text, encoding="utf-8")
    expected = check(path)
    assert expected
    with pytest.raises(chargerig.Error) as raised:
        chargerig.load(path)
    assert raised.value.lines == expected
    assert str(raised.value) == "\n".join(expected)
    with pytest.raises(chargerig.Error) as raised:
        chargerig.Scenario(text, name=str(path))
    assert raised.value.lines == expected


def test_a_file_that_is_not_there():
    with pytest.raises(chargerig.Error, match="no/such.yaml: "):
        chargerig.load("no/such.yaml")


def test_shipped_ones_have_names():
    names = chargerig.shipped()
    assert len(names) >= 50 and "normal/din" in names
    scenario = chargerig.load("normal/din")
    assert (scenario.name, scenario.protocol, scenario.emulate) == (
        "DIN 70121, a 400 V car", "3.6", "controller,vehicle,modules")
    assert pathlib.Path(scenario.file).name == "din.yaml"
    assert scenario.steps[1] == "plug_in"
    assert "phases" in scenario.expectations


def test_values_are_replaced():
    scenario = chargerig.load("normal/din", set={"seed": 7, "controller.config.is_bidirectional": True})
    assert scenario.seed == 7
    other = scenario.changed({"protocol": "3.1"})
    assert (other.seed, other.protocol, scenario.protocol) == (7, "3.1", "3.6")
    with pytest.raises(chargerig.Error, match="--set vehicle.wrong"):
        scenario.changed({"vehicle.wrong": 1})


def test_written_in_code():
    content = {
        "description": "by hand",
        "vehicle": {"profile": "vw-id3-58", "protocol": "din", "initial_soc_percent": 40},
        "steps": ["plug_in", {"wait": {"state": "Charging", "within_s": 60}}, {"stop": "user"},
                  {"wait": {"state": "Closing_Communication", "within_s": 30}}],
    }
    scenario = chargerig.Scenario(content, name="made here")
    assert (scenario.name, scenario.file, len(scenario.steps)) == ("made here", "made here", 4)
    assert chargerig.Rig(scenario).run().verdict == "pass"
    content["steps"][0] = "plug"
    with pytest.raises(chargerig.Error, match=r"made here:\d+:\d+: unknown step: 'plug'; allowed: plug_in"):
        chargerig.Scenario(content, name="made here")


def test_text_and_dict_are_the_same():
    text = "format: 1\nname: same\nsteps:\n  - plug_in\n  - wait: {state: Charging, within_s: 60}\n"
    as_dict = {"name": "same", "steps": ["plug_in", {"wait": {"state": "Charging", "within_s": 60}}]}
    results = [chargerig.Rig(chargerig.Scenario(content), timeout=40).run() for content in (text, as_dict)]
    assert results[0].log_sha256 == results[1].log_sha256


def test_a_config_file_of_a_controller(tmp_path):
    config = tmp_path / "config.cfg"
    config.write_text("no such line\n", encoding="utf-8")
    with pytest.raises(chargerig.Error, match="config.cfg"):
        chargerig.load("normal/din", config=config)
