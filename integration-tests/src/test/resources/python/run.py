"""Serves the current directory with the handler class of a module: run.py MODULE CLASS"""

import importlib
import sys
from http.server import ThreadingHTTPServer

handler = getattr(importlib.import_module(sys.argv[1]), sys.argv[2])
with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
    print(server.server_port, flush=True)
    server.serve_forever()
