"""The command line, and the order of things: build, start, check, warm up, measure in rounds, report."""
import argparse
import fnmatch
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import bars
import build
import certificate
import measure
import memory
import report
import site_files
import startup
from process import running
from servers import SERVERS, Place
from workloads import WORKLOADS

QUICK_SERVERS = "jhttp,jetty,spring-mvc,nginx"
QUICK_WORKLOADS = "hello-64,pipelined,close,file-1k,mix"
SPECIAL = ("startup", "memory", "events")
BY_NAME = {workload.name: workload for workload in WORKLOADS}


def parse(arguments):
    names = ", ".join(server.name for server in SERVERS)
    loads = ", ".join([workload.name for workload in WORKLOADS] + list(SPECIAL))
    parser = argparse.ArgumentParser(prog="benchmarks/compare", description="Compares jhttp with other HTTP servers.",
                                     epilog=f"Servers: {names}. Workloads: {loads}. Both as lists with commas, and "
                                            "with * for any part of a name.")
    parser.add_argument("--quick", action="store_true", help="four servers, five workloads, below three minutes")
    parser.add_argument("--servers", help="which servers; default: all")
    parser.add_argument("--workloads", help="which workloads; default: all")
    parser.add_argument("--rounds", type=int, help="measurements of each cell; default: 3, quick 2")
    parser.add_argument("--seconds", type=int, help="how long each lasts; default: 3, quick 2")
    parser.add_argument("--warm-up", type=int, help="seconds of a window of warming up, which goes on until a window is no "
                             "better than the one before, quick only once; default: 3, quick 2")
    parser.add_argument("--connections", type=int, default=10_000, help="idle ones, of the workloads memory and events")
    parser.add_argument("--write", metavar="FILE", help="put the tables into a Markdown file, between its markers")
    parser.add_argument("--json", metavar="FILE", default=str(build.BENCHMARKS / "target" / "compare.json"),
                        help="where to write all figures; default: %(default)s")
    parser.add_argument("--from", metavar="FILE", dest="source", help="report the figures of such a file, run nothing")
    parser.add_argument("--no-build", action="store_true", help="run what the last run has built")
    options = parser.parse_args(arguments)
    quick = options.quick
    options.servers = options.servers or (QUICK_SERVERS if quick else "*")
    options.workloads = options.workloads or (QUICK_WORKLOADS if quick else "*")
    options.rounds = options.rounds or (2 if quick else 3)
    options.seconds = options.seconds or (2 if quick else 3)
    options.warm_up = options.warm_up or (2 if quick else 3)
    return parser, options


def chosen(parser, names, patterns):
    taken = []
    for pattern in patterns.split(","):
        found = fnmatch.filter(names, pattern)
        if not found:
            parser.error(f"there is no {pattern}; there are {', '.join(names)}")
        taken += found
    return [name for name in names if name in taken]


def raise_descriptor_limit():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def progress(text):
    print(text, file=sys.stderr, flush=True)


def run_workload(workload, servers, site, work, options):
    """All servers run at the same time, but one after the other has something to do."""
    def start(server):
        path = (workload.paths or (server.hello,))[0] if not workload.body else server.hello
        return (server.name, lambda port: server.command(Place(port, site, work, workload.name, made)), path, work)

    made = certificate.make(work) if workload.tls else None

    samples = {server.name: [] for server in servers}
    failures = {}
    with running([start(server) for server in servers], workload.tls) as processes:
        for server in servers:
            try:
                measure.check(server, workload, processes[server.name].port, site)
                for load in filter(None, (BY_NAME.get(workload.warm_up_by), workload)):
                    measure.warm_up(server, load, processes[server.name], options.warm_up, work,
                                    1 if options.quick else measure.MOST_WINDOWS)
            except (RuntimeError, OSError) as failure:
                failures[server.name] = str(failure)
        for _ in range(options.rounds):
            for server in servers:
                if server.name in failures:
                    continue
                try:
                    sample = measure.measure(server, workload, processes[server.name], options.seconds, work)
                except (RuntimeError, OSError) as failure:
                    failures[server.name] = str(failure)
                    continue
                samples[server.name].append(sample.json())
                progress(f"  {server.name:20} {sample.rate:12,.0f}/s {sample.cpu:12,.1f} us")
    for name, failure in failures.items():
        progress(f"  {name}: {failure}")
    return {"title": workload.title, "failures": failures,
            "servers": {name: taken for name, taken in samples.items() if taken and name not in failures}}


def run(arguments):
    parser, options = parse(arguments)
    if options.source:
        results = json.loads(Path(options.source).read_text())
    else:
        results = measure_all(parser, options)
    text = report.render(results, bars.judge(results))
    print(text)
    if options.write:
        report.write_between_markers(Path(options.write), text)
    return 1 if any(part.get("failures") for part in results["workloads"].values()) else 0


def save(results, began, file):
    """After each part, so that a run that is interrupted was not in vain."""
    results["seconds"] = round(time.monotonic() - began)
    path = Path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=1) + "\n")


def measure_all(parser, options):
    names = chosen(parser, [server.name for server in SERVERS], options.servers)
    loads = chosen(parser, [workload.name for workload in WORKLOADS] + list(SPECIAL), options.workloads)
    servers = [server for server in SERVERS if server.name in names]
    build.require(["wrk"] + ([] if options.no_build else ["mvn", "gcc"])
                  + (["openssl"] if any(workload.tls for workload in WORKLOADS if workload.name in loads) else [])
                  + (["h2load"] if any(workload.streams for workload in WORKLOADS if workload.name in loads) else [])
                  + [server.needs for server in servers if server.needs in ("nginx", "lighttpd")])
    raise_descriptor_limit()
    if not options.no_build:
        progress("building")
        build.build()
    too_new = [server.name for server in servers if server.java > build.java_major()]
    if too_new:
        progress(f"left out, as they need a newer JDK (JAVA_HOME): {', '.join(too_new)}")
        servers = [server for server in servers if server.name not in too_new]
    results = {"machine": report.machine(), "arguments": vars(options) | {"servers": names, "workloads": loads},
               "workloads": {}}
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="jhttp-compare-") as directory:
        work = Path(directory)
        os.chmod(work, 0o755)
        site = work / "site"
        site.mkdir()
        site_files.write(site)
        for workload in WORKLOADS:
            taking_part = [server for server in servers if workload.name in server.workloads]
            if workload.name in loads and taking_part:
                progress(f"{workload.name}: {workload.title}")
                results["workloads"][workload.name] = run_workload(workload, taking_part, site, work, options)
                save(results, began, options.json)
        if "startup" in loads:
            results["startup"] = startup.run(servers, site, work, progress)
            save(results, began, options.json)
        if "memory" in loads:
            results["memory"] = memory.run(servers, site, work, options.connections, progress)
        if "events" in loads:
            results["events"] = memory.event_streams(servers, site, work, options.connections, progress)
    save(results, began, options.json)
    return results
