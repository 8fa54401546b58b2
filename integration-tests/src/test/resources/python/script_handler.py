from http.server import CGIHTTPRequestHandler
from urllib.parse import unquote, urlsplit


class ScriptHandler(CGIHTTPRequestHandler):
    """Runs whatever ends with .cgi, in any directory."""

    def is_cgi(self):
        directory, _, name = unquote(urlsplit(self.path).path).rpartition("/")
        if not name.endswith(".cgi"):
            return False
        query = urlsplit(self.path).query
        self.cgi_info = directory, name + (f"?{query}" if query else "")
        return True
