# SPDX-License-Identifier: Apache-2.0
"""A python-can bus on Qt's virtualcan: TCP lines on a port of this computer.

What Qt 6.4.2 says on the wire, found by listening: a client begins with "connect:can0", says
"disconnect:can0" when it leaves, and in between each of its frames is one line
"can0:<identifier, decimal>#<flags>#<data, lower-case hex>". Flags: X extended, R remote (the data are then
as many zero bytes as the frame asks for), F flexible data rate, B bit rate switch, E error state, L local
echo. The server hands the line, without the channel and its colon, to every client of that channel but the
one it came from; it never answers. The first process on a port serves it, for as long as it lives.
"""
import selectors
import socket
import threading
import time

import can

HOST = "127.0.0.1"


class BusGone(can.CanOperationError):
    """The server has ended, or has closed the connection."""


def format_frame(message):
    """The line as a server hands it out."""
    flags = ("R" if message.is_remote_frame else "") + ("X" if message.is_extended_id else "")
    data = bytes(message.dlc) if message.is_remote_frame else bytes(message.data)
    return f"{message.arbitration_id}#{flags}#{data.hex()}\n".encode("ascii")


def parse_frame(line, channel):
    """The message in a line that a server handed out; ValueError for anything else."""
    identifier, flags, data = line.decode("ascii").split("#")
    if set(flags) - set("XRFBEL"):
        raise ValueError(f"unknown flags {flags!r}")
    if "F" in flags:
        raise ValueError("flexible data rate")
    payload = bytes.fromhex(data)
    remote = "R" in flags
    return can.Message(timestamp=time.time(), arbitration_id=int(identifier), channel=channel,
                       is_extended_id="X" in flags, is_remote_frame=remote, dlc=len(payload),
                       data=None if remote else payload, check=True)


class VirtualCanServer:
    """Serves a port from a thread of its own until close()."""

    def __init__(self, port):
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._listener.bind((HOST, port))
            self._listener.listen()
        except OSError:
            self._listener.close()
            raise
        self.port = self._listener.getsockname()[1]
        self._wake, wake_other = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(wake_other, selectors.EVENT_READ)
        self._wake_other = wake_other
        self._channels = {}  # client -> set of channels
        self._rest = {}  # client -> bytes of an unfinished line
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self):
        self._wake.send(b".")
        self._thread.join()
        self._wake.close()

    def _serve(self):
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._wake_other:
                    for client in list(self._rest):
                        self._drop(client)
                    self._listener.close()
                    self._wake_other.close()
                    return
                if key.fileobj is self._listener:
                    client, _ = self._listener.accept()
                    self._channels[client] = set()
                    self._rest[client] = b""
                    self._selector.register(client, selectors.EVENT_READ)
                elif key.fileobj in self._rest:
                    self._read(key.fileobj)

    def _drop(self, client):
        self._selector.unregister(client)
        del self._channels[client], self._rest[client]
        client.close()

    def _read(self, client):
        try:
            received = client.recv(65536)
        except OSError:
            received = b""
        if not received:
            self._drop(client)
            return
        *lines, self._rest[client] = (self._rest[client] + received).split(b"\n")
        for line in lines:
            if not self._take(client, line):
                return

    def _take(self, client, line):
        """False when the client has left."""
        word, _, rest = line.partition(b":")
        if word == b"connect":
            self._channels[client].add(rest)
        elif word == b"disconnect":
            self._channels[client].discard(rest)
            self._drop(client)
            return False
        else:
            for other, channels in list(self._channels.items()):
                if other is not client and word in channels:
                    try:
                        other.sendall(rest + b"\n")
                    except OSError:
                        self._drop(other)
        return True


class VirtualCanBus(can.BusABC):
    """role: "client" joins a port that somebody serves, waiting for it up to `timeout` seconds; "server"
    serves it and joins it; "auto" joins it or, when nobody serves it, serves it."""

    def __init__(self, channel="can0", port=35468, role="auto", timeout=10.0, **kwargs):
        super().__init__(channel=channel, **kwargs)
        self.channel_info = f"virtualcan:tcp://{HOST}:{port}/{channel}"
        self._channel = channel
        self._server = VirtualCanServer(port) if role == "server" else None
        self._socket = self._connect(port, role, time.monotonic() + timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(f"connect:{channel}\n".encode("ascii"))
        self._rest = b""
        self._lines = []
        self._closed = False

    def _connect(self, port, role, deadline):
        while True:
            try:
                return socket.create_connection((HOST, port), timeout=1.0)
            except OSError as error:
                if role == "auto" and self._server is None:
                    try:
                        self._server = VirtualCanServer(port)
                        continue
                    except OSError:
                        pass  # somebody was faster and serves it in a moment
                if time.monotonic() >= deadline:
                    raise can.CanInitializationError(f"nobody serves {self.channel_info}") from error
                threading.Event().wait(0.05)

    def send(self, msg, timeout=None):
        try:
            self._socket.settimeout(timeout if timeout is not None else 5.0)
            self._socket.sendall(f"{self._channel}:".encode("ascii") + format_frame(msg))
        except OSError as error:
            raise BusGone(f"{self.channel_info}: {error}") from error

    def _recv_internal(self, timeout):
        deadline = None if timeout is None else time.monotonic() + timeout
        while not self._lines:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            # A socket with a timeout of 0 does not block, which here means: look and come back.
            self._socket.settimeout(left)
            try:
                received = self._socket.recv(65536)
            except (TimeoutError, BlockingIOError):
                return None, False
            except OSError as error:
                raise BusGone(f"{self.channel_info}: {error}") from error
            if not received:
                raise BusGone(f"{self.channel_info}: the server has ended")
            *lines, self._rest = (self._rest + received).split(b"\n")
            self._lines.extend(lines)
        return parse_frame(self._lines.pop(0), self._channel), False

    def shutdown(self):
        if self._closed:
            return
        self._closed = True
        super().shutdown()
        try:
            self._socket.settimeout(1.0)
            self._socket.sendall(f"disconnect:{self._channel}\n".encode("ascii"))
            while self._socket.recv(65536):  # until the server has taken everything and hangs up
                pass
        except OSError:
            pass
        self._socket.close()
        if self._server is not None:
            self._server.close()
