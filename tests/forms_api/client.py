"""A browser for tests: keeps its cookie, sends tokens with forms, and audits every page it gets."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

from flask import Flask
from werkzeug.test import TestResponse

from forms_api.auth.csrf import FIELD, token_for
from forms_api.config import Config
from forms_api.current import EXTENSION
from forms_api.services.sessions import browser_id
from tests.builders import NOW
from tests.forms_api.audit import audit, text_of


class Clock:
    """A clock that stands still until told."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def tick(self, **time: float) -> None:
        """Let so much time pass (as timedelta takes it)."""
        self.moment += timedelta(**time)


class Page:
    """An answer; *tree* is there where it is a page."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.location = response.headers.get("Location", "")
        self.html = response.get_data(as_text=True)
        is_page = response.mimetype == "text/html" and self.status not in range(300, 400)
        self.tree: Element | None = audit(self.html) if is_page else None

    @property
    def text(self) -> str:
        """Return the words of the page's main part, with single spaces."""
        assert self.tree is not None, f"no page but {self.status} to {self.location}"
        return text_of(next(self.tree.iter("main")))

    @property
    def errors(self) -> list[str]:
        """Return the messages of the error summary."""
        assert self.tree is not None, f"no page but {self.status} to {self.location}"
        boxes = [e for e in self.tree.iter("section") if e.get("class") == "errors"]
        return [text_of(item) for box in boxes for item in box.iter("li")]

    def links(self) -> list[str]:
        """Return where the page's links lead."""
        assert self.tree is not None
        return [e.get("href") or "" for e in self.tree.iter("a")]

    def forms(self) -> list[dict[str, Any]]:
        """Return the page's forms that post: `action`, and `fields` with the values they would send."""
        assert self.tree is not None
        posting = (e for e in self.tree.iter("form") if e.get("method") == "post")
        return [{"action": e.get("action") or "", "fields": _fields(e)} for e in posting]


def _fields(form: Element) -> dict[str, list[str]]:
    sent: dict[str, list[str]] = {}
    for element in form.iter():
        name = element.get("name")
        if not name or element.tag not in ("input", "select", "textarea"):
            continue
        if element.get("type") in ("radio", "checkbox") and element.get("checked") is None:
            continue
        if element.tag == "select":
            options = list(element.iter("option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            values = [o.get("value") or "" for o in chosen]
        elif element.tag == "textarea":
            values = ["".join(element.itertext())]
        else:
            values = [element.get("value") or ""]
        sent.setdefault(name, []).extend(values)
    return sent


class Browser:
    """One browser with its own cookies; *acting_for* is the member whose pages it stands on, "" for one's own."""

    def __init__(self, app: Flask, clock: Clock) -> None:
        self.app = app
        self.clock = clock
        self.acting_for = ""
        self.raw = app.test_client()

    @property
    def config(self) -> Config:
        config: Config = self.app.extensions[EXTENSION].config
        return config

    @property
    def cookie(self) -> str:
        """Return the token in the session cookie, after a first visit if there was none."""
        if (kept := self.raw.get_cookie(self.config.cookie_name)) is None:
            self.raw.get("/forms/sign-in")
            kept = self.raw.get_cookie(self.config.cookie_name)
        assert kept is not None
        return kept.value

    def token(self, at: datetime | None = None) -> str:
        """Return the token a form would carry that was shown now, or *at* another time."""
        return token_for(self.config.secret, browser_id(self.cookie), at or self.clock(), self.acting_for)

    def get(self, path: str, **how: Any) -> Page:
        """Open a page."""
        return Page(self.raw.get(path, **how))

    def send(self, path: str, fields: dict[str, Any] | None = None, /, **more: Any) -> Page:
        """Send a form with its token; `field__part` stands for a name with a dash."""
        data = {FIELD: self.token(), **(fields or {}), **{k.replace("__", "-"): v for k, v in more.items()}}
        return Page(self.raw.post(path, data=data, content_type="application/x-www-form-urlencoded"))

    def follow(self, page: Page) -> Page:
        """Go where the answer leads."""
        assert page.status == 303, f"the answer is {page.status}: {page.html[:300]}"
        return self.get(page.location)
