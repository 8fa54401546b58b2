from http.server import BaseHTTPRequestHandler
from threading import Condition


class CameraHandler(BaseHTTPRequestHandler):
    """Shows each picture that is put in, to everyone who watches."""

    picture = b""
    number = 0
    taken = Condition()

    def do_PUT(self):
        content = self.rfile.read(int(self.headers["Content-Length"]))
        with self.taken:
            CameraHandler.picture = content
            CameraHandler.number += 1
            self.taken.notify_all()
        self.send_response(204)
        self.end_headers()

    def do_GET(self):
        if self.path != "/stream.mjpg":
            self.send_error(404)
            return
        seen = self.number
        self.send_response(200)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=FRAME")
        self.end_headers()
        self.wfile.write(b"--FRAME\r\n")
        while True:
            with self.taken:
                self.taken.wait_for(lambda: self.number > seen)
                seen, picture = self.number, self.picture
            head = f"Content-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
            self.wfile.write(head.encode() + picture + b"\r\n--FRAME\r\n")
