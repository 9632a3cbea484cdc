# SPDX-License-Identifier: Apache-2.0
"""Layouts of a CAN database, read in three independent ways, and their comparison.

A layout is a plain dict {message name: Message}; the DBC reader is canmatrix, the KCD reader is the one
below, the third is the project's own reader (see codec_tool.py).
"""
import dataclasses
import logging
import pathlib
import xml.etree.ElementTree as ElementTree
from typing import Dict, Optional

logging.getLogger("canmatrix").setLevel(logging.ERROR)  # it warns of formats that are not used here

import canmatrix.formats  # noqa: E402

SOURCE_DIR = pathlib.Path(__file__).resolve().parents[3]
PROTOCOLS_DIR = SOURCE_DIR / "resources" / "protocols"
FILE_PREFIX = "advantics-generic-evse-"


@dataclasses.dataclass
class Signal:
    start: int
    length: int
    little_endian: bool
    signed: bool
    factor: float
    offset: float
    labels: Dict[int, str]


@dataclasses.dataclass
class Message:
    id: int
    extended: bool
    length: int
    transmitter: str
    cycle_ms: Optional[int]  # None: the file says nothing about periods
    signals: Dict[str, Signal]


Layout = Dict[str, Message]


def our_files():
    """{version: path}, from the names of the files."""
    return {path.stem[len(FILE_PREFIX):]: path for path in sorted(PROTOCOLS_DIR.glob(FILE_PREFIX + "*.dbc"))}


def load_matrix(path, encoding="utf-8"):
    matrix = canmatrix.formats.loadp_flat(str(path), import_type="dbc", dbcImportEncoding=encoding,
                                          dbcImportCommentEncoding=encoding)
    if matrix.load_errors:
        raise ValueError(f"{path}: canmatrix reports {matrix.load_errors}")
    return matrix


def text_encoding(path):
    """UTF-8 where the bytes allow it, else Latin-1, as older databases have it."""
    try:
        pathlib.Path(path).read_bytes().decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return "iso-8859-1"


def read_dbc(path) -> Layout:
    matrix = load_matrix(path, text_encoding(path))
    has_periods = "GenMsgCycleTime" in matrix.frame_defines
    layout = {}
    for frame in matrix.frames:
        signals = {}
        for signal in frame.signals:
            signals[signal.name] = Signal(
                start=signal.get_startbit(bit_numbering=1), length=signal.size,
                little_endian=bool(signal.is_little_endian), signed=bool(signal.is_signed),
                factor=float(signal.factor), offset=float(signal.offset),
                labels={int(value): text for value, text in signal.values.items()})
        layout[frame.name] = Message(
            id=frame.arbitration_id.id, extended=bool(frame.arbitration_id.extended), length=frame.size,
            transmitter=",".join(frame.transmitters),
            cycle_ms=int(frame.cycle_time) if has_periods else None, signals=signals)
    return layout


def read_kcd(path) -> Layout:
    """Reads what the KCD schema 1.0 says about messages; absent attributes have the schema's defaults."""
    root = ElementTree.parse(path).getroot()
    space = root.tag[:root.tag.index("}") + 1]
    nodes = {node.get("id"): node.get("name") for node in root.iter(space + "Node")}
    layout = {}
    for message in root.iter(space + "Message"):
        signals = {signal.get("name"): _kcd_signal(signal, space) for signal in message.findall(space + "Signal")}
        producers = [nodes[ref.get("id")] for ref in message.findall(f"{space}Producer/{space}NodeRef")]
        layout[message.get("name")] = Message(
            id=int(message.get("id"), 0), extended=message.get("format", "standard") == "extended",
            length=int(message.get("length")), transmitter=",".join(producers),
            cycle_ms=int(message.get("interval", "0")), signals=signals)
    return layout


def _kcd_signal(signal, space) -> Signal:
    value = signal.find(space + "Value")
    attributes = {} if value is None else value.attrib
    value_type = attributes.get("type", "unsigned")
    if value_type not in ("unsigned", "signed"):
        raise ValueError(f"signal {signal.get('name')} has the type {value_type}")
    return Signal(
        start=int(signal.get("offset")), length=int(signal.get("length", "1")),
        little_endian=signal.get("endianess", "little") == "little", signed=value_type == "signed",
        factor=float(attributes.get("slope", "1")), offset=float(attributes.get("intercept", "0")),
        labels={int(label.get("value")): label.get("name")
                for label in signal.findall(f"{space}LabelSet/{space}Label")})


def from_json(dump) -> Layout:
    """The layout that the project's own reader prints (command L of chargerig_codec_vectors)."""
    layout = {}
    for message in dump["messages"]:
        signals = {}
        for signal in message["signals"]:
            signals[signal["name"]] = Signal(
                start=signal["start"], length=signal["length"], little_endian=signal["little_endian"],
                signed=signal["signed"], factor=signal["factor"], offset=signal["offset"],
                labels={int(value): text for value, text in signal["labels"].items()})
        layout[message["name"]] = Message(
            id=message["id"], extended=message["extended"], length=message["length"],
            transmitter=message["transmitter"], cycle_ms=message["cycle_ms"], signals=signals)
    return layout


def differences(found: Layout, expected: Layout):
    """One line for each thing in which the two layouts differ; empty when they are equal."""
    lines = _missing("message", found, expected)
    for name in sorted(set(found) & set(expected)):
        lines += _field_differences(name, found[name], expected[name], ("signals",))
        lines += _missing(f"{name}: signal", found[name].signals, expected[name].signals)
        for signal in sorted(set(found[name].signals) & set(expected[name].signals)):
            lines += _field_differences(f"{name}.{signal}", found[name].signals[signal],
                                        expected[name].signals[signal], ())
    return lines


def _missing(what, found, expected):
    return ([f"{what} {name} is missing" for name in sorted(set(expected) - set(found))] +
            [f"{what} {name} is too much" for name in sorted(set(found) - set(expected))])


def _field_differences(place, found, expected, skipped):
    lines = []
    for field in dataclasses.fields(found):
        left, right = getattr(found, field.name), getattr(expected, field.name)
        unknown_period = field.name == "cycle_ms" and None in (left, right)
        if field.name not in skipped and not unknown_period and left != right:
            lines.append(f"{place}: {field.name} is {left!r}, expected {right!r}")
    return lines
