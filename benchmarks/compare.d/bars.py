"""What jhttp is to reach, as ratios within one run. A bar without its figures is not judged.

Servers take turns, so that those of a round meet the same hour of the machine. Therefore each round has a ratio of its
own, and their median counts: a round in which the machine was slow for all changes it as little as one that was fast.
"""
from statistics import median

JAVA_PEERS = ("spring-mvc", "spring-mvc-tuned", "tomcat", "jetty", "undertow", "netty", "vertx", "helidon", "jdk")


class Missing(Exception):
    """A cell that was not measured."""


class Cells:
    def __init__(self, results):
        self.results = results

    def samples(self, workload, server, what):
        samples = self.results["workloads"].get(workload, {}).get("servers", {}).get(server)
        if not samples:
            raise Missing
        return [sample[what] for sample in samples]

    def ratio(self, workload, server, peer, what):
        return paired(self.samples(workload, server, what), self.samples(workload, peer, what))

    def worst(self, workload, server, peers, what):
        """The ratio to the peer that is hardest to match, and which one that is."""
        found = []
        for peer in peers:
            try:
                found.append((self.ratio(workload, server, peer, what), peer))
            except Missing:
                continue
        if not found:
            raise Missing
        return min(found) if what == "rate" else max(found)

    def startup(self, server, peer):
        times = self.results.get("startup", {})
        if not times.get(server) or not times.get(peer):
            raise Missing
        return paired(times[server], times[peer])

    def memory(self, server, what):
        found = self.results.get("memory", {}).get(server, {}).get(what)
        if found is None:
            raise Missing
        return found


def paired(ours, theirs):
    """The median of the ratios of each round. The floor in C may take less CPU time than the system can count."""
    return median(our / max(their, 0.001) for our, their in zip(ours, theirs))


def ratio(text, actual, limit, at_most):
    """One line of the table: what it is, the bar, what was measured, and whether that is enough."""
    reached = actual <= limit if at_most else actual >= limit
    return (text, f"{'at most' if at_most else 'at least'} {limit:g}", f"{actual:.2f}", reached)


def cpu(cells, text, workload, server, peer, limit):
    return ratio(text, cells.ratio(workload, server, peer, "cpu"), limit, True)


def rate(cells, text, workload, server, peer, limit):
    return ratio(text, cells.ratio(workload, server, peer, "rate"), limit, False)


def hello():
    for load in ("hello-64", "hello-512"):
        for server in ("jhttp", "jhttp-boot"):
            name = f"{load}, {server}"
            yield lambda c, n=name, l=load, s=server: cpu(c, f"{n}: CPU to the Java floor", l, s, "floor-java", 1.15)
            yield lambda c, n=name, l=load, s=server: cpu(c, f"{n}: CPU to nginx", l, s, "nginx", 1)
            yield lambda c, n=name, l=load, s=server: best_cpu(c, n, l, s)
            yield lambda c, n=name, l=load, s=server: rate(c, f"{n}: requests/s to nginx", l, s, "nginx", 1)


def best_cpu(cells, name, load, server):
    worst, peer = cells.worst(load, server, JAVA_PEERS, "cpu")
    return ratio(f"{name}: CPU to the best Java peer, {peer}", worst, 1, True)


def workers():
    for server in ("jhttp-worker", "jhttp-virtual", "jhttp-boot-worker", "jhttp-boot-virtual"):
        name = f"hello-64, {server}"
        yield lambda c, n=name, s=server: cpu(c, f"{n}: CPU to the Java floor", "hello-64", s, "floor-java", 1.5)
        yield lambda c, n=name, s=server: cpu(c, f"{n}: CPU to tuned Spring MVC", "hello-64", s, "spring-mvc-tuned",
                                              0.5)


def best_rate(cells, load):
    worst, peer = cells.worst(load, "jhttp", JAVA_PEERS, "rate")
    return ratio(f"{load}: requests/s to the best Java peer, {peer}", worst, 1.5, False)


def others():
    yield lambda c: best_rate(c, "pipelined")
    yield lambda c: rate(c, "pipelined: requests/s to nginx", "pipelined", "jhttp", "nginx", 4)
    yield lambda c: rate(c, "close: requests/s to nginx", "close", "jhttp", "nginx", 1)
    yield lambda c: cpu(c, "close: CPU to nginx", "close", "jhttp", "nginx", 1)
    yield lambda c: cpu(c, "file-1k: CPU to nginx", "file-1k", "jhttp", "nginx", 1)
    yield lambda c: cpu(c, "file-1k: CPU to lighttpd", "file-1k", "jhttp", "lighttpd", 1)
    for load in ("file-100k", "mix", "mix-encoded", "file-100m"):
        yield lambda c, l=load: cpu(c, f"{l}: CPU to nginx", l, "jhttp", "nginx", 1)
    for server in ("jhttp-boot-json", "jhttp-boot-json-virtual"):
        yield lambda c, s=server: rate(c, f"json, {s}: requests/s to tuned Spring MVC", "json", s, "spring-mvc-tuned",
                                       1.5)
    for load in ("hello-64", "hello-512", "pipelined", "close", "file-1k", "file-100k", "mix", "file-100m"):
        for server in ("jhttp", "jhttp-boot"):
            yield lambda c, l=load, s=server: rate(c, f"{l}, {s}: requests/s to Spring MVC", l, s, "spring-mvc", 4)


def tls():
    for load, peers in (("tls-hello", ("tomcat", "netty")), ("tls-file-100k", ("tomcat",))):
        for server in ("jhttp", "jhttp-boot"):
            for peer in peers:
                yield lambda c, l=load, s=server, p=peer: rate(c, f"{l}, {s}: requests/s to {p}", l, s, p, 1)


def webflux():
    for load in ("hello-64", "json"):
        yield lambda c, l=load: cpu(c, f"{l}, WebFlux: CPU to Reactor Netty", l, "webflux-jhttp", "webflux-netty", 0.67)


def start_and_memory():
    def startup(text, server, peer, limit):
        return lambda c: ratio(f"start-up: {text}", c.startup(server, peer), limit, True)

    def resident(text, server, peer):
        return lambda c: ratio(f"resident after start: {text}",
                               c.memory(server, "start") / c.memory(peer, "start"), 1, True)

    yield startup("Boot with jhttp to Boot with MVC", "jhttp-boot", "spring-mvc", 0.7)
    yield startup("plain engine to Boot with MVC", "jhttp", "spring-mvc", 0.1)
    yield startup("plain engine to the JDK's server", "jhttp", "jdk", 1.3)
    yield resident("Boot with jhttp to Boot with MVC", "jhttp-boot", "spring-mvc")
    yield resident("plain engine to the JDK's server", "jhttp", "jdk")
    for server in ("jhttp", "jhttp-boot"):
        yield lambda c, s=server: ratio(f"idle connections, {s}: bytes of heap each", c.memory(s, "heap_each"), 1024,
                                        True)
        yield lambda c, s=server: ratio(f"idle connections, {s}: resident growth to Undertow",
                                        c.memory(s, "idle_each") / c.memory("undertow", "idle_each"), 1, True)


def judge(results):
    cells = Cells(results)
    judged = []
    for group in (hello, workers, others, tls, webflux, start_and_memory):
        for bar in group():
            try:
                judged.append(bar(cells))
            except Missing:
                continue
    return judged
