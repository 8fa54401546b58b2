"""Results as Markdown."""
import os
import platform
import re
import subprocess
from statistics import median

import build
import site_files
from bars import paired
from servers import SERVERS

TITLES = {server.name: server.title for server in SERVERS}
# What a server is compared with, unless it is the engine alone
OURS = {"webflux-netty": "webflux-jhttp"}


def machine():
    """What the figures depend on."""
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*:\s*(.*)", file.read())
    return {"processors": os.cpu_count(), "processor": model.group(1) if model else platform.machine(),
            "kernel": platform.release(), "java": build.java_version(), "load": round(os.getloadavg()[0], 1),
            "versions": versions(), "brotli": site_files.brotli_is_real()}


def versions():
    pom = (build.PEERS / "pom.xml").read_text()
    found = dict(re.findall(r"<(spring-boot|tomcat|jetty|undertow|netty|vertx|helidon)\.version>([^<]+)<", pom))
    for command, option in (("nginx", "-v"), ("lighttpd", "-v"), ("wrk", "-v"), ("h2load", "--version")):
        if build.find(command):
            run = subprocess.run([build.find(command), option], capture_output=True, text=True)
            number = re.search(r"\d+\.\d+(\.\d+)?", run.stdout + run.stderr)
            found[command] = number.group() if number else "?"
    return found


def number(value):
    """Three digits that count, as far as that is possible."""
    if value >= 1_000_000:
        return f"{value / 1_000_000:.3g}M"
    if value >= 10_000:
        return f"{value / 1000:.0f}k"
    if value >= 1000:
        return f"{value / 1000:.1f}k"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def duration(micros):
    if micros >= 1e6:
        return f"{micros / 1e6:.1f} s"
    return f"{micros / 1000:.1f} ms" if micros >= 1000 else f"{micros:.0f} µs"


def column(samples, what):
    return [sample[what] for sample in samples]


def middle(samples, what):
    return median(column(samples, what))


def spread(samples, what, form):
    values = sorted(column(samples, what))
    return f"{form(median(values))} ({form(values[0])} to {form(values[-1])})"


def table(header, rows):
    return "\n".join(["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
                     + ["| " + " | ".join(row) + " |" for row in rows])


def workload_table(name, result):
    measured = result["servers"]
    rows = []
    for server, samples in measured.items():
        ratios = ["", ""]
        ours = measured.get(OURS.get(server, "jhttp"))
        if ours and server != "jhttp":
            ratios = [f"{paired(column(ours, what), column(samples, what)):.2f}" for what in ("rate", "cpu")]
        broken = sum(sample["failed"] for sample in samples)
        rows.append([TITLES.get(server, server) + (f" ({broken} broken connections)" if broken else ""),
                     spread(samples, "rate", number), spread(samples, "cpu", number),
                     f"{number(middle(samples, 'user'))} + {number(middle(samples, 'system'))}",
                     duration(middle(samples, "p50")), duration(middle(samples, "p99")), *ratios])
    header = ["server", "requests/s", "CPU µs/request", "user + system", "p50", "p99", "jhttp: requests/s ×",
              "CPU ×"]
    failures = "".join(f"\n- Not measured: {server}: {failure.splitlines()[0]}\n"
                       for server, failure in result["failures"].items())
    return f"### {name}: {result['title']}\n\n{table(header, rows)}\n{failures}"


def startup_table(times):
    rows = [[TITLES[name], f"{median(taken):.0f} ms ({min(taken):.0f} to {max(taken):.0f})"]
            for name, taken in times.items()]
    return "### Start-up: to the first answer\n\n" + table(["server", "median of 7 (range)"], rows) + "\n"


def memory_table(found):
    rows = []
    for name, result in found.items():
        heap = "" if result["heap_each"] is None else f"{result['heap_each']:.0f} B"
        rows.append([TITLES[name], f"{result['start'] / 1024:.0f} MiB", f"{result['idle'] / 1024:.0f} MiB",
                     f"{result['connections']:,}", f"{result['idle_each'] / 1024:.1f} KiB", heap,
                     f"{result['load'] / 1024:.0f} MiB"])
    header = ["server", "resident after start", "with idle connections", "of them", "resident each", "heap each",
              "resident after load"]
    return f"### Memory\n\n{table(header, rows)}\n"


def events_table(found):
    rows = [[TITLES[name], f"{result['streams']:,}", f"{result['heap_each']:,.0f} B",
             f"{result['resident_each'] / 1024:.1f} KiB"] for name, result in found.items()]
    return f"### Idle event streams\n\n{table(['server', 'streams', 'heap each', 'resident each'], rows)}\n"


def bars_table(judged):
    rows = [[text, bar, actual, "reached" if reached else "**missed**"] for text, bar, actual, reached in judged]
    count = sum(1 for bar in judged if bar[3])
    return f"### Bars: {count} of {len(judged)} reached\n\n{table(['bar', 'wanted', 'measured', ''], rows)}\n"


def head(results):
    at = results["machine"]
    arguments = results["arguments"]
    listed = ", ".join(f"{name} {version}" for name, version in at["versions"].items())
    brotli = "" if at["brotli"] else " Brotli sidecars hold gzip's bytes, as there is no brotli tool."
    return (f"Measured on {at['processors']} processors ({at['processor']}, Linux {at['kernel']}), which servers and "
            f"client shared, with a load of {at['load']} when it began. {at['java']}; {listed}. "
            f"{arguments['rounds']} rounds of {arguments['seconds']} s after a warm-up in steps of {arguments['warm_up']} s, "
            f"{results['seconds']} s in all.{brotli}\n")


def render(results, judged):
    parts = [head(results)]
    if judged:
        parts.append(bars_table(judged))
    parts += [workload_table(name, result) for name, result in results["workloads"].items()]
    if results.get("startup"):
        parts.append(startup_table(results["startup"]))
    if results.get("memory"):
        parts.append(memory_table(results["memory"]))
    if results.get("events"):
        parts.append(events_table(results["events"]))
    return "\n".join(parts)


def write_between_markers(file, text, name="compare"):
    first, last = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    content = file.read_text()
    before, begin, rest = content.partition(first)
    _, end, after = rest.partition(last)
    if not begin or not end:
        raise SystemExit(f"{file} has no lines {first} and {last}")
    file.write_text(f"{before}{first}\n\n{text}\n{last}{after}")
