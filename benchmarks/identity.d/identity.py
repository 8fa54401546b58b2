"""The command line of benchmarks/identity: the same handler, behind each kind of credentials, on both servers."""
import argparse
import base64
import http.client
import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import build
import main
import measure
import report
from bars import paired
from process import running
from servers import QUIET, Place, Server, java
from workloads import Workload

# What 'htpasswd -nbB -C 10 ann secret' prints behind the colon
BCRYPT = "$2y$10$McwXXY9.S0.r/jaJhR2iFu7SYFBTI2Lb8pqTFDD50QvvYWcnBIhh6"
BASIC = "Basic " + base64.b64encode(b"ann:secret").decode()


@dataclass(frozen=True)
class Identity:
    """What proves who asks, and the arguments by which each server wants it."""
    name: str
    title: str
    authorization: str
    arguments: dict  # by the name of the server; one without arguments does not take part
    connections: int = 64


def tested_jar(module, prefix, *arguments):
    return lambda place: java("-jar", str(build.PEERS / module / "target" / f"peer-{module}-1.jar"), *QUIET,
                              f"--{prefix}.address=127.0.0.1", f"--{prefix}.port={place.port}", *arguments)


def jhttp(module, *arguments):
    return tested_jar(module, "jhttp", "--jhttp.max-keep-alive-requests=2000000000", *arguments)


def spring_mvc(module, *arguments):
    return tested_jar(module, "server", "--server.tomcat.max-keep-alive-requests=-1", *arguments)


def spring_security(kind, *arguments):
    """On both servers, with the same arguments."""
    return {"jhttp-security": jhttp("jhttp-boot-security", f"--identity={kind}", *arguments),
            "spring-mvc": spring_mvc("spring-mvc-security", f"--identity={kind}", *arguments)}


def identities(token, public_key):
    """A further server is one more entry of each."""
    def basic(for_jhttp, *for_spring):
        return {"jhttp": jhttp("jhttp-boot-json", f"--jhttp.auth.users.ann={for_jhttp}"),
                **spring_security("basic", "--spring.security.user.name=ann", *for_spring)}

    return (
        Identity("none", "everyone", "", {"jhttp": jhttp("jhttp-boot-json"), "spring-mvc": spring_mvc("spring-mvc")}),
        Identity("basic", "HTTP Basic, password without a hash", BASIC,
                 basic("{noop}secret", "--spring.security.user.password=secret", "--plain-passwords=true")),
        Identity("bcrypt", "HTTP Basic, password hashed by bcrypt, 4 connections", BASIC,
                 # With more, nothing would be answered in time
                 basic(BCRYPT, f"--spring.security.user.password={{bcrypt}}{BCRYPT}"), 4),
        Identity("jwt", "JWT, signed by RSA with 2048 bits", f"Bearer {token}", spring_security(
            "jwt", f"--spring.security.oauth2.resourceserver.jwt.public-key-location=file:{public_key}")),
    )


def base64url(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def signed_token(work):
    """A token for ann, good for a day, and the key that its signature is verified by."""
    key, public_key = work / "key.pem", work / "public.pem"
    quiet = {"check": True, "stderr": subprocess.DEVNULL}
    subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", str(key)],
                   **quiet)
    subprocess.run(["openssl", "pkey", "-in", str(key), "-pubout", "-out", str(public_key)], **quiet)
    claims = {"sub": "ann", "iss": "https://issuer.example", "scope": "read write", "exp": int(time.time()) + 86_400}
    signed = ".".join(base64url(json.dumps(part).encode()) for part in ({"alg": "RS256", "typ": "JWT"}, claims))
    signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", str(key)], input=signed.encode(),
                               stdout=subprocess.PIPE, **quiet).stdout
    return f"{signed}.{base64url(signature)}", public_key


def require_protection(name, port, authorization):
    """Without credentials, and with others, there is no response that could be measured."""
    for value in ("", authorization[:-6] + "AAAAAA"):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/hello", headers={"Authorization": value} if value else {})
        status = connection.getresponse().status
        connection.close()
        if status != 401:
            raise RuntimeError(f"{name} answers a request with credentials '{value}' with {status}")


def measured(kinds, options, work):
    """All servers run at the same time, but one after the other has something to do."""
    cells = [(kind, name) for kind in kinds for name in kind.arguments]
    workloads = {kind.name: Workload(f"hello-{kind.name}", "", kind.connections, (),
                                     headers={"Authorization": kind.authorization} if kind.authorization else {})
                 for kind in kinds}
    starts = [(f"{name}-{kind.name}", lambda port, c=kind.arguments[name]: c(Place(port, work, work)), "/hello", work)
              for kind, name in cells]
    samples = {(kind.name, name): [] for kind, name in cells}
    with running(starts) as processes:
        for kind, name in cells:
            process = processes[f"{name}-{kind.name}"]
            if kind.authorization:
                require_protection(process.name, process.port, kind.authorization)
            server = Server(process.name, "", None, ())
            measure.check(server, workloads[kind.name], process.port, work)
            measure.warm_up(server, workloads[kind.name], process, options.seconds, work)
        for turn in range(options.turns):
            for kind, name in cells if turn % 2 == 0 else reversed(cells):
                process = processes[f"{name}-{kind.name}"]
                sample = measure.measure(Server(process.name, "", None, ()), workloads[kind.name], process,
                                         options.seconds, work)
                samples[kind.name, name].append(sample.cpu)
                main.progress(f"  {process.name:20} {sample.rate:12,.0f}/s {sample.cpu:12,.1f} us")
    return samples


def table(kinds, samples):
    rows = []
    for kind in kinds:
        for name in kind.arguments:
            costs = samples[kind.name, name]
            everyone = samples["none", name.removesuffix("-security")]
            added = [cost - none for cost, none in zip(costs, everyone)]
            peer = samples.get((kind.name, "spring-mvc"))
            rows.append([kind.title, name,
                         f"{report.number(median(costs))} ({report.number(min(costs))} to {report.number(max(costs))})",
                         report.number(median(added)) if kind.name != "none" else "",
                         f"{paired(costs, peer):.3f}" if peer and name != "spring-mvc" else ""])
    return report.table(["who may ask", "server", "CPU µs/request (range)", "more than for everyone",
                         "CPU × of Spring MVC"], rows)


def run(arguments):
    parser = argparse.ArgumentParser(prog="benchmarks/identity",
                                     description="Shows what it costs to know who asks, beside Spring Security.")
    parser.add_argument("--only", default="basic,bcrypt,jwt", help="which of: %(default)s; 'none' is always there")
    parser.add_argument("--turns", type=int, default=7, help="measurements of each server (%(default)s)")
    parser.add_argument("--seconds", type=int, default=3, help="how long each lasts (%(default)s)")
    parser.add_argument("--write", metavar="FILE", help="put the table into a Markdown file, between its markers")
    parser.add_argument("--no-build", action="store_true", help="run what the last run has built")
    options = parser.parse_args(arguments)
    wanted = ["none", *options.only.split(",")]
    build.require(["wrk", "openssl"] + ([] if options.no_build else ["mvn"]))
    main.raise_descriptor_limit()
    if not options.no_build:
        subprocess.run(["mvn", "-q", "-B", "-ntp", "-f", str(build.PEERS / "pom.xml"), "package", "-DskipTests", "-P",
                        "!nullaway", "-pl", "jhttp-boot-json,jhttp-boot-security,spring-mvc,spring-mvc-security", "-am"],
                       check=True)
    with tempfile.TemporaryDirectory(prefix="jhttp-identity-") as directory:
        work = Path(directory)
        os.chmod(work, 0o755)
        kinds = identities(*signed_token(work))
        if set(wanted) - {kind.name for kind in kinds}:
            parser.error(f"--only takes {', '.join(kind.name for kind in kinds)}")
        kinds = [kind for kind in kinds if kind.name in wanted]
        text = (f"### Who asks: 13 bytes, 64 connections, handlers on workers, median of {options.turns} "
                f"turns, {build.java_version()}\n\n{table(kinds, measured(kinds, options, work))}\n")
    print(text)
    if options.write:
        report.write_between_markers(Path(options.write), text, "identity")
    return 0
