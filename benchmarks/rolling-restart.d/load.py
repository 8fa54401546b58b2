"""Clients that count every answer. Whatever is not the expected answer has failed; nothing is asked for twice."""
import http.client
import threading
import time
from collections import Counter

CONTENT = b"spam" * 512

# Method, path, whether the connection is kept, and how long the client takes for the content
KINDS = {
    "GET, kept connection": ("GET", "/hello", True, 0),
    "GET, new connection": ("GET", "/hello-worker", False, 0),
    "POST, kept connection": ("POST", "/upload", True, 0),
    "POST, new connection": ("POST", "/upload", False, 0),
    "POST that takes 0.4 s": ("POST", "/upload", True, 0.4),
}


class Load:
    def __init__(self, port, clients, pause):
        self.port = port
        self.pause = pause
        self.answered = Counter()
        self.failed = Counter()
        self.reasons = []
        self.began = time.monotonic()
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(kind,), daemon=True)
                        for kind in KINDS for _ in range(clients)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join(30)

    def run(self, kind):
        method, path, kept, seconds = KINDS[kind]
        connection = None
        while not self.stopping.is_set():
            connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            asked = time.monotonic()
            try:
                problem = ask(connection, method, path, seconds)
            except (OSError, http.client.HTTPException) as ex:
                problem = f"{type(ex).__name__}: {ex}"
            if problem:
                self.failed[kind] += 1
                self.reasons.append(f"{asked - self.began:.3f} s, {kind}: {problem}")
            else:
                self.answered[kind] += 1
            if problem or not kept:
                connection.close()
                connection = None
            time.sleep(self.pause)

    def answers(self):
        return sum(self.answered.values())

    def failures(self):
        return sum(self.failed.values())

    def report(self):
        for kind in KINDS:
            print(f"  {kind:22} {self.answered[kind]:7} answered, {self.failed[kind]} failed")
        return self.reasons[:20]


def ask(connection, method, path, seconds):
    """Returns what was wrong with the answer, or None."""
    if method == "GET":
        connection.request("GET", path)
        expected = b"Hello, World!"
    else:
        connection.putrequest(method, path)
        connection.putheader("Content-Length", str(len(CONTENT)))
        connection.endheaders(CONTENT[:100] if seconds else CONTENT)
        if seconds:
            time.sleep(seconds)
            connection.send(CONTENT[100:])
        expected = str(len(CONTENT)).encode()
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200 or content != expected:
        return f"{answer.status} {answer.reason} {content[:80]}"
    return None
