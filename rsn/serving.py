"""Run site, forms, control socket and rebuilding in one process, for `rsn serve`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rsn.folders import Folders, make_private
from rsn.forms_service import NotStarted, forms_service, read_catalogue, store_held
from rsn.listening import is_loopback, listening, run

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from forms_api.config import Config, DemoHooks
    from forms_api.store.base import Store
    from rsn.clock import DemoClock
    from rsn.live_catalogue import LiveCatalogue
    from rsn.rebuilding import Rebuilding

Say = Callable[[str], None]
LOOPBACK = ("localhost", "127.0.0.1")


def serve(
    folders: Folders,
    host: str,
    port: int,
    *,
    demo: bool,
    drafts: bool = False,
    now: datetime | None,
    say: Say,
) -> None:
    """
    Serve until interrupted.

    Raises:
        NotStarted: content with mistakes, a port in use, a store in use, or a demo or drafts for other machines.
    """
    if demo and not is_loopback(host):
        raise NotStarted("A demo lets anybody sign in as anybody: it listens on 127.0.0.1 only.")
    if drafts and not is_loopback(host):
        raise NotStarted("Drafts are for their authors: --drafts listens on 127.0.0.1 only.")
    with listening(host, port) as bound:
        address = f"http://{host}:{bound.getsockname()[1]}"
        with _site_and_forms(folders, address, demo=demo, drafts=drafts, now=now, say=say) as application:
            say(f"\n  Open  {address}/")
            if demo:
                say(f"  Sign in as somebody:  {address}/forms/demo")
            say("  Ctrl-C stops.\n")
            run(application, bound)
    say("Stopped.")


@contextmanager
def _site_and_forms(
    folders: Folders, address: str, *, demo: bool, drafts: bool, now: datetime | None, say: Say
) -> Iterator[WSGIApplication]:
    from rsn.clock import DemoClock, machine_clock
    from rsn.rebuilding import Rebuilding
    from rsn.static_site import StaticSite

    if demo and not folders.data.exists():
        _seed(folders, now or machine_clock(), say)
    make_private(folders.data)
    make_private(folders.mail)
    clock = DemoClock(folders.data / "clock")
    if now:
        clock.start_at(now)
    catalogue = read_catalogue(folders)
    # A demonstration has a store of its own, wherever the community of this machine keeps its own.
    with store_held(folders, embedded=demo) as store:
        rebuilding = Rebuilding(folders, store, catalogue, clock, say, drafts=drafts)
        config = _config(folders, address, catalogue().network.languages, demo=demo)
        if demo:
            config = replace(config, demo_hooks=_hooks(folders, store, catalogue, clock, rebuilding))
        with forms_service(folders, store, catalogue, clock, config, any_now=demo) as service:
            rebuilding.remind = service.remind
            say("Building …")
            rebuilding.once()
            rebuilding.start()
            try:
                site = StaticSite(folders.out, lambda: rebuilding.problems)
                front = Front(service.app.wsgi_app, site, rebuilding.want)
                yield DemoOnly(front) if demo else front
            finally:
                rebuilding.stop()


def _config(folders: Folders, address: str, languages: tuple[str, ...], *, demo: bool) -> Config:
    from forms_api.config import Config, secret_from

    return Config(
        data_dir=folders.data,
        record_dir=folders.record,
        base_url=address,
        secret=secret_from(folders.data / "secret.key"),
        limits_file=None if demo else folders.data / "limits.sqlite",
        mail=folders.mail,
        languages=languages,
        trusted_hosts=LOOPBACK,
        demo=demo,
    )


def _hooks(
    folders: Folders, store: Store, catalogue: LiveCatalogue, clock: DemoClock, rebuilding: Rebuilding
) -> DemoHooks:
    """Return what whoever plays the demo may do besides: let time pass, and have the site built."""
    from forms_api.config import DemoHooks
    from rsn.demo.passing import let_pass

    def pass_by(seconds: int) -> None:
        let_pass(store, catalogue(), folders.record, clock, timedelta(seconds=seconds))

    return DemoHooks(pass_by, rebuilding.once)


def _seed(folders: Folders, now: datetime, say: Say) -> None:
    from rsn.demo.seeding import seed

    root = Path(__file__).resolve().parents[1]
    say("Making the demo community (once) …")
    seed(root / "content", folders.data.parent, now, say)


class Front:
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


class DemoOnly:
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
