"""Run site, forms, control socket and rebuilding in one process, for `rsn serve`."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from rsn.folders import Folders, make_private

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from rsn.clock import DemoClock
    from rsn.live_catalogue import LiveCatalogue

Say = Callable[[str], None]
LOOPBACK = ("localhost", "127.0.0.1")
THREADS = 8


class Refused(Exception):
    """The service does not start like this; the message says what to do."""


def serve(folders: Folders, host: str, port: int, *, demo: bool, now: datetime | None, say: Say) -> None:
    """
    Serve until interrupted.

    Raises:
        Refused: content with mistakes, a port in use, a store in use, or a demo for other machines.
    """
    from waitress.server import create_server

    if demo and not _loopback(host):
        raise Refused("A demo lets anybody sign in as anybody: it listens on 127.0.0.1 only.")
    logging.getLogger("waitress").setLevel(logging.ERROR)
    with ExitStack() as stack:
        listening = stack.enter_context(_listening(host, port))
        address = f"http://{host}:{listening.getsockname()[1]}"
        application = stack.enter_context(_house(folders, address, demo=demo, now=now, say=say))
        server = create_server(application, sockets=[listening], threads=THREADS, connection_limit=500)
        say(f"\n  Open  {address}/")
        if demo:
            say(f"  Sign in as somebody:  {address}/forms/demo")
        say("  Ctrl-C stops.\n")
        try:
            server.run()
        except (KeyboardInterrupt, SystemExit):
            say("Stopped.")
        finally:
            server.close()


@contextmanager
def _house(
    folders: Folders, address: str, *, demo: bool, now: datetime | None, say: Say
) -> Iterator[WSGIApplication]:
    from forms_api.app import create_app
    from forms_api.config import Config, DemoHooks, secret_from
    from forms_api.control import serve as listen
    from forms_api.store.base import StoreBusy
    from forms_api.store.tinydb import TinyStore
    from rsn.clock import DemoClock, machine_clock
    from rsn.house import Holder, answer
    from rsn.rebuilding import Rebuilding
    from rsn.static_site import StaticSite

    if demo and not folders.data.exists():
        _seed(folders, now or machine_clock(), say)
    make_private(folders.data)
    make_private(folders.mail)
    clock = DemoClock(folders.data / "clock")
    if now:
        clock.start_at(now)
    catalogue = _catalogue(folders)
    try:
        store = TinyStore.open(folders.store)
    except StoreBusy as busy:
        raise Refused(str(busy)) from busy
    try:
        rebuilding = Rebuilding(folders, store, catalogue, clock, say)
        hooks = DemoHooks(let_pass=lambda seconds: _let_pass(clock, seconds), refresh=rebuilding.once)
        config = Config(
            data_dir=folders.data,
            record_dir=folders.record,
            base_url=address,
            secret=secret_from(folders.data / "secret.key"),
            mail=folders.mail,
            languages=catalogue().network.languages,
            trusted_hosts=LOOPBACK,
            demo=demo,
            demo_hooks=hooks if demo else None,
        )
        app = create_app(config, store, catalogue, clock)
        holder = Holder(store, folders, catalogue, clock, any_now=demo)
        control = listen(folders.socket, partial(answer, holder))
        say("Building …")
        rebuilding.once()
        rebuilding.start()
        site = StaticSite(folders.out, lambda: rebuilding.problems)
        house = _Front(app.wsgi_app, site, rebuilding.want)
        try:
            yield _DemoOnly(house) if demo else house
        finally:
            control.close()
            rebuilding.stop()
    finally:
        store.close()


def _seed(folders: Folders, now: datetime, say: Say) -> None:
    from rsn.demo.seeding import seed

    root = Path(__file__).resolve().parents[1]
    say("Making the demo community (once) …")
    seed(root / "content", folders.data.parent, now, say)


def _catalogue(folders: Folders) -> LiveCatalogue:
    from site_builder.content import ContentErrors

    try:
        from rsn.live_catalogue import LiveCatalogue

        return LiveCatalogue(folders.content)
    except ContentErrors as errors:
        raise Refused("\n".join(str(problem) for problem in errors.problems)) from errors


def _let_pass(clock: DemoClock, seconds: int) -> None:
    clock.advance(timedelta(seconds=seconds))


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """Listen on *port*, or say how to name another."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as taken:
        listening.close()
        raise Refused(
            f"Port {port} on {host} cannot be used ({taken.strerror}). Try another: rsn serve --port {port + 1}"
        ) from taken
    with listening:
        yield listening


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class _Front:
    """The forms under /forms/, the site everywhere else; *changed* is called after each post that was taken."""

    def __init__(self, forms: WSGIApplication, site: WSGIApplication, changed: Callable[[], None]) -> None:
        self._forms = forms
        self._site = site
        self._changed = changed

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path != "/forms" and not path.startswith("/forms/"):
            return self._site(environ, start_response)
        answer = self._forms(environ, start_response)
        if environ["REQUEST_METHOD"] == "POST":
            self._changed()
        return answer


class _DemoOnly:
    """Refuse whatever came through a proxy or by another name: a demo is for the one who started it."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        from werkzeug.wrappers import Response

        host = environ.get("HTTP_HOST", "").rsplit(":", 1)[0]
        if host not in LOOPBACK or any(
            name == "HTTP_FORWARDED" or name.startswith("HTTP_X_FORWARDED") for name in environ
        ):
            return Response("A demo answers on this machine only.", 400)(environ, start_response)
        return self._inner(environ, start_response)
