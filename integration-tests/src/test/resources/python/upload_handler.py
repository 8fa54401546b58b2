import re
from http.server import SimpleHTTPRequestHandler
from urllib.parse import quote


class UploadHandler(SimpleHTTPRequestHandler):
    """Takes files from a form, and tells how far an upload is."""

    progress = {}

    def do_GET(self):
        if self.path.startswith("/progress/"):
            self.send_text(200, self.progress.get(self.path[10:], "unknown"))
        else:
            super().do_GET()

    def do_POST(self):
        if "boundary=" not in self.headers.get("Content-Type", ""):
            self.send_error(415, "Send a form with a file")
            return
        boundary = b"--" + self.headers["Content-Type"].split("boundary=")[1].encode()
        line = self.rfile.readline(65536)
        names = []
        while line.startswith(boundary) and not line.startswith(boundary + b"--"):
            head = b""
            while line.strip():
                line = self.rfile.readline(65536)
                head += line
            name = re.search('filename="([^"]+)"', head.decode())
            if name is None:
                self.send_error(400, "Each part has to be a file")
                return
            names.append(name[1])
            line = self.save(self.translate_path("/" + quote(name[1])), boundary)
        self.send_text(201, "Saved " + ", ".join(names))

    def save(self, file, boundary):
        upload, total = self.path.split("/")[-1], self.headers["Content-Length"]
        received = 0
        with open(file, "wb") as out:
            line = self.rfile.readline(65536)
            while line and not line.startswith(boundary):
                out.write(line)
                received += len(line)
                self.progress[upload] = f"{received} of {total}"
                line = self.rfile.readline(65536)
            # The last line end belongs to the boundary.
            out.truncate(max(received - 2, 0))
        return line

    def send_text(self, status, text):
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
