import threading
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit


class LoginHandler(BaseHTTPRequestHandler):
    """Waits for the browser to come back from a login, and ends the server."""

    state = "1234"
    code = None

    def do_GET(self):
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        if url.path != "/callback" or query.get("state") != [self.state]:
            self.send_error(400, "Not the login that was begun")
            return
        LoginHandler.code = query["code"][0]
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<p>Close this window.</p>")
        threading.Thread(target=self.server.shutdown).start()
