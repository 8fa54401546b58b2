import os
import shutil
import uuid
from http.server import SimpleHTTPRequestHandler
from urllib.parse import urlsplit


class StoreHandler(SimpleHTTPRequestHandler):
    """Files that clients can write, move and lock, as WebDAV does."""

    locks = {}

    def do_OPTIONS(self):
        self.send_empty(200, DAV="1, 2", Allow="GET, HEAD, PUT, DELETE, MKCOL, MOVE, LOCK, UNLOCK")

    def do_PUT(self):
        file = self.translate_path(self.path)
        if self.is_free():
            status = 204 if os.path.exists(file) else 201
            with open(file, "wb") as out:
                out.write(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_empty(status)

    def do_DELETE(self):
        file = self.translate_path(self.path)
        if not os.path.exists(file):
            self.send_error(404)
        elif self.is_free():
            shutil.rmtree(file) if os.path.isdir(file) else os.remove(file)
            self.send_empty(204)

    def do_MKCOL(self):
        directory = self.translate_path(self.path)
        if os.path.exists(directory):
            self.send_error(405)
        else:
            os.mkdir(directory)
            self.send_empty(201)

    def do_MOVE(self):
        target = self.translate_path(urlsplit(self.headers["Destination"]).path)
        if self.is_free():
            os.replace(self.translate_path(self.path), target)
            self.send_empty(201)

    def do_LOCK(self):
        if self.is_free():
            token = self.locks[self.path] = f"urn:uuid:{uuid.uuid4()}"
            content = f"<lockdiscovery xmlns='DAV:'><href>{token}</href></lockdiscovery>".encode()
            self.send_response(200)
            self.send_header("Lock-Token", f"<{token}>")
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def do_UNLOCK(self):
        if self.headers.get("Lock-Token", "").strip("<>") == self.locks.get(self.path):
            del self.locks[self.path]
            self.send_empty(204)
        else:
            self.send_error(409)

    def is_free(self):
        token = self.locks.get(self.path)
        if token is None or token in self.headers.get("If", ""):
            return True
        self.send_error(423)
        return False

    def send_empty(self, status, **fields):
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()
