"""Serve one of the peers: `python -m benchmarks.load.peer KEEPER SERVER PORT`."""

from __future__ import annotations

import sys

from benchmarks.load.peers import KEEPERS, application

THREADS = 16


def main() -> None:
    keeper, server, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if server == "waitress":
        from waitress import serve

        serve(application(KEEPERS[keeper]()), host="127.0.0.1", port=port, threads=THREADS, connection_limit=1000)
    else:
        import os

        from granian.constants import Interfaces
        from granian.server import Server

        os.environ["PEER_KEEPER"] = keeper
        Server(
            "benchmarks.load.peer_wsgi:app",
            address="127.0.0.1",
            port=port,
            interface=Interfaces.WSGI,
            workers=1,
            blocking_threads=THREADS,
            log_enabled=False,
        ).serve()


if __name__ == "__main__":
    main()
