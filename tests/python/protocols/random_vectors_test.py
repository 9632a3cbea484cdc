# SPDX-License-Identifier: Apache-2.0
"""Our codec against canmatrix: 1,000 random vectors of every message of every version.

The seed is made of version and message, so a vector is the same wherever and in whichever order it is made.
"""
import math
import pathlib
import random
import tempfile
import unittest

import codec_tool
import layouts
import outcome

VECTORS = 1000
DOUBLE_BITS = 53  # a wider field does not come back from a double bit by bit


def covered_mask(frame):
    return sum(((1 << signal.size) - 1) << signal.start_bit for signal in frame.signals)


def raw_limits(signal):
    """The raw values that a sender may use: the field's own range, within the limits of the file."""
    lowest, highest = signal.calculate_raw_range()
    lowest, highest = int(lowest), int(highest)
    if signal.min != signal.max:
        lowest = max(lowest, math.ceil((signal.min - signal.offset) / signal.factor))
        highest = min(highest, math.floor((signal.max - signal.offset) / signal.factor))
    return lowest, min(highest, (1 << DOUBLE_BITS) - 1)


def random_payloads(frame, seed):
    """Any bytes, sent or not, with all 0 and all 1 among them."""
    generator = random.Random(seed)
    count = VECTORS - 2
    return [bytes(frame.size), b"\xff" * frame.size] + [generator.randbytes(frame.size) for _ in range(count)]


def sendable_payloads(frame, seed):
    """Bytes whose signals lie within their limits, both ends of which come first; the rest of the bits is 0."""
    generator = random.Random(seed)
    ranges = [raw_limits(signal) for signal in frame.signals]
    rows = [[low for low, _ in ranges], [high for _, high in ranges]]
    rows += [[generator.randint(low, high) for low, high in ranges] for _ in range(VECTORS - 2)]
    return [pack(frame, row) for row in rows]


def pack(frame, raw_values):
    """Little endian fields put together with plain integers: a second opinion beside canmatrix."""
    number = 0
    for signal, raw in zip(frame.signals, raw_values):
        number |= (raw & ((1 << signal.size) - 1)) << signal.start_bit
    return number.to_bytes(frame.size, "little")


def expected_values(frame, payload):
    return {name: float(signal.phys_value) for name, signal in frame.decode(payload).items()}


def too_far(found, expected):
    """The signals that differ by more than 1e-9 of their value, with both values."""
    if set(found) != set(expected):
        return [f"signals {sorted(found)}, expected {sorted(expected)}"]
    return [f"{name} is {found[name]!r}, expected {value!r}" for name, value in expected.items()
            if not math.isclose(found[name], value, rel_tol=1e-9, abs_tol=1e-12)]


def decode_mismatches(path, frames_of_path, matrix):
    """Differences of our decoder on the file `path` from canmatrix's on `matrix`."""
    jobs = [(frame, payload) for frame in matrix.frames
            for payload in random_payloads(frame, f"{frames_of_path}/{frame.name}")]
    answers = codec_tool.ask([codec_tool.decode_line(path, frame.arbitration_id.id, payload)
                              for frame, payload in jobs])
    lines = []
    for (frame, payload), answer in zip(jobs, answers):
        if answer.get("message") != frame.name:
            lines.append(f"{frame.name} {payload.hex()}: {answer}")
        else:
            lines += [f"{frame.name} {payload.hex()}: {line}"
                      for line in too_far(answer["signals"], expected_values(frame, payload))]
    return lines


@unittest.skipIf(codec_tool.why_not(), codec_tool.why_not())
class RandomVectors(unittest.TestCase):

    def for_each_version(self, check):
        files = layouts.our_files()
        self.assertTrue(files)
        for version, path in files.items():
            with self.subTest(version):
                check(version, path, layouts.load_matrix(path))

    def test_decode_equals_canmatrix(self):
        def check(version, path, matrix):
            lines = decode_mismatches(path, version, matrix)
            self.assertEqual(lines[:10], [], f"{len(lines)} mismatches")

        self.for_each_version(check)

    def test_encode_gives_the_bytes_back(self):
        """encode(decode(x)) = x, for everything that a sender may send."""
        def check(version, path, matrix):
            jobs = [(frame, payload) for frame in matrix.frames
                    for payload in sendable_payloads(frame, f"{version}/{frame.name}/encode")]
            decoded = codec_tool.ask([codec_tool.decode_line(path, frame.arbitration_id.id, payload)
                                      for frame, payload in jobs])
            encoded = codec_tool.ask([codec_tool.encode_line(path, frame.name, answer["signals"])
                                      for (frame, _), answer in zip(jobs, decoded)])
            wrong = [f"{frame.name} {payload.hex()}: {answer}" for (frame, payload), answer in zip(jobs, encoded)
                     if answer != payload.hex().upper()]
            self.assertEqual(wrong[:10], [], f"{len(wrong)} mismatches")

        self.for_each_version(check)

    def test_beyond_the_limits_is_refused(self):
        """One step above and below what a signal may be is an error that names the signal, never a clamp."""
        def check(_version, path, matrix):
            jobs = [(frame, signal, value) for frame in matrix.frames for signal in frame.signals
                    for value in self.beyond(signal)]
            answers = codec_tool.ask([
                codec_tool.encode_line(path, frame.name, {**self.lowest(frame), signal.name: value})
                for frame, signal, value in jobs])
            for (frame, signal, value), answer in zip(jobs, answers):
                place = f"{frame.name}.{signal.name} = {value}"
                self.assertIsInstance(answer, dict, place)
                self.assertIn(signal.name, answer["error"], place)

        self.for_each_version(check)

    @staticmethod
    def lowest(frame):
        return {signal.name: float(raw_limits(signal)[0] * signal.factor + signal.offset)
                for signal in frame.signals}

    @staticmethod
    def beyond(signal):
        if signal.size >= DOUBLE_BITS:
            return [-1.0, 2.0 ** signal.size]
        low, high = raw_limits(signal)
        return [float(raw * signal.factor + signal.offset) for raw in (low - 1, high + 1)]

    def test_a_planted_error_is_found(self):
        """With one start bit moved in a copy of the file, our decoder no longer agrees with canmatrix."""
        original = layouts.our_files()["3.6"]
        text = original.read_text(encoding="utf-8")
        before, after = "Target_Voltage : 0|16@1+", "Target_Voltage : 1|15@1+"
        self.assertIn(before, text)
        with tempfile.TemporaryDirectory() as folder:
            planted = pathlib.Path(folder) / "planted.dbc"
            planted.write_text(text.replace(before, after), encoding="utf-8")
            lines = decode_mismatches(planted, "3.6", layouts.load_matrix(original))
        self.assertGreater(len(lines), VECTORS / 2)
        for line in lines:
            self.assertRegex(line, r"^DC_Power_Control [0-9a-f]{14}: Target_Voltage is ")


class Packing(unittest.TestCase):
    """The vectors themselves: what is packed here reads back in canmatrix."""

    def test_both_ends_of_every_signal(self):
        for version, path in layouts.our_files().items():
            for frame in layouts.load_matrix(path).frames:
                ends = sendable_payloads(frame, "ends")[:2]
                for index, payload in enumerate(ends):
                    decoded = frame.decode(payload)
                    with self.subTest(f"{version} {frame.name}"):
                        self.assertEqual([decoded[signal.name].raw_value for signal in frame.signals],
                                         [raw_limits(signal)[index] for signal in frame.signals])

    def test_random_bytes_reach_every_covered_bit(self):
        for path in layouts.our_files().values():
            for frame in layouts.load_matrix(path).frames:
                seen = 0
                for payload in random_payloads(frame, frame.name)[2:]:
                    seen |= int.from_bytes(payload, "little")
                self.assertEqual(seen & covered_mask(frame), covered_mask(frame), frame.name)


if __name__ == "__main__":
    outcome.main()
