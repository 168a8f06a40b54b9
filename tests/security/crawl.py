"""Every page of a busy town, asked for once by strangers and by a steward, and errors of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from forms_api.app import create_app
from forms_api.config import Config
from forms_api.current import EXTENSION
from forms_api.services import sessions
from forms_api.store.memory import MemoryStore
from tests.builders import contents
from tests.forms_api.busy import busy
from tests.forms_api.client import Clock
from tests.forms_api.test_every_route import rules
from tests.forms_api.town import Town

HOST = "https://weirside.example"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Seen:
    """One answer of the service."""

    what: str
    status: int
    headers: dict[str, str]
    html: str


@dataclass(frozen=True)
class Crawl:
    """All answers, and what the store held before and after they were asked for."""

    answers: tuple[Seen, ...]
    before: dict[str, list[Any]]
    after: dict[str, list[Any]]


def crawl_of(data: Path) -> Crawl:
    """Return what a crawl of the town that lives in *data* found."""
    store = MemoryStore()
    town = busy(Town(data, store=store))
    clock = Clock(town.town.now)
    config = Config(
        data_dir=data, record_dir=data / "record", base_url=HOST, secret=b"k" * 32, mail=data / "mail",
        trusted_hosts=("weirside.example",), secure_cookies=True,
    )  # fmt: skip
    app = create_app(config, store, lambda: town.town.catalogue, clock)
    nobody, steward = app.test_client(), app.test_client()
    # Begun long enough ago that its use would be noted again, if reading were use.
    sessions.start(store, town.steward.id, "s" * 43, clock() - timedelta(minutes=6), shared=False, twofold=True)
    steward.set_cookie("__Host-rsn", "s" * 43, domain="weirside.example", secure=True)
    before, found = dict(contents(store)), []
    for rule in rules(app, "GET"):
        for method in ("GET", "HEAD", "OPTIONS"):
            browsers = {"nobody": nobody, "steward": steward} if method == "GET" else {"steward": steward}
            for who, browser in browsers.items():
                # An Origin that nobody trusts: no answer may echo it.
                answer = browser.open(
                    town.path(rule), method=method, base_url=HOST, headers={"Origin": "https://evil.example"}
                )
                found.append(_seen(f"{who} {method} {rule}", answer))
    after = dict(contents(store))
    found += [
        _seen("404", nobody.get("/forms/nowhere", base_url=HOST)),
        _seen("400 host", nobody.get("/forms/", base_url="https://evil.example")),
        _seen("400 token", nobody.post("/forms/sign-in", data={"email": "x"}, base_url=HOST, content_type=FORM)),
        _seen("405", nobody.get("/forms/sign-out", base_url=HOST)),
        _seen("413", nobody.post("/forms/sign-in", data={"f": "x" * 70_000}, base_url=HOST, content_type=FORM)),
        _seen("415", nobody.post("/forms/sign-in", data=b"x", content_type="text/plain", base_url=HOST)),
    ]
    app.view_functions["me.start"] = _broken
    found.append(_seen("500", nobody.get("/forms/", base_url=HOST)))
    app.extensions[EXTENSION].outbox.close()
    return Crawl(tuple(found), before, after)


def _seen(what: str, answer: TestResponse) -> Seen:
    html = answer.get_data(as_text=True) if answer.mimetype == "text/html" and " HEAD " not in what else ""
    return Seen(what, answer.status_code, dict(answer.headers), html)


def _broken() -> str:
    raise RecursionError
