"""A socket to listen on, and waitress behind it, which stops only when it has answered."""

from __future__ import annotations

import logging
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from rsn.forms_service import NotStarted

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from waitress.server import BaseWSGIServer, MultiSocketServer

THREADS = 16
"""Posts wait together for one write of the disk: so many share it."""
CONNECTIONS = 1000
"""Slow clients hold connections, not threads; waitress' own limit of 100 lets them lock everybody out."""
IDLE_SECONDS = 75
"""How long a connection may say nothing: longer than nginx keeps one open, so that it is nginx who hangs up."""
HEADER_BYTES = 32 * 1024
BODY_BYTES = 512 * 1024
"""Beyond what any page takes, which the service says itself with a page of its own."""
PATIENCE_SECONDS = 25.0
"""How long requests under way may take after SIGTERM; systemd waits 30 seconds before it kills."""


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
    """Serve until interrupted or told to stop; then finish the requests under way."""
    logging.getLogger("waitress").setLevel(logging.ERROR)
    serving = Serving(server_of(application, bound))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: serving.stop())
    serving.run()


class Serving:
    """
    A server that runs until told to stop.

    Waitress by itself stops its loop at once and with it all sending: answers half-way out would be cut off, and
    requests that wait for a thread be dropped.
    """

    def __init__(self, server: Any) -> None:
        # Waitress' own types know neither its map of connections nor what its channels are.
        self._server = server
        self._stopping = False

    def stop(self) -> None:
        """Take no more connections, and let `run` return when what was asked is answered."""
        self._stopping = True
        self._server.pull_trigger()

    def run(self) -> None:
        """Serve until `stop`."""
        while not self._stopping:
            self._turn(1.0)
        self._server.del_channel()
        self._server.socket.close()
        until = time.monotonic() + PATIENCE_SECONDS
        while self._busy() and time.monotonic() < until:
            self._turn(0.05)
        self._server.task_dispatcher.shutdown()
        self._server.asyncore.close_all(self._server._map)

    def _turn(self, seconds: float) -> None:
        server = self._server
        server.asyncore.loop(timeout=seconds, map=server._map, use_poll=True, count=1)

    def _busy(self) -> bool:
        """Hang up on who asks nothing, and tell whether anybody is left."""
        for channel in list(self._server.active_channels.values()):
            # A request half received is under way too; the server's own patience with it ends.
            if not channel.requests and not channel.total_outbufs_len and not channel.request:
                channel.will_close = True
        return bool(self._server.active_channels)


def server_of(application: WSGIApplication, bound: socket.socket) -> BaseWSGIServer | MultiSocketServer:
    """Return waitress over *application*, listening on *bound* and not yet running."""
    from waitress.server import BaseWSGIServer, create_server

    from rsn.strict_http import StrictChannel

    server = create_server(
        application,
        sockets=[bound],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        backlog=CONNECTIONS,
        channel_timeout=IDLE_SECONDS,
        max_request_header_size=HEADER_BYTES,
        max_request_body_size=BODY_BYTES,
        asyncore_use_poll=True,
        ident=None,
        # Waitress would take out X-Forwarded-For and its kin before anybody sees them: a demo refuses requests
        # that carry them, and the forms read as many of them as there are proxies by their settings.
        clear_untrusted_proxy_headers=False,
    )
    # One socket makes one server; only several make a group of them.
    if isinstance(server, BaseWSGIServer):
        server.channel_class = StrictChannel
    return server
