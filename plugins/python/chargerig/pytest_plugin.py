# SPDX-License-Identifier: Apache-2.0
"""Scenarios in pytest: files as test items, and the fixture `chargerig`.

    pytest -p chargerig.pytest_plugin --chargerig-scenarios scenarios --chargerig-report reports

An installed package brings the plugin along. Each *.yaml below a folder that the option or the setting
`chargerig_scenarios` names is a test that passes with the verdict pass; verdict, seed and log_sha256 are properties
of the test (in JUnit XML, too). With --chargerig-report each run leaves its HTML page, JSON result and log there.
"""
from __future__ import annotations

import pathlib
import re
from typing import Any, Iterator, List, Optional

import pytest

from . import Error, Result, Rig, Scenario
from . import load as load_scenario

_PROPERTIES = ("verdict", "seed", "protocol", "log_sha256", "simulated_s")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("chargerig")
    group.addoption("--chargerig-scenarios", action="append", default=[], metavar="DIR",
                    help="each scenario file (*.yaml) below this folder is a test; may be repeated")
    group.addoption("--chargerig-report", default=None, metavar="DIR",
                    help="a folder for the HTML page, the JSON result and the log of each run")
    parser.addini("chargerig_scenarios", "folders whose scenario files (*.yaml) are tests", type="paths", default=[])


def _folders(config: pytest.Config) -> List[pathlib.Path]:
    given = [config.invocation_params.dir / folder for folder in config.getoption("--chargerig-scenarios")]
    return [folder.resolve() for folder in given + [pathlib.Path(each) for each in config.getini("chargerig_scenarios")]]


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """What the option names is looked at, whatever else is."""
    for folder in config.getoption("--chargerig-scenarios"):
        wanted = (config.invocation_params.dir / folder).resolve()
        if not wanted.is_dir():
            raise pytest.UsageError(f"--chargerig-scenarios: no such folder: {folder}")
        roots = [(config.invocation_params.dir / arg.split("::")[0]).resolve() for arg in config.args]
        if not any(root == wanted or root in wanted.parents for root in roots):
            config.args.append(str(wanted))


def pytest_collect_file(file_path: pathlib.Path, parent: pytest.Collector) -> Optional[pytest.Collector]:
    if file_path.suffix not in (".yaml", ".yml"):
        return None
    if not any(folder in file_path.resolve().parents for folder in _folders(parent.config)):
        return None
    return ScenarioFile.from_parent(parent, path=file_path)


class ScenarioFile(pytest.File):
    """A file that holds one scenario."""

    def collect(self) -> Iterator[pytest.Item]:
        yield ScenarioItem.from_parent(self, name=self.path.stem)


class NotPassed(Exception):
    """The run came to another verdict than pass."""

    def __init__(self, result: Result) -> None:
        super().__init__("\n".join([f"verdict {result.verdict}", *result.failures]))


class ScenarioItem(pytest.Item):
    """A scenario as a test."""

    def runtest(self) -> None:
        scenario = load_scenario(self.path)
        if scenario.emulate not in ("controller,vehicle,modules", "none"):
            pytest.skip(f"emulates only {scenario.emulate}: needs a bus with the other side")
        result = _run(scenario, self.nodeid, self)
        if not result.passed:
            raise NotPassed(result)

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        if isinstance(excinfo.value, (NotPassed, Error)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[pathlib.Path, int, str]:
        return self.path, 0, f"scenario {self.path.stem}"


def _attach(item: pytest.Item, result: Result) -> None:
    for name in _PROPERTIES:
        item.user_properties.append((f"chargerig_{name}", result[name]))
    lines = [f"verdict {result.verdict}", *result.failures]
    item.add_report_section("call", "chargerig", "\n".join(lines))


def _leave_reports(item: pytest.Item, nodeid: str, result: Result, log: pathlib.Path) -> None:
    """Next to the log: the page, which is made of it, and the result."""
    for suffix, text in ((".html", result.html()), (".json", result.json)):
        file = log.with_suffix(suffix)
        file.write_text(text, encoding="utf-8")
        item.user_properties.append((f"chargerig_report{suffix.replace('.', '_')}", str(file)))


def _log_file(config: pytest.Config, nodeid: str) -> Optional[pathlib.Path]:
    folder = config.getoption("--chargerig-report")
    if folder is None:
        return None
    root = config.invocation_params.dir / folder
    root.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.-]+", "-", nodeid).strip("-")
    file, count = root / f"{name}.log", 1
    while file.exists():
        count += 1
        file = root / f"{name}-{count}.log"
    return file


def _run(scenario: Scenario, nodeid: str, item: pytest.Item) -> Result:
    log = _log_file(item.config, nodeid)
    result = Rig(scenario, log=log, record=False).run()
    _attach(item, result)
    if log is not None:
        _leave_reports(item, nodeid, result, log)
    return result


class Harness:
    """What the fixture gives: rigs that are closed, and whose results are attached, when the test ends."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._item = request.node
        self._rigs: List[tuple[Rig, Optional[pathlib.Path]]] = []

    def rig(self, scenario: Any, **options: Any) -> Rig:
        """A chargerig.Rig; with --chargerig-report it writes a log there unless `log` says where."""
        log = _log_file(self._item.config, self._item.nodeid) if "log" not in options else None
        if log is not None:
            log.touch()
            options["log"] = log
        rig = Rig(scenario, **options)
        self._rigs.append((rig, log))
        return rig

    def run(self, scenario: Any, **options: Any) -> Result:
        """Plays a scenario to its end."""
        return self.rig(scenario, **options).run()

    def load(self, path: Any, **options: Any) -> Scenario:
        """As chargerig.load()."""
        return load_scenario(path, **options)

    def close(self) -> None:
        for rig, log in self._rigs:
            rig.close()
            if rig.result is None:
                continue
            _attach(self._item, rig.result)
            if log is not None:
                _leave_reports(self._item, self._item.nodeid, rig.result, log)


@pytest.fixture
def chargerig(request: pytest.FixtureRequest) -> Iterator[Harness]:
    """Rigs for a test: chargerig.rig(...), chargerig.run(...), chargerig.load(...)."""
    harness = Harness(request)
    yield harness
    harness.close()
