import hashlib
import hmac
from http.server import BaseHTTPRequestHandler


class WebhookHandler(BaseHTTPRequestHandler):
    """Takes what a forge reports, if it is signed."""

    secret = b"spam"
    events = []

    def do_POST(self):
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        signature = "sha256=" + hmac.new(self.secret, content, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(signature, self.headers.get("X-Hub-Signature-256", "")):
            self.log_error("wrong signature from %s", self.client_address[0])
            self.send_error(403, "Wrong signature")
            return
        event = self.headers.get("X-GitHub-Event", "ping")
        self.events.append(event)
        self.send_response(202)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(f"{event}, {len(self.events)} in all".encode())
