# SPDX-License-Identifier: Apache-2.0
"""A small codec for the generic EVSE interface, through canmatrix: independent of the one in C++."""
import logging
import pathlib

import can

logging.getLogger("canmatrix").setLevel(logging.ERROR)  # it tells of each format it cannot read
import canmatrix.formats  # noqa: E402  the level has to be set first

PROTOCOLS = pathlib.Path(__file__).resolve().parents[3] / "resources" / "protocols"
PISTOL_SHIFT = 24  # the pistol's index sits in identifier bits 28 to 24 (spec 1)


class Codec:
    def __init__(self, protocol="3.6", pistol=1):
        path = PROTOCOLS / f"advantics-generic-evse-{protocol}.dbc"
        self._matrix = canmatrix.formats.loadp_flat(str(path))
        self._pistol = pistol
        self._by_id = {frame.arbitration_id.id: frame for frame in self._matrix.frames}

    def encode(self, name, **values):
        """Values are labels or physical values; what is not named is 0."""
        frame = self._matrix.frame_by_name(name)
        raw = {signal.name: self._raw(signal, values.pop(signal.name, None)) for signal in frame.signals}
        if values:
            raise KeyError(f"{name} has no signal {', '.join(values)}")
        return can.Message(arbitration_id=frame.arbitration_id.id | self._pistol << PISTOL_SHIFT,
                           is_extended_id=True, data=frame.encode(raw))

    @staticmethod
    def _raw(signal, value):
        if value is None:
            return 0
        if isinstance(value, str):
            return next(int(raw) for raw, label in signal.values.items() if label == value)
        raw = round((float(value) - float(signal.offset)) / float(signal.factor))
        low, high = (-(1 << signal.size - 1), (1 << signal.size - 1) - 1) if signal.is_signed \
            else (0, (1 << signal.size) - 1)
        if not low <= raw <= high:
            raise ValueError(f"{signal.name} = {value} does not fit")
        return raw

    def decode(self, message):
        """(name, values) with labels where there are some; (None, {}) for what is not of this pistol."""
        base = message.arbitration_id & ~(0x1F << PISTOL_SHIFT)
        frame = self._by_id.get(base)
        if frame is None or not message.is_extended_id or message.is_remote_frame \
                or message.arbitration_id >> PISTOL_SHIFT != self._pistol:
            return None, {}
        if message.dlc != frame.size:
            raise ValueError(f"{frame.name} has {message.dlc} bytes, not {frame.size}")
        values = {}
        for name, signal in frame.decode(bytes(message.data)).items():
            raw = int(signal.raw_value)
            labels = {int(value): label for value, label in signal.signal.values.items()}
            values[name] = labels.get(raw, float(signal.phys_value))
        return frame.name, values
