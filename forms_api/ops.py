"""
Health and metrics for this machine alone: a port on 127.0.0.1 that no web server in front hands on.

Whoever may open a port here may ask. A page in a browser on this machine may not: its Host would be another name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"
HOSTS = (LOOPBACK, "localhost")
SECONDS = 5.0
Answer = tuple[int, str, str]
"""Status, type and text."""


class PortTaken(Exception):
    """The port for health and metrics cannot be used."""

    def __init__(self, port: int, why: str) -> None:
        super().__init__(f"Port {port} for health and metrics cannot be used ({why}). Try another: --ops-port")


@contextmanager
def served(
    port: int, health: Callable[[], dict[str, object]], metrics: Callable[[], Iterator[str]]
) -> Iterator[int]:
    """
    Answer on *port* of the loopback interface while the block runs; lend the port, which 0 leaves to the system.

    Raises:
        PortTaken.
    """

    def answer(path: str) -> Answer | None:
        if path == "/health":
            found = health()
            return (200 if found["well"] else 503), "application/json", json.dumps(found) + "\n"
        if path == "/metrics":
            return 200, "text/plain; version=0.0.4; charset=utf-8", "".join(metrics())
        return None

    try:
        server = _Server(port, answer)
    except OSError as taken:
        raise PortTaken(port, taken.strerror or str(taken)) from taken
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2}, name="ops", daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    """Answers a path by *answer*; None where there is nothing."""

    daemon_threads = True

    def __init__(self, port: int, answer: Callable[[str], Answer | None]) -> None:
        self.answer = answer
        super().__init__((LOOPBACK, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = SECONDS
    server_version = "rsn"
    sys_version = ""

    def do_GET(self) -> None:
        named = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        found = self.server.answer(self.path) if named in HOSTS else (400, "text/plain", "Ask 127.0.0.1.\n")
        status, kind, text = found or (404, "text/plain", "There are /health and /metrics.\n")
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing down: it would be a line every few seconds."""
