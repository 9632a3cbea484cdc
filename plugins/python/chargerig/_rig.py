# SPDX-License-Identifier: Apache-2.0
"""The rig: a run that Python drives, or lets go."""
from __future__ import annotations

import concurrent.futures
import json
import os
import re
from typing import Any, Callable, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Union

from . import _core
from ._scenario import Path, Scenario, Sets

_COMPARISON = re.compile(r"^\s*(\w+\.\w+)\s*(>=|<=|==)\s*(\S.*?)\s*$")
_KEYS = {">=": "at_least", "<=": "at_most", "==": "is"}
_EXIT_CODES = {"pass": 0, "fail": 1, "error": 3, "inconclusive": 4}


class Series(NamedTuple):
    """A signal as it was on the bus: when (s) and what (in its unit). Both look at the recording itself."""

    time: Any
    value: Any


class Result:
    """What a run came to; `data` is the object that `chargerig run --json` prints."""

    def __init__(self, text: str, session: _core.Session) -> None:
        self.json = text
        self.data: dict[str, Any] = json.loads(text)
        self._session = session

    verdict = property(lambda self: self.data["verdict"], doc="pass, fail, inconclusive or error.")
    passed = property(lambda self: self.verdict == "pass")
    failures = property(lambda self: self.data["failures"], doc="Why the verdict is not pass.")
    log_sha256 = property(lambda self: self.data["log_sha256"], doc="Of the log's bytes.")
    exit_code = property(lambda self: _EXIT_CODES[self.verdict], doc="That of `chargerig run`.")

    def __getitem__(self, field: str) -> Any:
        return self.data[field]

    def html(self) -> str:
        """A report of this run as one page; with plots if the rig wrote a log that is still there."""
        return self._session.html()

    def junit(self) -> str:
        """The same as JUnit XML."""
        return self._session.junit()

    def __repr__(self) -> str:
        return f"<chargerig.Result {self.verdict} of {self.data['scenario']!r}>"


class Rig:
    """One run of a scenario.

    scenario: a Scenario, a file, the name of a shipped one, or a dict. A scenario without steps stays open until
        run() or stop(): Python says what happens.
    emulate, protocol, pistol, seed, set, config: over the scenario's, as on the command line.
    bus: "in-process", or "PLUGIN:INTERFACE" as for --bus.
    speed: times real time; None is as fast as possible in-process, and 1 on a bus.
    log: a file for all frames, as `candump -l` writes them.
    timeout: seconds of the run's time after which it ends in the safe order.
    record: keep all frames for frames() and series().
    budget: seconds that a turn of a participant may take on a bus before the session ends.

    The run is set up by start(), which the first call that needs it makes by itself; participants and a battery are
    added before. Input that cannot be used raises chargerig.Error. One thread at a time, but for stop().
    """

    def __init__(self, scenario: Union[Scenario, Path, Mapping[str, Any]], *, emulate: Optional[str] = None,
                 bus: str = "in-process", protocol: Optional[str] = None, pistol: Optional[int] = None,
                 seed: Optional[int] = None, set: Sets = None, config: Optional[Path] = None,
                 speed: Optional[float] = None, log: Optional[Path] = None, timeout: Optional[float] = None,
                 record: bool = True, budget: float = 0.05) -> None:
        if isinstance(scenario, Mapping):
            scenario = Scenario(scenario)
        elif not isinstance(scenario, Scenario):
            scenario = Scenario.load(scenario)
        own = {"protocol": protocol, "pistol": pistol, "seed": seed, "emulate": emulate}
        sets = {**(set or {}), **{key: value for key, value in own.items() if value is not None}}
        self.scenario = scenario.changed(sets, config=config) if sets or config is not None else scenario
        self._options = {"bus": bus, "speed": speed, "log": "" if log is None else os.fspath(log),
                         "timeout": timeout, "record": record, "budget": budget}
        self._participants: List[tuple[str, Any]] = []
        self._battery: Any = None
        self._battery_tick = 0.01
        self._running: Optional[_core.Session] = None
        self._result: Optional[Result] = None

    # Before the start

    def add_participant(self, participant: Any, name: Optional[str] = None) -> None:
        """Somebody else on the bus: `participant.step(now, frames) -> (frames to send, next turn)`.

        It has a turn at 0 s, whenever a frame reaches it, and when it asked for the next one (seconds since the
        start; None: when a frame comes). A frame to send is a Frame or (id, data).
        """
        self._before_start("add_participant()")
        self._participants.append((name or type(participant).__name__, participant))

    def set_battery(self, model: Any, tick: float = 0.01) -> None:
        """A battery of your own: `model.step(seconds, current) -> (voltage, state of charge)`.

        It is asked every `tick` seconds, with the mean current in A since the last time (positive charges), and
        first with 0 s and 0 A. The voltage in V lies behind the series resistance of the vehicle's profile; the
        state of charge is in %.
        """
        self._before_start("set_battery()")
        self._battery, self._battery_tick = model, tick

    battery = property(lambda self: self._battery, set_battery, doc="The model that set_battery() was given.")

    def _before_start(self, what: str) -> None:
        if self._running is not None:
            raise _core.Error(f"Rig: {what} comes before the start of the run")

    # The run

    def start(self) -> "Rig":
        """Sets the run up and opens the bus; the first instant is played by the first step."""
        if self._running is None:
            self._running = _core.Session(self.scenario._core, participants=self._participants, battery=self._battery,
                                          battery_tick=self._battery_tick, **self._options)
        return self

    @property
    def _session(self) -> _core.Session:
        self.start()
        assert self._running is not None
        return self._running

    def step(self, seconds: float) -> bool:
        """Plays that much of the run's time. False: the run is over."""
        if not seconds >= 0.0:
            raise ValueError(f"a step lasts 0 s or more, not {seconds}")
        session = self._session
        session.advance(session.now + seconds)
        return not session.over

    def run_until(self, condition: Union[str, Mapping[str, Any], Callable[[], Any]], within: float = 60.0) -> bool:
        """Plays until the condition is met, for at most `within` seconds; whether it was met.

        condition: a state ("Charging"), a comparison ("Power_Modules_Status.Present_Current >= 100", also with <=
        and ==, for numbers and labels), the content of a `wait` step as a dict, or a callable that is asked after
        each instant.
        """
        session = self._session
        if callable(condition):
            return self._run_until_true(session, condition, within)
        if isinstance(condition, str):
            found = _COMPARISON.match(condition)
            condition = ({"signal": found[1], _KEYS[found[2]]: found[3]} if found else {"state": condition})
        return session.wait(json.dumps({**condition, "within_s": within}, ensure_ascii=False))

    @staticmethod
    def _run_until_true(session: _core.Session, condition: Callable[[], Any], within: float) -> bool:
        met = bool(condition())

        def enough() -> bool:
            nonlocal met
            met = bool(condition())
            return met

        if not met:
            session.advance(session.now + within, enough)
        return met

    def run(self) -> Result:
        """Plays to the end and judges; later calls give the same result."""
        if self._result is None:
            self._result = Result(self._session.finish(), self._session)
        return self._result

    def stop(self) -> None:
        """Ends the session in the safe order, with the next step or run(). May come from any thread."""
        self._session.stop()

    def close(self) -> None:
        """Ends a run that goes on, in the safe order. Nothing to do after run()."""
        session = self._running
        if session is not None and self._result is None:
            session.stop()
            self.run()

    def __enter__(self) -> "Rig":
        return self.start()

    def __exit__(self, kind: Any, *_: Any) -> None:
        self.close()

    now = property(lambda self: self._session.now, doc="Seconds since the start of the run.")
    over = property(lambda self: self._session.over, doc="Whether the run has come to its end.")
    state = property(lambda self: self._session.state or None,
                     doc="The state that the controller last reported, by the protocol's label; None: none yet.")
    result = property(lambda self: self._result, doc="After run(), else None.")
    overruns = property(lambda self: self._session.overruns,
                        doc="Turns of participants on a bus that took longer than the budget.")

    # A hand on it

    def do(self, step: Union[str, Mapping[str, Any]]) -> None:
        """A step as in a scenario: "plug_in", {"stop": "user"}. Done at the next instant."""
        self._session.command(step if isinstance(step, str) else json.dumps(step, ensure_ascii=False))

    def set(self, path: str, value: Any) -> None:
        """As a `set` step: "modules.NAME", "ocpp.target_current_A", "controller.dig_in1" ..."""
        self.do({"set": {path: value}})

    def inject(self, kind: str, **keys: Any) -> str:
        """As a `fault` step, e.g. inject("drop", message="Power_Modules_Status"); gives its name.

        A key that is a word of Python has a line behind it: inject("silence", from_="modules").
        """
        fault = {"kind": kind, **{key.rstrip("_"): value for key, value in keys.items()}}
        self.do({"fault": fault})
        return str(fault.get("name", kind))

    def clear(self, name: str) -> None:
        """Ends a fault."""
        self.do(f"clear: {name}")

    # What can be seen

    def signal(self, path: str) -> Optional[float]:
        """The latest value of "MESSAGE.SIGNAL" on the bus, in its unit; None before its first frame."""
        return self._session.signal(path)

    def label(self, path: str) -> Optional[str]:
        """The label of that value; None if it has none."""
        return self._session.label(path)

    def parameter(self, path: str) -> Union[float, bool, str]:
        """What a parameter of the modules, "modules.NAME", is now; "vehicle.NAME" and "controller.config.NAME" as they
        were at the start."""
        text = self._session.parameter(path)
        if text in ("true", "false"):
            return text == "true"
        try:
            return float(text)
        except ValueError:
            return text

    @property
    def readings(self) -> Optional[dict[str, Any]]:
        """The sensors of the electrical world (V, A, degC, %); None where this process computes none."""
        return self._session.readings()

    def on_frame(self, callback: Callable[[_core.Frame], Any], *, message: Union[str, Sequence[str], None] = None,
                 id: Union[int, Sequence[int], None] = None) -> Callable[[], None]:
        """Calls back with each frame on the bus, or with those of these messages and identifiers alone.

        Gives a function that ends it. What the callback raises stops the run and comes out of step() or run().
        """
        messages = [message] if isinstance(message, str) else list(message or ())
        ids = [id] if isinstance(id, int) else list(id or ())
        number = self._session.on_frame(callback, messages, ids)
        return lambda: self._session.remove_frame_callback(number)

    def on_event(self, callback: Callable[[_core.Event], Any]) -> None:
        """Calls back with each line of the timeline: states, actions, warnings, abnormal transitions."""
        self._session.on_event(callback)

    @property
    def timeline(self) -> List[_core.Event]:
        """All events so far."""
        return self._session.timeline

    # The recording

    @property
    def frames(self) -> Any:
        """All frames so far as a numpy array with the fields time_ns, id, flags, direction, bus, length, data.

        It looks at the recording itself and is read-only; later frames are not in it.
        """
        import numpy

        return numpy.asarray(self._session.frames())

    def series(self, path: str) -> Series:
        """All values of "MESSAGE.SIGNAL" so far, as numpy arrays that look at the recording itself."""
        import numpy

        time, value = self._session.series(path)
        return Series(numpy.asarray(time), numpy.asarray(value))


def run_many(scenarios: Iterable[Union[Scenario, Path, Mapping[str, Any]]], jobs: int = 1, **options: Any) -> List[Result]:
    """Runs scenarios, `jobs` at a time; the results in the order of the scenarios.

    `options` are those of Rig; nothing is recorded unless they say so.
    """
    options.setdefault("record", False)
    with concurrent.futures.ThreadPoolExecutor(max_workers=jobs) as pool:
        return list(pool.map(lambda scenario: Rig(scenario, **options).run(), scenarios))
