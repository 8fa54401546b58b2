import json
from http.server import BaseHTTPRequestHandler


class MockHandler(BaseHTTPRequestHandler):
    """An API to develop against: items of any form, kept until the server ends."""

    items = {}

    def do_GET(self):
        if self.path == "/items":
            self.send_json(200, list(self.items.values()))
        elif self.path in self.items:
            self.send_json(200, self.items[self.path])
        else:
            self.send_error(404)

    def do_POST(self):
        if self.path != "/items":
            self.send_error(405)
            return
        item = self.read_json()
        if item is not None:
            location = f"/items/{len(self.items) + 1}"
            self.items[location] = item
            self.send_json(201, item, location)

    def do_PUT(self):
        item = self.read_json()
        if item is not None:
            self.items[self.path] = item
            self.send_json(200, item)

    def do_DELETE(self):
        if self.items.pop(self.path, None) is None:
            self.send_error(404)
            return
        self.send_response(204)
        self.end_headers()

    def read_json(self):
        try:
            return json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        except ValueError:
            self.send_error(400, "The content is not JSON")
            return None

    def send_json(self, status, value, location=None):
        content = json.dumps(value, separators=(",", ":")).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(content)
