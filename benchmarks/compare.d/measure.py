"""One measurement: wrk, or h2load for HTTP/2, against a running server, and the CPU time that the server took meanwhile."""
import http.client
import json
import re
import ssl
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

import workloads

# As long as a window takes less CPU time than the best one before by more than this, a JVM is still compiling
SETTLED = 0.95
MOST_WINDOWS = 8

DONE = (Path(__file__).resolve().parent / "done.lua").read_text()


@dataclass(frozen=True)
class Sample:
    rate: float  # requests a second
    user: float  # microseconds of CPU a request
    system: float
    p50: float  # microseconds
    p99: float
    failed: int  # connections that broke, which wrk opens again, or requests over HTTP/2

    @property
    def cpu(self):
        return self.user + self.system

    def json(self):
        return asdict(self) | {"cpu": self.cpu}


def check(server, workload, port, site):
    """A server that answers anything else than asked for is not measured at all."""
    connection = (http.client.HTTPSConnection("127.0.0.1", port, timeout=60,
                                              context=ssl._create_unverified_context()) if workload.tls
                  else http.client.HTTPConnection("127.0.0.1", port, timeout=60))
    for path in workload.paths or (server.hello,):
        forms = workloads.expected(workload, path, site)
        for _ in range(2):
            connection.request(workload.method, path, body=workload.body or None,
                               headers={"Accept-Encoding": "identity"} | workload.headers)
            answer = connection.getresponse()
            content = answer.read()
            if answer.status != 200 or content not in forms:
                raise RuntimeError(f"{server.name} answers {path} with {answer.status} and {len(content)} bytes: "
                                   f"{content[:80]!r}")
            if "Connection" in workload.headers:
                connection.close()
    connection.close()


def wrk(server, workload, port, seconds, work):
    script = Path(work) / f"{workload.name}.lua"
    script.write_text(workload.lua + DONE)
    path = (workload.paths or (server.hello,))[0]
    headers = [part for name, value in workload.headers.items() for part in ("-H", f"{name}: {value}")]
    run = subprocess.run(["wrk", "-t1", f"-c{workload.connections}", f"-d{seconds}s", "--timeout", "30s", "-s",
                          str(script), *headers, f"{workload.scheme}://127.0.0.1:{port}{path}"],
                         capture_output=True, text=True, timeout=seconds + 60)
    lines = [line for line in run.stdout.splitlines() if line.startswith("RESULT ")]
    if not lines:
        raise RuntimeError(f"wrk failed: {run.stdout}{run.stderr}")
    return json.loads(lines[0].removeprefix("RESULT "))


def h2load(server, workload, port, seconds, work):
    """A number of requests, as h2load does not end by itself if handshakes take longer than the time that it was told."""
    log, body = Path(work) / "h2load.log", Path(work) / "h2load.body"
    log.unlink(missing_ok=True)
    body.write_bytes(workload.body)
    path = (workload.paths or (server.hello,))[0]
    headers = [part for name, value in workload.headers.items() for part in ("-H", f"{name}: {value}")]
    run = subprocess.run(["h2load", "-t1", f"-c{workload.connections}", f"-m{workload.streams}",
                          f"-n{seconds * workload.requests}",
                          f"--log-file={log}", *headers, *(["-d", str(body)] if workload.body else []),
                          f"{workload.scheme}://127.0.0.1:{port}{path}"],
                         capture_output=True, text=True, timeout=120)
    if "Application protocol: h2" not in run.stdout:
        raise RuntimeError(f"{server.name} does not speak HTTP/2: {run.stdout}{run.stderr}")
    # When it began, the status and the microseconds of each request
    requests = [line.split("\t") for line in log.read_text().splitlines()]
    times = sorted(int(request[2]) for request in requests if request[1] == "200") or [0]
    failed = int(re.search(r"(\d+) failed", run.stdout)[1])
    took, unit = re.search(r"finished in ([\d.]+)(m?s)", run.stdout).groups()
    return {"micros": float(took) * (1e3 if unit == "ms" else 1e6), "requests": len(requests),
            "refused": sum(request[1] != "200" for request in requests) - failed,
            "failed": failed, "bytes": 0, "p50": times[len(times) // 2],
            "p99": times[len(times) * 99 // 100]}


def measure(server, workload, process, seconds, work):
    before = process.cpu_micros()
    client = h2load if workload.streams else wrk
    result = client(server, workload, process.port, seconds, work)
    after = process.cpu_micros()
    if result["refused"]:
        raise RuntimeError(f"{server.name} refused {result['refused']} of {result['requests']} requests")
    requests = result["bytes"] / workload.per_bytes if workload.per_bytes else result["requests"]
    if not requests:
        raise RuntimeError(f"{server.name} answered nothing within {seconds} s")
    return Sample(requests / (result["micros"] / 1e6), (after[0] - before[0]) / requests,
                  (after[1] - before[1]) / requests, result["p50"], result["p99"], result["failed"])


def warm_up(server, workload, process, seconds, work, windows=MOST_WINDOWS):
    """Load, window after window, until two in a row take no less CPU time: a single one may have been disturbed."""
    best, in_vain = float("inf"), 0
    for _ in range(windows):
        cpu = measure(server, workload, process, seconds, work).cpu
        in_vain = 0 if cpu < SETTLED * best else in_vain + 1
        best = min(best, cpu)
        if in_vain == 2:
            return
