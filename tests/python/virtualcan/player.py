# SPDX-License-Identifier: Apache-2.0
"""What both players share: the bus, cyclic sending, waiting with absolute deadlines, the account at the end."""
import argparse
import sys
import time

import can
from generic_interface import Codec
from virtualcan_bus import BusGone, VirtualCanBus


class Failed(Exception):
    """The other side did not do what the interface says."""


class Player:
    def __init__(self, arguments):
        self.codec = Codec(arguments.protocol, arguments.pistol)
        self.start = time.monotonic()
        self.end = self.start + arguments.timeout
        self.linger_s = arguments.linger
        self.bus = VirtualCanBus("can0", arguments.port, arguments.role, timeout=arguments.timeout)
        self.counts = {}  # frames received, by name
        self.last_time = {}  # of reception, by name
        self.longest_gap = {}
        self.problems = []
        self._cyclic = []  # [next deadline, period, function]

    # For the players to override.
    def on_message(self, name, values):
        raise NotImplementedError

    def say(self, text):
        print(f"{time.monotonic() - self.start:8.3f} s  {text}", flush=True)

    def expect(self, truth, text):
        """A requirement that does not end the session when it is missed."""
        if not truth and text not in self.problems:
            self.problems.append(text)
            self.say(f"PROBLEM: {text}")

    def linger(self):
        """Goes on while the other side ends in its own time; it may take the bus with it."""
        try:
            self.run(self.linger_s)
        except BusGone:
            self.say("the other side has left, and the bus with it")

    def every(self, period_s, function):
        self._cyclic.append([time.monotonic(), period_s, function])

    def send(self, name, **values):
        self.bus.send(self.codec.encode(name, **values))

    def run(self, seconds=None, until=None, what=""):
        """Goes on for so long, or until the condition holds; Failed when it does not in time."""
        deadline = self.end if seconds is None else min(self.end, time.monotonic() + seconds)
        while until is None or not until():
            now = time.monotonic()
            if now >= deadline:
                if until is None and now < self.end:
                    return
                raise Failed(f"not within {seconds} s: {what}" if now < self.end else
                             f"out of time; {what or 'the session is not over'}")
            wake = min([deadline] + [task[0] for task in self._cyclic])
            message = self.bus.recv(max(0.0, wake - now))
            if message is not None:
                self._receive(message)
            self._run_cyclic()

    def _run_cyclic(self):
        for task in self._cyclic:
            now = time.monotonic()
            if now < task[0]:
                continue
            task[2]()
            task[0] += task[1]
            while task[0] <= now:  # missed: skipped, not made up for
                task[0] += task[1]

    def _receive(self, message):
        try:
            name, values = self.codec.decode(message)
        except ValueError as error:
            self.expect(False, str(error))
            return
        if name is None:
            self.expect(False, f"unknown frame {message.arbitration_id:08X}")
            return
        now = time.monotonic()
        if name in self.last_time:
            self.longest_gap[name] = max(self.longest_gap.get(name, 0.0), now - self.last_time[name])
        self.last_time[name] = now
        self.counts[name] = self.counts.get(name, 0) + 1
        self.on_message(name, values)


def parser(description):
    result = argparse.ArgumentParser(description=description)
    result.add_argument("--port", type=int, required=True, help="TCP port of the virtualcan bus")
    result.add_argument("--role", choices=("auto", "client", "server"), default="auto",
                        help="who serves the port (default: whoever comes first)")
    result.add_argument("--protocol", default="3.6")
    result.add_argument("--pistol", type=int, default=1)
    result.add_argument("--timeout", type=float, default=120.0, help="for everything, in seconds")
    result.add_argument("--linger", type=float, default=6.0,
                        help="how long to stay on the bus after the session, in seconds")
    result.add_argument("--max-status-gap", type=float, default=1.0,
                        help="longest silence of the other side's 100 ms status that passes, in seconds")
    return result


def play(player, session):
    """Runs the session and says how it went; 0 when all was as it should be, else 1."""
    try:
        session()
    except (Failed, BusGone) as error:
        player.expect(False, str(error))
    except KeyboardInterrupt:
        player.expect(False, "interrupted")
    try:
        player.bus.shutdown()
    except can.CanError:
        pass
    for name, count in sorted(player.counts.items()):
        print(f"  {name}: {count} frames, longest gap {1000 * player.longest_gap.get(name, 0.0):.0f} ms")
    for problem in player.problems:
        print(f"FAIL: {problem}", file=sys.stderr)
    print("FAIL" if player.problems else "PASS", flush=True)
    return 1 if player.problems else 0
