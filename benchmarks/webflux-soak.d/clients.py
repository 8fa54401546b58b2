"""Clients of each kind: those that wait for their answers, and those that leave, read slowly or reset."""
import random
import socket
import struct
import time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
JSON = b'{"customer":"Sir Bedevere","id":4711}'
LARGE = 8 * 1024 * 1024
FILE = 4 * 1024 * 1024


def connect(port, small=False):
    connection = socket.socket()
    if small:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)
    connection.settimeout(60)
    connection.connect(("127.0.0.1", port))
    return connection


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def leave(connection):
    random.choice((reset, socket.socket.close))(connection)


# HTTP/1.1

def head(method, path, fields=b""):
    return method + b" " + path + b" HTTP/1.1\r\nHost: localhost\r\n" + fields + b"\r\n"


def post(path, content, kind=b"application/octet-stream"):
    return head(b"POST", path, b"Content-Type: %s\r\nContent-Length: %d\r\n" % (kind, len(content))) + content


class Reader:
    """Reads responses from a connection."""

    def __init__(self, connection):
        self.file = connection.makefile("rb")

    def line(self):
        line = self.file.readline()
        if not line:
            raise ConnectionError("closed")
        return line.strip()

    def response(self):
        status, length, chunked = int(self.line().split()[1]), 0, False
        while field := self.line():
            name, _, value = field.lower().partition(b":")
            if name == b"content-length":
                length = int(value)
            chunked |= name == b"transfer-encoding"
        if not chunked:
            return status, self.file.read(length)
        content = b""
        while size := int(self.line(), 16):
            content += self.file.read(size)
            self.line()
        self.line()
        return status, content


def expect(found, wanted):
    if found != wanted:
        raise AssertionError(f"{str(found)[:200]} in place of {str(wanted)[:200]}")


def h1_answers(port):
    echoed = random.randbytes(random.choice((1, 1000, 200_000)))
    with connect(port) as connection:
        reader = Reader(connection)
        connection.sendall(head(b"GET", b"/hello") * 3)
        for _ in range(3):
            expect(reader.response(), (200, b"Hello, World!"))
        connection.sendall(post(b"/json", JSON, b"application/json"))
        expect(reader.response(), (200, JSON))
        connection.sendall(post(b"/upload", bytes(300_000)))
        expect(reader.response(), (200, b"300000"))
        connection.sendall(head(b"GET", b"/missing"))
        expect(reader.response()[0], 404)
        connection.sendall(post(b"/json", b'{"broken', b"application/json"))
        expect(reader.response()[0], 400)
        # The last one: its response begins while much of the request is to come, and says that the connection ends
        connection.sendall(post(b"/echo", echoed))
        expect(reader.response(), (200, echoed))
        reader.file.close()


def h1_downloads(port):
    path, size = random.choice(((b"/large", LARGE), (b"/file", FILE)))
    with connect(port) as connection:
        connection.sendall(head(b"GET", path))
        reader = Reader(connection)
        status, content = reader.response()
        expect((status, len(content)), (200, size))
        reader.file.close()


def h1_leaves_response(port):
    connection = connect(port)
    connection.sendall(head(b"GET", random.choice((b"/events", b"/large", b"/file", b"/failing"))))
    for _ in range(random.randrange(5)):
        connection.recv(4096)
    leave(connection)


def h1_reads_slowly(port):
    connection = connect(port, small=True)
    connection.sendall(head(b"GET", random.choice((b"/events", b"/large", b"/file"))))
    for _ in range(random.randrange(60)):
        connection.recv(2048)
        time.sleep(0.05)
    leave(connection)


def h1_leaves_upload(port):
    connection = connect(port)
    content = bytes(500_000)
    path, kind = random.choice(((b"/upload", b"text/plain"), (b"/echo", b"text/plain"), (b"/ignored", b"text/plain"),
                                (b"/json", b"application/json")))
    request = post(path, content, kind)
    connection.sendall(request[:random.randrange(20, len(request))])
    if random.random() < 0.3:
        time.sleep(random.random())
    leave(connection)


def h1_does_not_read_echo(port):
    connection = connect(port, small=True)
    connection.settimeout(0.5)
    try:
        connection.sendall(post(b"/echo", bytes(20_000_000)))
    except TimeoutError:
        pass  # the server has stopped to read, as it should
    leave(connection)


# HTTP/2, without TLS

def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def fields(method, path, kind=None):
    listed = [(b":method", method), (b":scheme", b"http"), (b":authority", b"localhost"), (b":path", path)]
    if kind:
        listed.append((b"content-type", kind))
    return b"".join(b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value for name, value in listed)


class Connection2:
    """Streams of one connection: what came on each, and which have ended."""

    def __init__(self, port, window=65535):
        self.socket = connect(port)
        self.file = self.socket.makefile("rb")
        self.content, self.ended, self.next = {}, {}, 1
        self.send(PREFACE + frame(SETTINGS, 0, 0, struct.pack(">HI", 4, window)))

    def send(self, content):
        self.socket.sendall(content)

    def get(self, path):
        return self.begin(fields(b"GET", path), 5)

    def post(self, path, content, kind=b"application/octet-stream", end=True):
        stream = self.begin(fields(b"POST", path, kind), 4)
        self.send(b"".join(frame(DATA, 0, stream, content[at:at + 16384]) for at in range(0, len(content), 16384))
                  + (frame(DATA, 1, stream) if end else b""))
        return stream

    def begin(self, block, flags):
        stream, self.next = self.next, self.next + 2
        self.content[stream] = b""
        self.send(frame(HEADERS, flags, stream, block))
        return stream

    def read(self, windows=True):
        """One frame."""
        start = self.file.read(9)
        if len(start) < 9:
            raise ConnectionError("closed")
        payload = self.file.read(int.from_bytes(start[:3], "big"))
        kind, flags, stream = start[3], start[4], int.from_bytes(start[5:], "big")
        if kind == GOAWAY:
            raise ConnectionError(f"GOAWAY {int.from_bytes(payload[4:8], 'big')}")
        if kind in (SETTINGS, PING) and not flags & 1:
            self.send(frame(kind, 1, 0, payload if kind == PING else b""))
        if kind == DATA:
            self.content[stream] += payload
            if windows and payload:
                update = struct.pack(">I", len(payload))
                self.send(frame(WINDOW_UPDATE, 0, 0, update)
                          + (b"" if flags & 1 else frame(WINDOW_UPDATE, 0, stream, update)))
        if kind == RST_STREAM:
            self.ended[stream] = int.from_bytes(payload, "big")
        elif kind in (DATA, HEADERS) and flags & 1:
            self.ended[stream] = 0

    def await_end(self, *streams):
        while any(stream not in self.ended for stream in streams):
            self.read()

    def cancel(self, stream):
        self.send(frame(RST_STREAM, 0, stream, struct.pack(">I", 8)))

    def leave(self):
        self.file.close()
        leave(self.socket)


def h2_answers(port):
    client = Connection2(port)
    echoed = random.randbytes(30_000)
    wanted = {client.get(b"/hello"): b"Hello, World!", client.post(b"/json", JSON, b"application/json"): JSON,
              client.post(b"/echo", echoed): echoed, client.get(b"/hello"): b"Hello, World!"}
    client.await_end(*wanted)
    for stream, content in wanted.items():
        expect(client.content[stream], content)
    client.leave()


def h2_downloads(port):
    client = Connection2(port, 1_000_000)
    stream = client.get(b"/file")
    client.await_end(stream)
    expect(len(client.content[stream]), FILE)
    client.leave()


def h2_cancels(port):
    client = Connection2(port)
    for _ in range(20):
        stream = client.get(random.choice((b"/events", b"/large", b"/file", b"/failing")))
        for _ in range(random.randrange(4)):
            client.read()
        client.cancel(stream)
    stream = client.get(b"/hello")
    client.await_end(stream)
    expect(client.content[stream], b"Hello, World!")
    client.leave()


def h2_cancels_upload(port):
    client = Connection2(port)
    for _ in range(5):
        path, kind = random.choice(((b"/upload", b"text/plain"), (b"/echo", b"text/plain"), (b"/ignored", b"text/plain"),
                                    (b"/json", b"application/json")))
        stream = client.post(path, bytes(random.randrange(10_000)), kind, end=False)
        if random.random() < 0.5:
            time.sleep(random.random() / 10)
        if random.random() < 0.8:
            client.cancel(stream)
    client.leave()


def h2_opens_no_window(port):
    """Nothing more leaves than the first window, until the client leaves."""
    client = Connection2(port, random.choice((0, 100, 65535)))
    for _ in range(5):
        client.get(random.choice((b"/events", b"/large", b"/file")))
    client.socket.settimeout(random.random() * 2)
    try:
        while True:
            client.read(windows=False)
    except (TimeoutError, OSError):
        pass
    client.leave()


KINDS = (h1_answers, h1_downloads, h1_leaves_response, h1_leaves_response, h1_reads_slowly, h1_leaves_upload, h1_leaves_upload,
         h1_does_not_read_echo, h2_answers, h2_downloads, h2_cancels, h2_cancels, h2_cancels_upload, h2_opens_no_window)
# These have to be answered whatever the others do
ANSWERED = (h1_answers, h1_downloads, h2_answers, h2_downloads, h2_cancels)
