# SPDX-License-Identifier: Apache-2.0
"""Starts the rig's program and understands what it leaves behind: result, log, session on the bus."""
import hashlib
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import threading

import can

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PLAYERS = HERE.parent / "virtualcan"
sys.path.insert(0, str(PLAYERS))
from generic_interface import Codec  # noqa: E402  from the folder that was just added

PROGRAM = os.environ.get("CHARGERIG", "")
LIMIT_S = 240  # for any process, on the slowest machine; nothing is judged by it

LINE = re.compile(r"\((\d+\.\d{6})\) (\S+) ([0-9A-F]{8})#([0-9A-F]*)")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def bus(port):
    return f"virtualcan:tcp://127.0.0.1:{port}/can0"


def closed_loop_scenarios():
    """Names of the shipped scenarios that emulate all three sides."""
    folder = ROOT / "scenarios"
    names = []
    for path in sorted(folder.rglob("*.yaml")):
        emulated = re.search(r"^emulate:\s*(\S.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        if emulated is None or all(side in emulated[1] for side in ("controller", "vehicle", "modules")):
            names.append(path.relative_to(folder).with_suffix("").as_posix())
    return names


class Run:
    """One process of the program; stdout shows lines as they come when `live`."""

    def __init__(self, folder, name, *arguments, live=False, program=None, environment=None):
        self.log = folder / f"{name}.log"
        self.json = folder / f"{name}.json"
        command = [program or PROGRAM, "run", *arguments, "--log", str(self.log), "--json", str(self.json)]
        self._shown = b""
        self._changed = threading.Condition()
        self._over = False
        output = subprocess.PIPE
        if live:  # a terminal gets each line at once
            source, output = os.openpty()
        self.process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
        if live:
            os.close(output)
        else:
            source = os.dup(self.process.stdout.fileno())
            self.process.stdout.close()
        # Always read: a program whose terminal takes nothing more stands still.
        self._reader = threading.Thread(target=self._read, args=(source,), daemon=True)
        self._reader.start()

    def _read(self, source):
        received = b"."
        while received:
            try:
                received = os.read(source, 65536)
            except OSError:  # the other end of a terminal is closed
                received = b""
            with self._changed:
                self._shown += received
                self._over = not received
                self._changed.notify_all()
        os.close(source)

    def wait_for_text(self, text):
        with self._changed:
            self._changed.wait_for(lambda: text.encode() in self._shown or self._over, LIMIT_S)
            if text.encode() in self._shown:
                return
        raise AssertionError(f"'{text}' was not shown:\n{self.text()}")

    def text(self):
        return self._shown.decode(errors="replace")

    def finish(self):
        """The exit code."""
        self.process.wait(timeout=LIMIT_S)
        self._reader.join()
        return self.process.returncode

    def end(self):
        """For clean-up: ends what is still there."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def result(self):
        return json.loads(self.json.read_text(encoding="utf-8"))

    def sha256(self):
        return hashlib.sha256(self.log.read_bytes()).hexdigest()

    def messages(self, protocol="3.6"):
        """(seconds, name, values) of every frame of the log; a line that is no log line is an error."""
        codec = Codec(protocol)
        out = []
        for line in self.log.read_text(encoding="ascii").splitlines():
            seconds, _, identifier, data = LINE.fullmatch(line).groups()
            name, values = codec.decode(can.Message(arbitration_id=int(identifier, 16), is_extended_id=True,
                                                    data=bytes.fromhex(data)))
            if name is None:
                raise AssertionError(f"a frame that nobody understands: {line}")
            out.append((float(seconds), name, values))
        return out


def states(messages):
    out = []
    for _, name, values in messages:
        if name == "Advantics_Controller_Status" and (not out or out[-1] != values["State"]):
            out.append(values["State"])
    return out


class Player:
    """One of the programs that play a side from Python."""

    def __init__(self, program, port, *arguments):
        command = [sys.executable, "-B", str(PLAYERS / program), "--port", str(port), *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self._shown = b""

    def finish(self):
        self._shown, _ = self.process.communicate(timeout=LIMIT_S)
        return self.process.returncode

    def text(self):
        return self._shown.decode(errors="replace")

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
