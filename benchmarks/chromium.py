"""A headless Chromium, driven through the pipe of its DevTools protocol: Python's standard library is enough."""
import json
import os
import select
import subprocess
import time


class Chromium:

    def __init__(self, profile, executable="chromium", *options):
        to_browser, self._commands = os.pipe()
        self._events, from_browser = os.pipe()

        def inherit():
            # The protocol reads from descriptor 3 and writes to 4. The copies come first: 3 or 4 may be taken.
            source, target = os.dup(to_browser), os.dup(from_browser)
            os.dup2(source, 3)
            os.dup2(target, 4)

        self._process = subprocess.Popen(
            [executable, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
             "--disable-background-networking", "--remote-debugging-pipe", "--user-data-dir=" + profile, *options,
             "about:blank"],
            preexec_fn=inherit, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._id = 0
        self._session = None
        self.messages = []
        page = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self._session = self.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")

    def close(self):
        self._process.terminate()
        self._process.wait(10)

    def call(self, method, seconds=30, **parameters):
        self._id += 1
        command = {"id": self._id, "method": method, "params": parameters}
        if self._session:
            command["sessionId"] = self._session
        os.write(self._commands, json.dumps(command).encode() + b"\0")
        answer = self._wait(lambda message: message.get("id") == self._id, seconds)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def open(self, url, seconds=30):
        self.call("Page.navigate", url=url)
        self.wait_for_load(seconds)

    def wait_for_load(self, seconds=30):
        self._wait(lambda message: message.get("method") == "Page.loadEventFired", seconds)

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(json.dumps(result["exceptionDetails"]))
        return result["result"].get("value")

    def _wait(self, expected, seconds):
        deadline = time.monotonic() + seconds
        while True:
            while b"\0" in self._buffer:
                raw, self._buffer = self._buffer.split(b"\0", 1)
                message = json.loads(raw)
                self._note(message)
                if expected(message):
                    return message
            if not select.select([self._events], [], [], max(0, deadline - time.monotonic()))[0]:
                raise TimeoutError("Chromium does not answer")
            content = os.read(self._events, 1 << 16)
            if not content:
                raise EOFError("Chromium has gone")
            self._buffer += content

    def _note(self, message):
        """What a person would see in the console, violations of the content security policy included."""
        method = message.get("method")
        if method == "Log.entryAdded":
            self.messages.append(message["params"]["entry"]["text"])
        elif method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Page.javascriptDialogOpening"):
            self.messages.append(json.dumps(message["params"]))
