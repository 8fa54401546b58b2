"""The command line of benchmarks/growth, and its questions."""
import argparse
import os
import statistics
import subprocess
import tempfile
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

import build
import file_tree
import main
import measure
import report
import site_files
from process import running
from servers import SERVERS, Place, Server, peer
from workloads import WORKLOADS, Workload

PACED = build.BENCHMARKS / "target" / "paced"
BY_NAME = {server.name: server for server in SERVERS}
LOADS = {workload.name: workload for workload in WORKLOADS}
CONNECTIONS = (64, 512, 2_000, 5_000, 10_000)
PEERS = ("jhttp", "nginx")
PACED_SERVERS = ("jhttp", "jhttp-worker", "jhttp-virtual", "jhttp-boot", "nginx", "jetty", "undertow", "spring-mvc-tuned")
ANSWERS = ("loops", "connections", "files", "late", "clients", "cold", "listings")
CLIENTS = 100_000
TURNS = 40
COLD = ("jhttp", "nginx-plain")
COLD_TURNS = 8
LISTED = (1_000, 10_000, 100_000)
LISTED_AT_ONCE = 10_000  # jhttp's page
LISTING_TURNS = 9
LIMITED = {"none": "/hello", "a rate": "/rate/hello", "a rate and concurrent requests": "/both/hello"}


class Growth:
    def __init__(self, work, options):
        self.work = work
        self.seconds = options.seconds
        self.warm_up = options.warm_up
        self.most_files = options.files

    def measured(self, server, workload, site):
        """One row's figures."""
        sample = self.sample(server, workload, site)
        return [report.number(sample.rate), report.number(sample.cpu), report.duration(sample.p50),
                report.duration(sample.p99)]

    def sample(self, server, workload, site):
        """A server of its own, warmed up, measured once."""
        def command(port):
            return server.command(Place(port, site, self.work, workload.name))

        with running([(server.name, command, server.hello, self.work)]) as processes:
            process = processes[server.name]
            measure.wrk(server, workload, process.port, self.warm_up, self.work)
            sample = measure.measure(server, workload, process, self.seconds, self.work)
            main.progress(f"  {server.name:20} {workload.name:16} {sample.rate:12,.0f}/s {sample.cpu:8.1f} us")
            return sample

    def loops(self, site):
        rows = []
        for loops in (1, 2):
            server = Server(f"jhttp-{loops}", "", peer("jhttp", "EngineServer", f"-Dloops={loops}"), ())
            for name in ("hello-64", "hello-512", "close", "file-1k", "mix"):
                rows.append([str(loops), name, *self.measured(server, LOADS[name], site)])
        return section("Event loops", ["loops", "workload"], rows)

    def connections(self, site):
        rows = []
        for count in CONNECTIONS:
            workload = replace(LOADS["hello-64"], name=f"hello-{count}", connections=count)
            for name in PEERS:
                rows.append([f"{count:,}", name, *self.measured(BY_NAME[name], workload, site)])
        return section("Connections, each with a request under way", ["connections", "server"], rows)

    def files(self, _site):
        rows = []
        tree = file_tree.FileTree(self.work / "tree")
        for count in file_tree.steps(self.most_files):
            tree.grow(count)
            workload = Workload(f"files-{count}", "", 64, ("/" + file_tree.name(0),), lua=file_tree.lua(count))
            for name in PEERS:
                rows.append([f"{count:,}", name, *self.measured(BY_NAME[name], workload, tree.directory)])
        return section("Files of 1 KiB in a tree, asked for at random", ["files", "server"], rows)

    def cold(self, _site):
        """Files that the cache does not hold, beside nginx without a cache of open files, in turns."""
        rows = []
        tree = file_tree.FileTree(self.work / "cold")
        for count in (count for count in file_tree.steps(self.most_files) if count >= 100_000):
            tree.grow(count)
            workload = Workload(f"cold-{count}", "", 64, ("/" + file_tree.name(0),), lua=file_tree.lua(count, "os.time()"))
            starts = [(name, lambda port, s=BY_NAME[name]: s.command(Place(port, tree.directory, self.work)),
                       BY_NAME[name].hello, self.work) for name in COLD]
            samples = {name: [] for name in COLD}
            with running(starts) as processes:
                for name in COLD:
                    measure.warm_up(BY_NAME[name], workload, processes[name], self.warm_up, self.work)
                for turn in range(COLD_TURNS):
                    for name in COLD[::1 if turn % 2 else -1]:
                        samples[name].append(measure.measure(BY_NAME[name], workload, processes[name], self.seconds,
                                                             self.work))
            for name in COLD:
                ratio = statistics.median(one.cpu / other.cpu for one, other in zip(samples[name], samples[COLD[1]]))
                rows.append([f"{count:,}", name, *(report.number(statistics.median(getattr(one, what) for one in
                             samples[name])) for what in ("rate", "cpu", "user", "system")), f"{ratio:.2f}"])
                main.progress(f"  {rows[-1]}")
        return (f"### Files of 1 KiB that are in no cache but the system's, at random, medians of {COLD_TURNS} turns\n\n"
                + report.table(["files", "server", "requests/s", "CPU µs/request", "user", "system", "CPU × of nginx"],
                               rows) + "\n")

    def listings(self, _site):
        """Directories with many files, one request after the other, in turns."""
        rows = []
        directory = self.work / "listed"
        directory.mkdir()
        starts = [(name, lambda port, s=BY_NAME[name]: s.command(Place(port, directory, self.work)), BY_NAME[name].hello,
                   self.work) for name in PEERS]
        with running(starts) as processes:
            for count in LISTED:
                for number in range(len(list(directory.iterdir())), count):
                    (directory / f"file-{number:06}.txt").touch()
                times = {name: [] for name in PEERS}
                for turn in range(2 * LISTING_TURNS):
                    for name in PEERS[::1 if turn % 2 else -1]:
                        times[name].append(listing(processes[name].port, count))
                for name in PEERS:
                    mine, other = times[name][LISTING_TURNS:], times[PEERS[1]][LISTING_TURNS:]  # the first half warms up
                    rows.append([f"{count:,}", name, report.duration(statistics.median(mine) * 1e6),
                                 f"{statistics.median(one / another for one, another in zip(mine, other)):.2f}"])
                    main.progress(f"  {rows[-1]}")
        return (f"### Listings, of jhttp the first {LISTED_AT_ONCE:,} entries, medians of {LISTING_TURNS} turns\n\n"
                + report.table(["files", "server", "to the last byte", "× of nginx"], rows) + "\n")

    def late(self, site):
        rows = []
        for name in PACED_SERVERS:
            server = BY_NAME[name]
            with running([(name, lambda port, s=server: s.command(Place(port, site, self.work)), server.hello,
                           self.work)]) as processes:
                port = processes[name].port
                measure.wrk(server, LOADS["hello-64"], port, self.warm_up, self.work)
                result = measure.wrk(server, LOADS["hello-64"], port, self.seconds, self.work)
                capacity = result["requests"] / (result["micros"] / 1e6)
                rows.append([name, report.number(capacity), *paced(port, server.hello, capacity * 0.7, self.seconds)])
                main.progress(f"  {rows[-1]}")
        return ("### How late answers are at 70 % of capacity, 64 connections\n\n"
                + report.table(["server", "capacity", "asked for", "p50", "p99", "p99.9", "latest"], rows) + "\n")


    def clients(self, site):
        """One server, whose paths have no limit for each client, one, or another. As the same compiled code takes all
        requests, in short turns, the figures differ by the limits alone."""
        server = Server("jhttp", "", peer("jhttp", "EngineServer", "-Dlimited"), ())
        workloads = {limits: Workload(f"clients{path.replace('/', '-')}", "", 64, (path,), lua=clients_lua(CLIENTS, path))
                     for limits, path in LIMITED.items()}
        costs = {limits: [] for limits in workloads}
        with running([(server.name, lambda port: server.command(Place(port, site, self.work)), server.hello,
                       self.work)]) as processes:
            process = processes[server.name]
            for workload in workloads.values():
                measure.wrk(server, workload, process.port, self.warm_up, self.work)
            for turn in range(TURNS):
                # Whichever comes after another has the same share of what the other leaves behind
                for limits in list(workloads)[turn % 3:] + list(workloads)[:turn % 3]:
                    costs[limits].append(measure.measure(server, workloads[limits], process, 1, self.work).cpu)
        none = costs[next(iter(workloads))]
        rows = []
        for limits, samples in costs.items():
            more = statistics.quantiles([one / other for one, other in zip(samples, none)], n=4)
            rows.append([limits, report.number(statistics.median(samples)),
                         *(f"{ratio - 1:+.1%}" for ratio in (more[1], more[0], more[2]))])
            main.progress(f"  {rows[-1]}")
        return (f"### Limits for each of {CLIENTS:,} clients, 64 connections, medians of {TURNS} turns of 1 s\n\n"
                + report.table(["limits", "CPU µs/request", "more", "lower quartile", "upper quartile"], rows) + "\n")


def clients_lua(count, path):
    """Each request comes from one of them at random, the same ones in each run."""
    return f"""
init = function(args)
  math.randomseed(42)
  request = function()
    local i = math.random(0, {count - 1})
    return "GET {path} HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nX-Forwarded-For: 10." .. math.floor(i / 65536) .. "."
      .. math.floor(i / 256) % 256 .. "." .. i % 256 .. "\\r\\n\\r\\n"
  end
end
"""


def listing(port, count):
    """Seconds until all of it is there."""
    began = time.perf_counter()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as response:
        content = response.read()
    took = time.perf_counter() - began
    assert content.count(b"<a href=") >= min(count, LISTED_AT_ONCE), "it does not list all files"
    return took


def section(title, first, rows):
    return f"### {title}\n\n{report.table(first + ['requests/s', 'CPU µs/request', 'p50', 'p99'], rows)}\n"


def paced(port, path, rate, seconds):
    run = subprocess.run([str(PACED), str(port), path, "64", str(rate), str(seconds)], capture_output=True, text=True,
                         timeout=seconds + 30)
    if run.returncode:
        return [report.number(rate), run.stderr.strip() or "failed", "", "", ""]
    _, *delays = run.stdout.split()
    return [report.number(rate)] + [report.duration(int(delay)) for delay in delays]


def run(arguments):
    parser = argparse.ArgumentParser(prog="benchmarks/growth", description="Shows how jhttp grows.")
    parser.add_argument("--only", default=",".join(ANSWERS), help="which of: %(default)s")
    parser.add_argument("--files", type=int, default=100_000, help="the largest tree; up to 1,000,000 (%(default)s)")
    parser.add_argument("--seconds", type=int, default=3, help="how long each measurement lasts (%(default)s)")
    parser.add_argument("--warm-up", type=int, default=4, help="seconds of load before it (%(default)s)")
    parser.add_argument("--write", metavar="FILE", help="put the tables into a Markdown file, between its markers")
    parser.add_argument("--no-build", action="store_true", help="run what the last run has built")
    options = parser.parse_args(arguments)
    wanted = options.only.split(",")
    if set(wanted) - set(ANSWERS):
        parser.error(f"--only takes {', '.join(ANSWERS)}")
    build.require(["wrk", "gcc", "nginx", "mvn"])
    main.raise_descriptor_limit()
    if not options.no_build:
        build.build()
    PACED.parent.mkdir(exist_ok=True)
    source = build.BENCHMARKS / "growth.d" / "paced.c"
    subprocess.run(["gcc", "-O2", "-Wall", "-o", str(PACED), str(source)], check=True)
    parts = []
    with tempfile.TemporaryDirectory(prefix="jhttp-growth-") as directory:
        work = Path(directory)
        os.chmod(work, 0o755)
        site = work / "site"
        site.mkdir()
        site_files.write(site)
        growth = Growth(work, options)
        for answer in wanted:
            main.progress(answer)
            parts.append(getattr(growth, answer)(site))
    text = "\n".join(parts)
    print(text)
    if options.write:
        report.write_between_markers(Path(options.write), text, "growth")
    return 0
