"""How long it takes from the start of the process to the first answer."""
import statistics
import time

from process import Process, free_port
from servers import Place

SERVERS = ("jhttp", "jhttp-boot", "spring-mvc", "webflux-jhttp", "webflux-netty", "jdk", "floor-java", "nginx")
RUNS = 7


def once(server, site, work):
    port = free_port()
    command = server.command(Place(port, site, work, "startup"))
    began = time.monotonic()
    process = Process(server.name, command, port, work)
    try:
        process.await_answer(server.hello, pause=0.002)
        return (time.monotonic() - began) * 1000
    finally:
        process.stop()


def run(servers, site, work, progress):
    progress("startup: from the start of the process to the first answer")
    taking_part = [server for server in servers if server.name in SERVERS]
    times = {server.name: [] for server in taking_part}
    for _ in range(RUNS):
        for server in taking_part:
            times[server.name].append(once(server, site, work))
    for name, taken in times.items():
        progress(f"  {name:20} {statistics.median(taken):8.0f} ms")
    return times
