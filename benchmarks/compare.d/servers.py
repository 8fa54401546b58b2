"""The servers: how each is started, and what it takes part in."""
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

import build
import certificate
from build import PEERS

# The same for every JVM: a bounded heap, so that figures do not depend on the memory of the machine, and no tuning
JVM = ("-Xmx1g",)

HELLO = ("hello-64", "hello-512", "pipelined", "close")
VARIANT = ("hello-64", "hello-512")
FILES = ("file-1k", "file-100k", "mix", "file-100m")
IN_JAR = ("file-1k", "file-100k", "mix", "mix-encoded")
FILES_AND_SIDECARS = FILES + ("mix-encoded",)
UPLOAD = ("upload",)
TLS_HELLO = ("tls-hello",)
TLS = TLS_HELLO + ("tls-file-100k",)
JSON = ("json",)
HTTP2_HELLO = ("h2-hello-64", "h2-hello-1")
HTTP2 = HTTP2_HELLO + ("h2-file-1k-64", "h2-file-1k-1", "h2-file-100k-64", "h2-file-100k-1")
HTTP2_JSON = ("h2-json-64", "h2-json-1")
MEBIBYTE = ("upload-1m", "download-1m")


@dataclass(frozen=True)
class Place:
    """Where a server is started."""
    port: int
    site: Path
    work: Path
    workload: str = ""
    tls: Optional[certificate.Certificate] = None

    def is_http2(self):
        return self.workload.startswith("h2-")

    def java_flags(self):
        return (self.tls.java_flags() if self.tls else []) + (["-Dhttp2=true"] if self.is_http2() else [])


@dataclass(frozen=True)
class Server:
    name: str
    title: str
    command: Callable  # of a Place
    workloads: tuple
    hello: str = "/hello"
    needs: str = ""  # a command, if it is not Java
    java: int = 17  # the oldest that it runs on as its title says


def java(*arguments):
    return [build.java(), *JVM, *arguments]


def peer(module, main, *flags):
    def command(place):
        target = PEERS / module / "target"
        dependencies = (target / "classpath").read_text().strip()
        classpath = os.pathsep.join(filter(None, (str(target / f"peer-{module}-1.jar"), dependencies)))
        return java(*flags, *place.java_flags(), "-cp", classpath, f"io.jhttp.benchmark.{main}", str(place.port), str(place.site))
    return command


QUIET = ("--logging.level.root=warn", "--spring.main.banner-mode=off")


# 64 connections have 2,048 requests at once over HTTP/2, more than wait for a thread by default
LONG_QUEUE = "--jhttp.threads.queue-capacity=4096"


def jhttp_boot(*arguments, module="jhttp-boot"):
    return lambda place: java(*place.java_flags(), "-jar", str(PEERS / module / "target" / f"peer-{module}-1.jar"),
                              *QUIET, "--jhttp.address=127.0.0.1", f"--jhttp.port={place.port}",
                              f"--jhttp.directory={place.site}", "--jhttp.max-keep-alive-requests=2000000000",
                              "--jhttp.max-connections=20000", *bundle(place, "jhttp"), *arguments)


def bundle(place, prefix):
    """The certificate as an SSL bundle of Spring Boot."""
    return ([f"--spring.ssl.bundle.pem.server.keystore.certificate=file:{place.tls.certificate}",
             f"--spring.ssl.bundle.pem.server.keystore.private-key=file:{place.tls.key}",
             f"--{prefix}.ssl.bundle=server"] if place.tls else [])


def spring_mvc(*arguments):
    def command(place):
        # Sidecars need the chain of resolvers, and that brings a cache of resources: neither is a default
        encoded = (["--spring.web.resources.chain.enabled=true", "--spring.web.resources.chain.compressed=true"]
                   if place.workload == "mix-encoded" else [])
        return java(*place.java_flags(), "-jar", str(PEERS / "spring-mvc/target/peer-spring-mvc-1.jar"), *QUIET,
                    *bundle(place, "server"), f"--server.http2.enabled={str(place.is_http2()).lower()}", "--server.address=127.0.0.1", f"--server.port={place.port}",
                    f"--spring.web.resources.static-locations=file:{place.site}/", *encoded, *arguments)
    return command


def webflux(module, *arguments):
    return lambda place: java(*place.java_flags(), "-jar", str(PEERS / module / "target" / f"peer-{module}-1.jar"), *QUIET,
                              *bundle(place, "server"), f"--server.http2.enabled={str(place.is_http2()).lower()}",
                              "--server.address=127.0.0.1", f"--server.port={place.port}", *arguments)


def nginx(tuned):
    def command(place):
        tuning = """
    sendfile on;
    tcp_nopush on;
    open_file_cache max=1000 inactive=1h;
    open_file_cache_valid 60s;""" if tuned else """
    sendfile on;"""
        tls = f"""
        ssl_certificate {place.tls.certificate};
        ssl_certificate_key {place.tls.key};
        ssl_protocols TLSv1.3;
        ssl_conf_command Ciphersuites {certificate.CIPHER_SUITE};""" if place.tls else ""
        config = place.work / f"nginx-{place.port}.conf"
        config.write_text(f"""
{'user root;' if os.geteuid() == 0 else ''}
daemon off;
pid {place.work}/nginx-{place.port}.pid;
error_log stderr warn;
worker_processes {2 if tuned else 1};
events {{ worker_connections 16384; }}
http {{{tuning}
    access_log off;
    keepalive_requests 2000000000;
    keepalive_timeout 600s;
    types {{ text/html html; text/css css; text/javascript js; }}
    client_body_temp_path {place.work}/nginx-body; proxy_temp_path {place.work}/nginx-proxy;
    fastcgi_temp_path {place.work}/nginx-fastcgi; uwsgi_temp_path {place.work}/nginx-uwsgi;
    scgi_temp_path {place.work}/nginx-scgi;
    server {{
        listen 127.0.0.1:{place.port} {'ssl ' if place.tls else ''}{'http2 ' if place.is_http2() else ''}backlog=1024;{tls}
        root {place.site};
        gzip_static on;
        autoindex on;
        location = /hello {{ default_type text/plain; return 200 "Hello, World!"; }}
    }}
}}
""")
        return [build.find("nginx"), "-p", str(place.work), "-e", "stderr", "-c", str(config)]
    return command


def lighttpd(place):
    config = place.work / f"lighttpd-{place.port}.conf"
    config.write_text(f"""
server.bind = "127.0.0.1"
server.port = {place.port}
server.document-root = "{place.site}"
server.max-connections = 16384
server.max-fds = 20000
server.max-keep-alive-requests = 2000000000
server.listen-backlog = 1024
mimetype.assign = (".html" => "text/html", ".css" => "text/css", ".js" => "text/javascript")
""")
    return [build.find("lighttpd"), "-D", "-f", str(config)]


def python(place):
    return ["python3", "-m", "http.server", str(place.port), "--bind", "127.0.0.1", "--directory", str(place.site),
            "--protocol", "HTTP/1.1"]


SERVERS = (
    Server("jhttp", "jhttp, on the event loop", peer("jhttp", "EngineServer"),
           HELLO + FILES_AND_SIDECARS + UPLOAD + TLS + HTTP2),
    Server("jhttp-jar", "jhttp, files of a jar on the class path", peer("jhttp", "EngineServer", "-Djar=true"), IN_JAR),
    Server("jhttp-worker", "jhttp, handler on the pool", peer("jhttp", "EngineServer"), VARIANT, hello="/hello-worker"),
    Server("jhttp-virtual", "jhttp, handler on virtual threads", peer("jhttp", "EngineServer", "-Dvirtual=true"),
           VARIANT, hello="/hello-worker", java=21),
    Server("jhttp-class", "jhttp, handler class", peer("jhttp", "EngineServer"), VARIANT, hello="/hello-class"),
    Server("jhttp-boot", "jhttp in Boot, `@NonBlocking` handler bean", jhttp_boot(),
           HELLO + FILES_AND_SIDECARS + UPLOAD + TLS + HTTP2),
    Server("jhttp-boot-valid", "the same, files are valid for 60 s", jhttp_boot("--jhttp.files.cache.validity=60s"),
           ("mix", "mix-encoded")),
    Server("jhttp-boot-worker", "jhttp in Boot, handler bean on the pool", jhttp_boot(), VARIANT,
           hello="/hello-worker"),
    Server("jhttp-boot-virtual", "jhttp in Boot, handler bean on virtual threads",
           jhttp_boot("--spring.threads.virtual.enabled=true"), VARIANT, hello="/hello-worker", java=21),
    Server("jhttp-boot-class", "jhttp in Boot, handler class",
           jhttp_boot("--jhttp.handler-class=io.jhttp.benchmark.HelloClass"), VARIANT, hello="/hello-class"),
    Server("jhttp-boot-json", "jhttp in Boot, handler bean on the pool", jhttp_boot(LONG_QUEUE, module="jhttp-boot-json"),
           JSON + HTTP2_JSON),
    Server("jhttp-boot-json-virtual", "jhttp in Boot, handler bean on virtual threads",
           jhttp_boot("--spring.threads.virtual.enabled=true", module="jhttp-boot-json"), JSON + HTTP2_JSON,
           java=21),
    Server("spring-mvc", "Spring Boot MVC on Tomcat, defaults", spring_mvc(),
           HELLO + FILES_AND_SIDECARS + UPLOAD + TLS + JSON + HTTP2 + HTTP2_JSON),
    Server("spring-mvc-tuned", "the same, virtual threads, unlimited keep-alive",
           spring_mvc("--spring.threads.virtual.enabled=true", "--server.tomcat.max-keep-alive-requests=-1",
                      "--server.tomcat.max-connections=20000"), HELLO + FILES_AND_SIDECARS + UPLOAD + TLS + JSON
           + HTTP2 + HTTP2_JSON,
           java=21),
    Server("webflux-jhttp", "Spring WebFlux on jhttp",
           webflux("webflux-jhttp", "--server.jhttp.max-keep-alive-requests=2000000000"),
           HELLO + JSON + MEBIBYTE + HTTP2_HELLO + HTTP2_JSON),
    Server("webflux-netty", "Spring WebFlux on Reactor Netty (NIO)", webflux("webflux-netty"),
           HELLO + JSON + MEBIBYTE + HTTP2_HELLO + HTTP2_JSON),
    Server("tomcat", "Tomcat, embedded", peer("tomcat", "TomcatServer"), HELLO + FILES_AND_SIDECARS + UPLOAD + TLS + HTTP2),
    Server("jetty", "Jetty", peer("jetty", "JettyServer"), HELLO + FILES_AND_SIDECARS + UPLOAD + TLS + HTTP2),
    Server("undertow", "Undertow", peer("undertow", "UndertowServer"),
           HELLO + FILES_AND_SIDECARS + UPLOAD + HTTP2),
    Server("netty", "Netty (NIO)", peer("netty", "NettyServer"), HELLO + UPLOAD + TLS_HELLO),
    Server("vertx", "Vert.x", peer("vertx", "VertxServer"), HELLO + FILES + UPLOAD + HTTP2),
    Server("helidon", "Helidon", peer("helidon", "HelidonServer"), HELLO + FILES + UPLOAD + TLS + HTTP2, java=21),
    Server("jdk", "the JDK's own server", peer("jdk", "JdkServer"), HELLO + FILES + UPLOAD, java=21),
    Server("nginx", "nginx, tuned", nginx(tuned=True), HELLO + FILES_AND_SIDECARS + TLS + HTTP2, needs="nginx"),
    Server("nginx-plain", "nginx, one worker, no cache of open files", nginx(tuned=False), HELLO + FILES_AND_SIDECARS + TLS
           + HTTP2, needs="nginx"),
    Server("lighttpd", "lighttpd", lighttpd, FILES, needs="lighttpd"),
    Server("python", "Python's http.server, HTTP/1.1", python, FILES, needs="python3"),
    Server("floor-java", "floor: a selector loop in Java", peer("floor", "JavaFloor"), HELLO + FILES),
    Server("floor-c", "floor: an epoll loop in C",
           lambda place: [str(build.FLOOR), str(place.port), str(place.site)], HELLO + FILES, needs="gcc"),
)
