"""The product's own server on a free port, asked through a bare socket: for requests no client would send."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from rsn.listening import server_of

Address = tuple[str, int]
CHUNKS = b"5\r\nhello\r\n0\r\n\r\n"


@contextmanager
def served() -> Iterator[Address]:
    """Run the server over an application that takes everything, and yield where it listens."""

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"taken"]

    with socket.create_server(("127.0.0.1", 0)) as bound:
        server = server_of(application, bound)
        Thread(target=server.run, daemon=True).start()
        yield bound.getsockname()
        server.close()


def asked(address: Address, head: str, body: bytes = CHUNKS) -> str:
    """Return all that comes back to a POST with these further headers."""
    with socket.create_connection(address, timeout=10) as connection:
        lines = f"POST /forms/sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{head}\r\n\r\n"
        # At once: a server that refuses the head hangs up, and what it did not read would take its answer along.
        connection.sendall(lines.encode() + body)
        return connection.makefile("rb").read().decode()
