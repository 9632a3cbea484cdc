# SPDX-License-Identifier: Apache-2.0
"""Scenarios as tests, and the fixture, in a pytest of their own."""
import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

import chargerig

PASSING = """format: 1
name: it charges
vehicle: {profile: vw-id3-58, protocol: din}
steps:
  - plug_in
  - wait: {state: Charging, within_s: 60}
  - stop: user
  - wait: {state: Closing_Communication, within_s: 30}
"""
TESTS = """
def test_it_charges(chargerig):
    rig = chargerig.rig({"name": "by hand"})
    rig.do("plug_in")
    assert rig.run_until("Charging")

def test_a_whole_one(chargerig):
    assert chargerig.run(chargerig.load("normal/din")).passed

def test_none_is_needed(chargerig):
    pass
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios/charges.yaml").write_text(PASSING, encoding="utf-8")
    (tmp_path / "scenarios/late.yaml").write_text(PASSING.replace("within_s: 60", "within_s: 1"), encoding="utf-8")
    (tmp_path / "scenarios/wrong.yaml").write_text(PASSING.replace("plug_in", "plug"), encoding="utf-8")
    (tmp_path / "scenarios/part.yaml").write_text(PASSING + "emulate: modules\n", encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other/compose.yaml").write_text("services: {}\n", encoding="utf-8")
    (tmp_path / "other/test_it.py").write_text(TESTS, encoding="utf-8")
    return tmp_path


def run_pytest(folder, *arguments):
    return subprocess.run([sys.executable, "-B", "-m", "pytest", "-p", "chargerig.pytest_plugin", "-p",
                           "no:cacheprovider", "--junitxml", "junit.xml", *arguments], cwd=folder, capture_output=True,
                          text=True, check=False)


def cases(folder):
    tree = ElementTree.parse(folder / "junit.xml")
    return {case.get("name"): case for case in tree.iter("testcase")}


def properties(case):
    return {each.get("name"): each.get("value") for each in case.iter("property")}


def test_files_are_tests(folder):
    run = run_pytest(folder, "other", "--chargerig-scenarios", "scenarios")
    found = cases(folder)
    assert set(found) == {"charges", "late", "wrong", "part", "test_it_charges", "test_a_whole_one", "test_none_is_needed"}
    assert run.returncode == 1
    assert "5 passed" not in run.stdout and "4 passed" in run.stdout and "2 failed" in run.stdout
    assert "1 skipped" in run.stdout
    assert "not met in time: wait {state Charging, within_s 1}" in run.stdout
    assert "unknown step: 'plug'; allowed: plug_in" in run.stdout
    assert "Traceback" not in run.stdout


def test_results_are_properties(folder):
    run_pytest(folder, "--chargerig-scenarios", "scenarios", "scenarios/charges.yaml", "other/test_it.py")
    found = cases(folder)
    expected = chargerig.Rig(chargerig.load(folder / "scenarios/charges.yaml")).run()
    seen = properties(found["charges"])
    assert (seen["chargerig_verdict"], seen["chargerig_log_sha256"]) == ("pass", expected.log_sha256)
    assert properties(found["test_a_whole_one"])["chargerig_verdict"] == "pass"
    assert properties(found["test_it_charges"])["chargerig_verdict"] == "inconclusive"
    assert properties(found["test_none_is_needed"]) == {}


def test_reports_are_left(folder):
    run_pytest(folder, "other", "--chargerig-scenarios", "scenarios", "--chargerig-report", "reports")
    seen = properties(cases(folder)["charges"])
    assert json.loads((folder / seen["chargerig_report_json"]).read_text(encoding="utf-8"))["verdict"] == "pass"
    page = (folder / seen["chargerig_report_html"]).read_text(encoding="utf-8")
    assert "it charges" in page and "<svg" in page
    assert len(list((folder / "reports").glob("*.log"))) == 4


def test_the_setting_does_as_well(folder):
    (folder / "pytest.ini").write_text("[pytest]\nchargerig_scenarios = scenarios\n", encoding="utf-8")
    run_pytest(folder)
    assert {"charges", "late", "wrong", "part"} < set(cases(folder))


def test_a_folder_that_is_not_there(folder):
    run = run_pytest(folder, "--chargerig-scenarios", "nowhere")
    assert run.returncode == 4 and "--chargerig-scenarios: no such folder: nowhere" in run.stderr
