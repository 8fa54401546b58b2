"""What is asked for. A server takes part in the workloads that it names."""
import json
from dataclasses import dataclass, field

import site_files
from site_files import HELLO, KIB


@dataclass(frozen=True)
class Workload:
    name: str
    title: str
    connections: int
    paths: tuple  # without a path, it is that of the server's hello
    headers: dict = field(default_factory=dict)
    method: str = "GET"
    lua: str = ""
    body: bytes = b""
    # Requests that take long do not end where the measurement does, so bytes are counted for them
    per_bytes: int = 0
    # And too few of them to warm a server up: so first another workload, which takes the same way through it
    warm_up_by: str = ""
    tls: bool = False
    streams: int = 0  # requests at a time on each connection, by HTTP/2
    requests: int = 0  # for each second that is to be measured: what a server can do over HTTP/2 in about that time

    @property
    def scheme(self):
        return "https" if self.tls else "http"

    def is_hello(self):
        return not self.paths


PIPELINE = """
init = function(args)
  local batch = {}
  for i = 1, 16 do batch[i] = wrk.format() end
  batch = table.concat(batch)
  request = function() return batch end
end
"""

MIX = """
init = function(args)
  math.randomseed(42)
  local names = { %s }
  local requests = {}
  for i = 1, 2000 do requests[i] = wrk.format("GET", names[math.random(#names)]) end
  local next = 0
  request = function()
    next = next %% #requests + 1
    return requests[next]
  end
end
""" % ", ".join(f'"/{name}"' for name in site_files.mix_names())


def upload(size):
    return f"""
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/octet-stream"
wrk.body = string.rep("x", {size})
"""


UPLOAD_SIZE = 20 * KIB * KIB

# An order as a shop gets it: a text, numbers, a list of objects. Its members are in alphabetical order, as Jackson
# writes them, so that what comes back is what was sent
ORDER = json.dumps({"customer": "Sir Bedevere of Camelot, Keeper of the Holy Hand Grenade of Antioch", "id": 4711, "items": [
    {"count": i % 7 + 1, "name": f"Spam, eggs, sausage and spam no. {i:02}", "price": 9.5 + i} for i in range(13)],
    "paid": True}, separators=(",", ":")).encode()
JSON = f"""
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [[{ORDER.decode()}]]
"""

MIX_PATHS = tuple(f"/{name}" for name in site_files.mix_names())

WORKLOADS = (
    Workload("hello-64", "13 bytes, 64 connections", 64, ()),
    Workload("hello-512", "13 bytes, 512 connections", 512, ()),
    Workload("pipelined", "13 bytes, 16 requests at a time, 64 connections", 64, (), lua=PIPELINE),
    Workload("close", "13 bytes, a connection per request, 64 at a time", 64, (), headers={"Connection": "close"}),
    Workload("file-1k", "A file of 1 KiB, 64 connections", 64, ("/1k.html",)),
    Workload("file-100k", "A file of 100 KiB, 64 connections", 64, ("/100k.html",)),
    Workload("mix", "20 files of 0.5 to 250 KiB, 64 connections", 64, MIX_PATHS, lua=MIX),
    Workload("mix-encoded", "The same, for a client that takes brotli and gzip, with sidecars", 64, MIX_PATHS, lua=MIX,
             headers={"Accept-Encoding": "br, gzip"}),
    Workload("file-100m", "A file of 100 MiB, 8 connections", 8, ("/100m.bin",), per_bytes=100 * KIB * KIB,
             warm_up_by="file-100k"),
    Workload("tls-hello", "13 bytes over TLS 1.3, 64 connections", 64, (), tls=True),
    Workload("tls-file-100k", "A file of 100 KiB over TLS 1.3, 64 connections", 64, ("/100k.html",), tls=True),
    Workload("upload", "20 MiB to the server, 8 connections", 8, ("/upload",), method="POST",
             lua=upload(UPLOAD_SIZE), body=b"x" * UPLOAD_SIZE),
    Workload("upload-1m", "1 MiB to the server, 16 connections", 16, ("/upload",), method="POST", lua=upload(KIB * KIB),
             body=b"x" * (KIB * KIB)),
    Workload("download-1m", "1 MiB from the server, 16 connections", 16, ("/mebibyte",)),
    Workload("json", f"An object of {len(ORDER)} bytes of JSON to the server and back, 64 connections", 64, ("/order",),
             headers={"Content-Type": "application/json"}, method="POST", lua=JSON, body=ORDER),
    *(Workload(f"h2-{name}-{connections}", f"{title} over HTTP/2, {connections} connections with {streams} requests each"
               if connections > 1 else f"{title} over HTTP/2, one connection with {streams} requests", connections, paths,
               tls=True, streams=streams, **more)
      for connections, streams in ((64, 32), (1, 100))
      for name, title, paths, more in (
          ("hello", "13 bytes", (), {"requests": 60_000}),
          ("file-1k", "A file of 1 KiB", ("/1k.html",), {"requests": 30_000}),
          ("file-100k", "A file of 100 KiB", ("/100k.html",), {"requests": 3_000}),
          ("json", f"An object of {len(ORDER)} bytes of JSON", ("/order",),
           {"requests": 20_000, "headers": {"Content-Type": "application/json"}, "method": "POST", "body": ORDER}))),
)


def expected(workload, path, site):
    """The bytes that a server has to answer: one of several forms, if it was asked for encoded ones."""
    if workload.is_hello():
        return (HELLO,)
    if workload.body == ORDER:
        return (workload.body,)
    if workload.body:
        return (str(len(workload.body)).encode(),)
    name = path.lstrip("/")
    if name == "mebibyte":
        return (b"x" * (KIB * KIB),)
    forms = [site / name]
    if "Accept-Encoding" in workload.headers:
        forms = [site / f"{name}.br", site / f"{name}.gz"]
    return tuple(form.read_bytes() for form in forms)
