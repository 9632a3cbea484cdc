# SPDX-License-Identifier: Apache-2.0
"""Scenarios: from files, from text, or written in code."""
from __future__ import annotations

import json
import os
import pathlib
from typing import Any, Mapping, Optional, Union

from . import _core

Path = Union[str, "os.PathLike[str]"]
Sets = Optional[Mapping[str, Any]]


def text_of(value: Any) -> str:
    """A value as it stands behind `--set path=`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class Scenario:
    """A scenario that was read and checked completely; never changes.

    `content` is YAML text, or the same as a dict, whose `format` and `name` may be left out. `name` stands for
    the file in errors. `set` replaces values as --set does, `config` names a real controller's config.cfg.
    Raises chargerig.Error with all mistakes at once.
    """

    def __init__(self, content: Union[str, Mapping[str, Any]], *, name: str = "scenario", set: Sets = None,
                 config: Optional[Path] = None) -> None:
        if not isinstance(content, str):
            content = json.dumps({"format": 1, "name": name, **content}, ensure_ascii=False, indent=1)
        self._source = ("text", content, name)
        self._sets = dict(set or {})
        self._config = "" if config is None else os.fspath(config)
        self._core = self._read()

    @classmethod
    def load(cls, path: Path, *, set: Sets = None, config: Optional[Path] = None) -> "Scenario":
        """From a file, or a shipped one by its name, e.g. "normal/din"."""
        self = cls.__new__(cls)
        self._source = ("file", _find(os.fspath(path)), "")
        self._sets = dict(set or {})
        self._config = "" if config is None else os.fspath(config)
        self._core = self._read()
        return self

    def changed(self, set: Sets = None, *, config: Optional[Path] = None) -> "Scenario":
        """The same scenario with more values replaced."""
        other = type(self).__new__(type(self))
        other._source = self._source
        other._sets = {**self._sets, **(set or {})}
        other._config = self._config if config is None else os.fspath(config)
        other._core = other._read()
        return other

    def _read(self) -> _core.Scenario:
        sets = [(path, text_of(value)) for path, value in self._sets.items()]
        kind, content, name = self._source
        if kind == "file":
            return _core.Scenario.load(content, sets, self._config)
        return _core.Scenario.parse(content, name, sets, self._config)

    file = property(lambda self: self._core.file, doc="The file, or the name that stands for it.")
    name = property(lambda self: self._core.name)
    description = property(lambda self: self._core.description)
    emulate = property(lambda self: self._core.emulate, doc='"controller,vehicle,modules", a part, or "none".')
    protocol = property(lambda self: self._core.protocol)
    pistol = property(lambda self: self._core.pistol)
    seed = property(lambda self: self._core.seed)
    steps = property(lambda self: list(self._core.steps), doc="Each step in one line.")
    expectations = property(lambda self: list(self._core.expectations), doc="The ids of the expectations.")

    def __repr__(self) -> str:
        return f"<chargerig.Scenario {self.name!r} from {self.file}>"


def _find(path: str) -> str:
    if os.path.exists(path):
        return path
    shipped_file = pathlib.Path(_core.folders()[1]) / (path if path.endswith(".yaml") else path + ".yaml")
    return str(shipped_file) if shipped_file.is_file() else path


def load(path: Path, set: Sets = None, config: Optional[Path] = None) -> Scenario:
    """A scenario from a file, or a shipped one by its name, with values replaced as --set does."""
    return Scenario.load(path, set=set, config=config)


def shipped() -> list[str]:
    """The names of the scenarios that come with the program, e.g. "normal/din"."""
    root = pathlib.Path(_core.folders()[1])
    return [pathlib.Path(file).relative_to(root).with_suffix("").as_posix() for file in _core.shipped()]
