# SPDX-License-Identifier: Apache-2.0
"""The python-can bus on virtualcan against itself and against Qt, which serves or joins."""
import os
import random
import subprocess
import sys
import unittest

import can
from generic_interface import Codec
from virtualcan_bus import BusGone, VirtualCanBus, VirtualCanServer, format_frame, parse_frame

ECHO = os.environ.get("CHARGERIG_PORT_ECHO", "")
LIMIT_S = 20.0


def free_port():
    server = VirtualCanServer(0)
    port = server.port
    server.close()
    return port


def some_messages(count, seed):
    rng = random.Random(seed)
    for _ in range(count):
        extended, remote = rng.random() < 0.8, rng.random() < 0.1
        length = rng.randrange(9)
        yield can.Message(arbitration_id=rng.getrandbits(29 if extended else 11), is_extended_id=extended,
                          is_remote_frame=remote, dlc=length, data=None if remote else rng.randbytes(length))


def same(one, other, identifier=None):
    return (one.arbitration_id if identifier is None else identifier) == other.arbitration_id \
        and one.is_extended_id == other.is_extended_id and one.is_remote_frame == other.is_remote_frame \
        and one.dlc == other.dlc and one.data == other.data


class Lines(unittest.TestCase):
    def test_round_trip(self):
        for message in some_messages(500, 1):
            back = parse_frame(format_frame(message).rstrip(b"\n"), "can0")
            self.assertTrue(same(message, back), f"{message} {back}")

    def test_what_qt_writes(self):
        message = parse_frame(b"17215488#X#ab0c", "can0")
        self.assertEqual((message.arbitration_id, message.is_extended_id, bytes(message.data)),
                         (0x0106B000, True, b"\xab\x0c"))
        message = parse_frame(b"291#R#000000", "can0")
        self.assertEqual((message.arbitration_id, message.is_extended_id, message.is_remote_frame, message.dlc),
                         (0x123, False, True, 3))

    def test_bad_lines(self):
        for line in (b"", b"can0", b"1", b"1#X", b"x#X#00", b"1#Q#00", b"1#X#0", b"can0:1#X#00", b"1#FX#00",
                     b"99999999999#X#00", b"1#X#000000000000000000"):
            with self.assertRaises(ValueError, msg=line):
                parse_frame(line, "can0")


class Bus(unittest.TestCase):
    def test_frames_reach_the_others_of_the_channel_and_not_the_sender(self):
        with VirtualCanServer_on() as port, VirtualCanBus("can0", port, "client") as a, \
                VirtualCanBus("can0", port, "client") as b, VirtualCanBus("can1", port, "client") as other:
            hear(a, b)
            sent = list(some_messages(300, 2))
            for message in sent:
                a.send(message)
            got = [b.recv(LIMIT_S) for _ in sent]
            self.assertTrue(all(same(one, two) for one, two in zip(sent, got)))
            self.assertIsNone(a.recv(0.0))
            self.assertIsNone(other.recv(0.0))

    def test_the_end_of_the_server_is_an_error(self):
        server = VirtualCanServer(0)
        bus = VirtualCanBus("can0", server.port, "client")
        server.close()
        with self.assertRaises(BusGone):
            bus.recv(LIMIT_S)
        bus.shutdown()

    def test_nobody_serves(self):
        with self.assertRaisesRegex(can.CanInitializationError, "nobody serves virtualcan:tcp://127.0.0.1"):
            VirtualCanBus("can0", free_port(), "client", timeout=0.0)


class VirtualCanServer_on:
    """A served port for the length of a with block."""

    def __enter__(self):
        self.server = VirtualCanServer(0)
        return self.server.port

    def __exit__(self, *_):
        self.server.close()


def hear(sender, receiver):
    """The server takes each newcomer in its own time; until it has, frames pass the newcomer by."""
    marker = can.Message(arbitration_id=0x1FFFFFFF)
    sender.send(marker)
    while receiver.recv(0.05) is None:
        sender.send(marker)
    while receiver.recv(0.05) is not None:
        pass


@unittest.skipUnless(ECHO, "CHARGERIG_PORT_ECHO does not name the program chargerig_port_echo")
class Qt(unittest.TestCase):
    COUNT = 500

    def exchange(self, bus, echo):
        # Until the echo is registered with the server its answers are missing; ask until it answers.
        probes = 0
        answer = None
        while answer is None:
            bus.send(can.Message(arbitration_id=0x10))
            probes += 1
            answer = bus.recv(0.05)
        while bus.recv(0.2) is not None:
            pass
        sent = list(some_messages(self.COUNT, 3))
        for message in sent:
            bus.send(message)
            got = bus.recv(LIMIT_S)
            self.assertIsNotNone(got)
            self.assertTrue(same(message, got, message.arbitration_id ^ 1), f"{message} {got}")
        remaining = 10_000
        while echo.poll() is None and remaining:
            try:
                bus.send(can.Message(arbitration_id=0x12))  # uses up what is left of the echo's count
                bus.recv(0.01)
            except BusGone:
                break
            remaining -= 1
        out, _ = echo.communicate(timeout=LIMIT_S)
        self.assertEqual(echo.returncode, 0, out)
        self.assertIn("dropped 0", out)

    def start_echo(self, port):
        process = subprocess.Popen([ECHO, f"virtualcan:tcp://127.0.0.1:{port}/can0", str(self.COUNT + 100)],
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def test_python_serves(self):
        with VirtualCanServer_on() as port, VirtualCanBus("can0", port, "client") as bus:
            echo = self.start_echo(port)
            self.assertEqual(echo.stdout.readline(), "connected\n")
            self.exchange(bus, echo)

    def test_qt_serves(self):
        port = free_port()
        echo = self.start_echo(port)
        self.assertEqual(echo.stdout.readline(), "connected\n")
        with VirtualCanBus("can0", port, "client") as bus:
            self.exchange(bus, echo)


class Interface(unittest.TestCase):
    def test_codec_against_the_worked_encodings(self):
        codec = Codec("3.6", 1)
        message = codec.encode("DC_Power_Control", Target_Voltage=500.0, Power_Function="Insulation_Test",
                               Output_Contactors="Close")
        self.assertEqual(message.arbitration_id, 0x0106B003)
        name, values = codec.decode(message)
        self.assertEqual(name, "DC_Power_Control")
        self.assertEqual((values["Target_Voltage"], values["Power_Function"], values["Output_Contactors"]),
                         (500.0, "Insulation_Test", "Close"))
        self.assertEqual(bytes(message.data), bytes.fromhex("88130000000042"))

    def test_codec_refuses_what_does_not_fit(self):
        codec = Codec("3.6", 1)
        with self.assertRaises(ValueError):
            codec.encode("DC_Power_Control", Target_Voltage=7000.0)
        with self.assertRaises(KeyError):
            codec.encode("DC_Power_Control", Nonsense=1)
        self.assertEqual(codec.decode(can.Message(arbitration_id=0x0206B000, data=b"\x01")), (None, {}))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
