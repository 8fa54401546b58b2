"""A client as a person has one: a request every few milliseconds, in turn on a kept and on a new connection.

normal-client.py HOST PORT PATH SECONDS LABEL
Prints how long the answers took, and how many were wrong.
"""
import socket
import sys
import time

host, port, path, seconds, label = sys.argv[1], int(sys.argv[2]), sys.argv[3], float(sys.argv[4]), sys.argv[5]
request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()


def connect():
    connection = socket.create_connection((host, port), timeout=10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def ask(connection):
    connection.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        part = connection.recv(65536)
        if not part:
            raise OSError("closed")
        answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200 "):
        raise OSError(head.split(b"\r\n")[0].decode())
    length = int([line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")][0][15:])
    while len(body) < length:
        part = connection.recv(65536)
        if not part:
            raise OSError("closed")
        body += part


kept = connect()
times, errors = [], 0
end = time.monotonic() + seconds
while time.monotonic() < end:
    for fresh in (False, True):
        begin = time.monotonic()
        try:
            connection = connect() if fresh else kept
            ask(connection)
            if fresh:
                connection.close()
            times.append(time.monotonic() - begin)
        except OSError as problem:
            errors += 1
            print("error:", problem, file=sys.stderr)
            kept = connect()
        time.sleep(0.004)
times.sort()
print(f"{label:20} {len(times):6} answers, {errors} errors, p50 {times[len(times) // 2] * 1000:.2f} ms, "
      f"p99 {times[len(times) * 99 // 100] * 1000:.2f} ms, max {times[-1] * 1000:.1f} ms", flush=True)
