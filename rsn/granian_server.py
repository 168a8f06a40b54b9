"""
The forms under granian, a server written in Rust: about a third faster than waitress.

Granian serves in a process of its own and only watches over it here. One process holds the embedded store, so
there is one; with PostgreSQL start the service several times, on a port each.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from functools import partial
from multiprocessing import util
from typing import TYPE_CHECKING

import click

from rsn.folders import Folders
from rsn.forms_service import NotStarted

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from forms_api.config import Config
    from rsn.commands.forms import Wanted

THREADS = 16


def serve(folders: Folders, wanted: Wanted, config: Config, now: datetime | None) -> None:
    """
    Serve until told to stop; requests under way are finished.

    Raises:
        NotStarted: granian is not installed, or could not start.
    """
    try:
        from granian.constants import HTTPModes, Interfaces
        from granian.http import HTTP1Settings
        from granian.server import Server
    except ImportError as missing:
        why = "granian is not installed. Run: pip install -r requirements-granian.txt"
        raise NotStarted(why) from missing

    from rsn.listening import HEADER_BYTES, PATIENCE_SECONDS, listening

    with listening(wanted.host, wanted.port) as probe:
        port = probe.getsockname()[1]
    server = Server(
        "rsn",
        address=wanted.host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backpressure=THREADS * 8,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=5000, max_buffer_size=HEADER_BYTES * 4),
        websockets=False,
        log_enabled=False,
        workers_kill_timeout=int(PATIENCE_SECONDS),
    )
    click.echo(f"Forms for {config.base_url} on http://{wanted.host}:{port}/forms/")
    server.serve(target_loader=partial(_application, folders, wanted, config, now), wrap_loader=False)


def _application(folders: Folders, wanted: Wanted, config: Config, now: datetime | None) -> WSGIApplication:
    """Return the application in the process that serves it; what stands around it goes when that process ends."""
    from forms_api.event_log import begin
    from rsn.forms_service import read_catalogue
    from rsn.standing_service import standing

    begin(wanted.log)
    around = ExitStack()
    # A process of multiprocessing runs these at its end, and no others.
    util.Finalize(None, around.close, exitpriority=10)
    try:
        return around.enter_context(standing(folders, wanted, config, read_catalogue(folders), now))
    except NotStarted as refused:
        click.echo(f"Error: {refused}", err=True)
        raise SystemExit(1) from refused
