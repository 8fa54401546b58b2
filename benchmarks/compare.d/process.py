"""A server's process: started, waited for, looked at, ended."""
import contextlib
import os
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path

TICK_MICROS = 1_000_000 / os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    def __init__(self, name, command, port, work, tls=False):
        self.name = name
        self.tls = tls
        self.port = port
        self.log = Path(work) / f"{name}.log"
        with open(self.log, "w") as log:
            # A session of its own, so that its children end with it
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            cwd=work, start_new_session=True)

    def await_answer(self, path, seconds=60, pause=0.05):
        """Returns when there was a complete answer to a request."""
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError), self.connect() as connection:
                connection.settimeout(5)
                connection.sendall(request)
                if connection.recv(65536).startswith(b"HTTP/1."):
                    return
            time.sleep(pause)
        raise RuntimeError(f"{self.name} did not start:\n{self.log.read_text()[-2000:]}")

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port), 5)
        return ssl._create_unverified_context().wrap_socket(connection) if self.tls else connection

    def pids(self):
        found, left = [], [self.process.pid]
        while left:
            pid = left.pop()
            found.append(pid)
            with contextlib.suppress(OSError):
                for task in Path(f"/proc/{pid}/task").iterdir():
                    left += [int(child) for child in (task / "children").read_text().split()]
        return found

    def cpu_micros(self):
        """User and system time of the process and its children so far."""
        user = system = 0
        for pid in self.pids():
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                user += int(fields[11])
                system += int(fields[12])
        return user * TICK_MICROS, system * TICK_MICROS

    def resident_kib(self):
        total = 0
        for pid in self.pids():
            with contextlib.suppress(OSError):
                for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                    if line.startswith("VmRSS:"):
                        total += int(line.split()[1])
        return total

    def stop(self):
        for how in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
                break


@contextlib.contextmanager
def running(starts, tls=False):
    """Starts all servers at once, as (name, command of a port, path, work directory), and ends them in any case."""
    processes = {}
    try:
        for name, command, path, work in starts:
            port = free_port()
            processes[name] = (Process(name, command(port), port, work, tls), path)
        for process, path in processes.values():
            process.await_answer(path)
        yield {name: process for name, (process, _) in processes.items()}
    finally:
        for process, _ in processes.values():
            process.stop()
