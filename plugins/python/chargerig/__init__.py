# SPDX-License-Identifier: Apache-2.0
"""ChargeRig: emulates an Advantics charge controller, the power modules behind it, and a vehicle.

    import chargerig

    result = chargerig.Rig("normal/din", set={"vehicle.initial_soc_percent": 60}).run()
    assert result.passed, result.failures

A Rig is put together in four ways: all sides in one process (the default), `emulate="controller,vehicle"` for
power modules under test, `emulate="modules"` for a controller under test, `emulate="none"` to listen. See
docs/python.md.
"""
from ._core import Error, Event, Frame, FrameColumn, NumberColumn, Protocol, __version__, protocols
from ._rig import Result, Rig, Series, run_many
from ._scenario import Scenario, load, shipped

__all__ = ["Error", "Event", "Frame", "FrameColumn", "NumberColumn", "Protocol", "Result", "Rig", "Scenario",
           "Series", "__version__", "load", "protocols", "run_many", "shipped"]
