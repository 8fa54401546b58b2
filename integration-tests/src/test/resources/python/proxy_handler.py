from http.server import BaseHTTPRequestHandler
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen


class ProxyHandler(BaseHTTPRequestHandler):
    """Fetches /http://host/path, and lets pages of any origin read it."""

    def do_OPTIONS(self):
        self.send_response(204)
        self.send_header("Access-Control-Allow-Methods", "GET, POST")
        self.send_header("Access-Control-Allow-Headers", self.headers.get("Access-Control-Request-Headers", "*"))
        self.end_headers()

    def do_GET(self):
        self.forward(None)

    def do_POST(self):
        self.forward(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def forward(self, content):
        if not self.path.startswith("/http://127.0.0.1:"):
            self.send_error(403, "Not a host of this proxy")
            return
        request = Request(self.path[1:], content, method=self.command)
        for name in ("Accept", "Authorization", "Content-Type"):
            if name in self.headers:
                request.add_header(name, self.headers[name])
        try:
            answer = urlopen(request)
        except HTTPError as error:
            answer = error
        except URLError:
            self.send_error(502, "The server does not answer")
            return
        with answer:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers.get("Content-Type", "application/octet-stream"))
            self.end_headers()
            self.wfile.write(answer.read())

    def end_headers(self):
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()
