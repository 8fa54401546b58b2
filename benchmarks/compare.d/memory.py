"""What a server keeps: after its start, after load, and for each of many idle connections."""
import contextlib
import os
import re
import socket
import statistics
import subprocess
import time
from pathlib import Path

import measure
from process import running
from servers import Place
from workloads import WORKLOADS

SERVERS = ("jhttp", "jhttp-boot", "spring-mvc", "spring-mvc-tuned", "jdk", "undertow", "jetty", "nginx")
EVENTS = ("webflux-jhttp", "webflux-netty")
LOAD_SECONDS = 5
STARTS = 3


def heap(pid):
    """Live bytes of the heap, or None of what is no JVM. Garbage is collected, which moves the resident size too."""
    jcmd = Path(os.path.realpath(f"/proc/{pid}/exe")).parent / "jcmd"
    if not jcmd.exists() or not Path(os.path.realpath(f"/proc/{pid}/exe")).name == "java":
        return None
    subprocess.run([jcmd, str(pid), "GC.run"], check=True, capture_output=True, timeout=60)
    histogram = subprocess.run([jcmd, str(pid), "GC.class_histogram"], check=True, capture_output=True, text=True,
                               timeout=60).stdout
    return int(re.search(r"^Total\s+\d+\s+(\d+)", histogram, re.MULTILINE).group(1))


def ask(connection, path):
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    answer = b""
    while not answer.endswith(b"Hello, World!"):
        part = connection.recv(4096)
        if not part:
            raise ConnectionError("closed before its answer")
        answer += part


def idle_connections(port, path, count):
    """As many as the server takes: Tomcat stops at 8,192 unless it is told otherwise."""
    connections = []
    for _ in range(count):
        connection = socket.socket()
        connection.settimeout(3)
        try:
            connection.connect(("127.0.0.1", port))
            ask(connection, path)
        except OSError:
            connection.close()
            break
        connections.append(connection)
    return connections


def event_stream(port):
    """A connection with a stream of events of which one has come."""
    connection = socket.create_connection(("127.0.0.1", port), 30)
    connection.sendall(b"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n")
    answer = b""
    while b"data:Hello, World!" not in answer:
        part = connection.recv(4096)
        if not part:
            raise ConnectionError("closed before its event")
        answer += part
    return connection


def event_streams(servers, site, work, count, progress):
    progress(f"events: with {count} streams that say nothing more")
    found = {}
    for server in servers:
        if server.name in EVENTS:
            def start(port, server=server):
                return server.command(Place(port, site, work, "events"))

            with running([(server.name, start, server.hello, work)]) as processes:
                process = processes[server.name]
                # What is made once is there before
                for connection in [event_stream(process.port) for _ in range(200)]:
                    connection.close()
                time.sleep(1)
                heap_before, before = heap(process.process.pid), process.resident_kib()
                streams = [event_stream(process.port) for _ in range(count)]
                heap_after, after = heap(process.process.pid), process.resident_kib()
                for connection in streams:
                    connection.close()
            found[server.name] = {"streams": count, "heap_each": (heap_after - heap_before) / count,
                                  "resident_each": (after - before) * 1024 / count}
            progress(f"  {server.name:20} {found[server.name]['heap_each']:6.0f} B of heap each")
    return found


def one(server, site, work, count):
    def start(port):
        return server.command(Place(port, site, work, "memory"))

    hello = next(workload for workload in WORKLOADS if workload.name == "hello-64")
    # A collection of garbage during the start, or none, makes much of the difference: so several
    after_starts = []
    for _ in range(STARTS - 1):
        with running([(server.name, start, server.hello, work)]) as processes:
            time.sleep(1)
            after_starts.append(processes[server.name].resident_kib())
    with running([(server.name, start, server.hello, work)]) as processes:
        process = processes[server.name]
        time.sleep(1)
        after_starts.append(process.resident_kib())
        for connection in idle_connections(process.port, server.hello, 200):
            connection.close()
        heap_before, before = heap(process.process.pid), process.resident_kib()
        connections = idle_connections(process.port, server.hello, count)
        opened = max(1, len(connections))
        with_connections = process.resident_kib()
        heap_after = heap(process.process.pid)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.close()
        time.sleep(1)
        measure.wrk(server, hello, process.port, LOAD_SECONDS, work)
        return {"start": statistics.median(after_starts), "idle": with_connections, "connections": len(connections),
                "idle_each": (with_connections - before) * 1024 / opened,
                "heap_each": (heap_after - heap_before) / opened if heap_before else None,
                "load": process.resident_kib()}


def run(servers, site, work, count, progress):
    progress(f"memory: after the start, with {count} idle connections, after load")
    found = {}
    for server in servers:
        if server.name in SERVERS:
            found[server.name] = result = one(server, site, work, count)
            progress(f"  {server.name:20} {result['start'] / 1024:6.0f} MiB, {result['idle'] / 1024:6.0f} MiB with "
                     f"{result['connections']}, {result['load'] / 1024:6.0f} MiB")
    return found
