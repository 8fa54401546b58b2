from http.server import BaseHTTPRequestHandler
from threading import Condition
from urllib.parse import parse_qs, urlsplit


class ChatHandler(BaseHTTPRequestHandler):
    """GET /?since=N waits for what is said after N messages; POST says something."""

    messages = []
    said = Condition()

    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        since = int(query.get("since", ["0"])[0])
        patience = float(query.get("wait", ["20"])[0])
        with self.said:
            self.said.wait_for(lambda: len(self.messages) > since, patience)
            new = self.messages[since:]
        content = "\n".join(new).encode()
        self.send_response(200 if new else 204)
        if new:
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_POST(self):
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with self.said:
            self.messages.append(f"{self.client_address[0]}: {text}")
            self.said.notify_all()
        self.send_response(204)
        self.end_headers()

    def log_message(self, format, *args):
        pass
