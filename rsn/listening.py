"""A socket to listen on, and waitress behind it."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from signal import SIGTERM, signal
from typing import TYPE_CHECKING, NoReturn

from rsn.forms_service import NotStarted

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from waitress.server import BaseWSGIServer, MultiSocketServer

THREADS = 8
MAX_BODY_BYTES = 256 * 1024
"""The longest body any page takes (a steward's table); a longer one is refused before it is read."""
CONNECTIONS = 1000
"""Slow clients hold connections, not threads; waitress' own limit of 100 lets them lock everybody out."""


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """
    Lend a socket bound to *host* and *port*; 0 takes a free port.

    Raises:
        NotStarted: the port is taken or not allowed.
    """
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as taken:
        bound.close()
        raise NotStarted(
            f"Port {port} on {host} cannot be used ({taken.strerror}). Try another: --port {port + 1}"
        ) from taken
    with bound:
        # Whoever reads the address may come at once: connections wait here until the server takes them.
        bound.listen()
        yield bound


def run(application: WSGIApplication, bound: socket.socket) -> None:
    """Serve until interrupted or told to stop; requests under way are finished."""
    logging.getLogger("waitress").setLevel(logging.ERROR)
    server = server_of(application, bound)
    signal(SIGTERM, _stop)
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.close()


def server_of(application: WSGIApplication, bound: socket.socket) -> BaseWSGIServer | MultiSocketServer:
    """Return waitress over *application*, listening on *bound* and not yet running."""
    from waitress.server import BaseWSGIServer, create_server

    from rsn.strict_http import StrictChannel

    server = create_server(
        application,
        sockets=[bound],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        ident=None,
        max_request_body_size=MAX_BODY_BYTES,
        # Waitress would take out X-Forwarded-For and its kin before anybody sees them: a demo refuses requests
        # that carry them, and the forms read as many of them as there are proxies by their settings.
        clear_untrusted_proxy_headers=False,
    )
    # One socket makes one server; only several make a group of them.
    if isinstance(server, BaseWSGIServer):
        server.channel_class = StrictChannel
    return server


def _stop(number: int, frame: object) -> NoReturn:
    raise SystemExit(0)
