"""The instances of the application: started, stopped as an orchestrator does, started again."""
import contextlib
import signal
import socket
import subprocess
import time

from build import PEERS, java
from process import free_port

JAR = PEERS / "jhttp-boot" / "target" / "peer-jhttp-boot-1.jar"

# A container has 30 s, unless it is told otherwise
PATIENCE = 30


def build():
    subprocess.run(["mvn", "-q", "-B", "-ntp", "-f", str(PEERS / "pom.xml"), "-pl", "jhttp-boot", "-am", "package",
                    "-DskipTests", "-P", "!nullaway"], check=True)
    return str(JAR)


class Instance:
    def __init__(self, name, jar, flags, work):
        self.name = name
        self.port = free_port()
        self.command = [java(), "-Xmx128m", "-XX:TieredStopAtLevel=1", "-jar", str(jar), "--spring.main.banner-mode=off",
                        "--jhttp.address=127.0.0.1", f"--jhttp.port={self.port}", *flags]
        self.log = work / f"{name}.log"
        self.work = work
        self.process = None

    def start(self):
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.work)

    def await_ready(self):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5) as connection:
                connection.sendall(b"GET /ready HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                if connection.recv(4096).startswith(b"HTTP/1.1 200 "):
                    return
            time.sleep(0.05)
        raise RuntimeError(f"{self.name} did not start:\n{self.log.read_text()[-2000:]}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
