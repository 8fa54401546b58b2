"""Python's h2: 100 requests at once on one connection, for benchmarks/http2-clients. URL FILE."""
import socket
import ssl
import sys
from pathlib import Path
from urllib.parse import urlsplit

import h2.config
import h2.connection
import h2.events

url, file = urlsplit(sys.argv[1]), Path(sys.argv[2])
sock = socket.create_connection((url.hostname, url.port), 30)
if url.scheme == "https":
    context = ssl._create_unverified_context()
    context.set_alpn_protocols(["h2"])
    sock = context.wrap_socket(sock)
    assert sock.selected_alpn_protocol() == "h2"
connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True, header_encoding="utf-8"))
connection.initiate_connection()
contents, ended = {}, 0
for _ in range(100):
    stream = connection.get_next_available_stream_id()
    contents[stream] = bytearray()
    connection.send_headers(stream, [(":method", "GET"), (":path", f"/{file.name}"), (":scheme", url.scheme),
                                     (":authority", url.netloc)], end_stream=True)
sock.sendall(connection.data_to_send())
while ended < len(contents):
    received = sock.recv(65536)
    assert received, "the connection has ended"
    for event in connection.receive_data(received):
        if isinstance(event, h2.events.ResponseReceived):
            assert dict(event.headers)[":status"] == "200", event.headers
        elif isinstance(event, h2.events.DataReceived):
            contents[event.stream_id] += event.data
            connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.StreamEnded):
            ended += 1
        elif isinstance(event, (h2.events.StreamReset, h2.events.ConnectionTerminated)):
            raise AssertionError(event)
    sock.sendall(connection.data_to_send())
assert all(content == file.read_bytes() for content in contents.values())
