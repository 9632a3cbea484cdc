# SPDX-License-Identifier: Apache-2.0
"""Recordings as numpy arrays that look at the rig's own memory."""
import gc
import os
import re
import subprocess

import numpy as np
import pytest

import chargerig

PROGRAM = os.environ["CHARGERIG_PROGRAM"]
CURRENT = "Power_Modules_Status.Present_Current"


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    log = tmp_path_factory.mktemp("log") / "din.log"
    rig = chargerig.Rig("normal/din", log=log)
    rig.run()
    return rig, log


def address(array):
    return array.__array_interface__["data"][0]


def test_arrays_share_the_recording_s_memory(played):
    rig, _ = played
    first, second = rig.frames, rig.frames
    assert np.shares_memory(first, second) and address(first) == address(second)
    assert not first.flags.owndata and not first.flags.writeable
    one, other = rig.series(CURRENT), rig.series(CURRENT)
    assert np.shares_memory(one.value, other.value) and np.shares_memory(one.time, other.time)
    assert not one.value.flags.owndata and not one.value.flags.writeable
    with pytest.raises(ValueError):
        one.value[0] = 1


def test_frames_are_those_of_the_log(played):
    rig, log = played
    lines = log.read_text(encoding="ascii").splitlines()
    frames = rig.frames
    assert len(frames) == len(lines) == rig.result["frames_sent"]
    for line, frame in zip(lines, frames):
        time, identifier, data = re.match(r"\((\d+\.\d{6})\) \S+ ([0-9A-F]+)#([0-9A-F]*)", line).groups()
        assert int(identifier, 16) == frame["id"]
        assert bytes.fromhex(data) == bytes(frame["data"][:frame["length"]])
        assert float(time) == pytest.approx(frame["time_ns"] / 1e9, abs=1e-6)


def test_a_series_is_what_the_program_decodes(played):
    rig, log = played
    run = subprocess.run([PROGRAM, "decode", str(log)], capture_output=True, text=True, check=True)
    decoded = [float(found[1]) for found in
               re.finditer(r"Power_Modules_Status\b.*?\bPresent_Current[=: ]+(-?[\d.]+)", run.stdout)]
    series = rig.series(CURRENT)
    assert len(decoded) == len(series.value) == len(series.time)
    assert np.allclose(series.value, decoded)
    assert np.all(np.diff(series.time) > 0)
    assert series.value.max() == pytest.approx(120, abs=1)


def test_a_view_stays_what_it_is_while_more_is_recorded():
    rig = chargerig.Rig("normal/din")
    rig.step(20)
    early, series = rig.frames, rig.series(CURRENT)
    kept, values = early.copy(), series.value.copy()
    while rig.step(20):
        rig.series(CURRENT)
    assert len(rig.frames) > 3 * len(early)
    assert np.array_equal(early, kept) and np.array_equal(series.value, values)
    assert np.array_equal(rig.frames[:len(kept)], kept)
    del rig
    gc.collect()
    assert np.array_equal(early, kept)


def test_a_growing_recording_moves_to_larger_memory_and_leaves_the_old():
    rig = chargerig.Rig({"name": "idle"})
    rig.step(1)
    early = rig.frames
    rig.step(2000)
    late = rig.frames
    assert len(late) > 4096 and not np.shares_memory(early, late)
    assert np.array_equal(early, late[:len(early)])


def test_nothing_recorded_is_an_empty_array():
    class Silent:
        def step(self, now, frames):
            return [], None

    rig = chargerig.Rig({"name": "nobody"}, emulate="none")
    rig.add_participant(Silent())
    rig.step(1)
    assert len(rig.frames) == 0 and rig.frames.dtype.names[:2] == ("time_ns", "id")
    assert len(rig.series(CURRENT).value) == 0


def test_without_a_recording():
    rig = chargerig.Rig("normal/din", record=False)
    rig.run()
    with pytest.raises(chargerig.Error, match="Rig: nothing is recorded: 'record=False'; allowed: record=True"):
        rig.frames
    with pytest.raises(chargerig.Error, match="Present_Curent"):
        chargerig.Rig("normal/din").series("Power_Modules_Status.Present_Curent")
