"""What the share form sends, and short ways to a need in the store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.exchange import Direction, Intent
from domain.people import Member
from forms_api.store.memory import MemoryStore
from tests.builders import (
    contents,
)
from tests.forms_api.client import Browser, Page

SignIn = Callable[[Member], Browser]

A_DAY_AT_MOST = "Enter at most 24 hours; write several days as several exchanges"
A_DAY_AHEAD = "This day is still ahead. Write it down once it has happened"
A_DAY_LONG_AGO = "Choose a day within the last three months"
NO_MINUS = "Enter it without a minus: what was given is counted, and nothing is taken off"
EMPTY_SIDE = {"lasts": "until", "seen_by": "members", "skill": "", "zone": "", "language": ""}


def answers(
    offer: dict[str, str] | None = None, need: dict[str, str] | None = None, **more: str
) -> dict[str, str]:
    """Return what the share form sends, with both sides empty but for what is given."""
    sides = {"offer": EMPTY_SIDE | (offer or {}), "need": EMPTY_SIDE | (need or {})}
    fields = {f"{side}-{name}": value for side, values in sides.items() for name, value in values.items()}
    return {"step": "check", **fields, **more}


def sent_from(page: Page, action: str, **more: str) -> dict[str, Any]:
    """Return what the page's form with this action would send."""
    (form,) = (f for f in page.forms() if f["action"] == action)
    return {name: values[0] for name, values in form["fields"].items()} | more


def store_share(browser: Browser, **sides: dict[str, str]) -> Page:
    checked = browser.send("/forms/share", answers(sides.get("offer"), sides.get("need")))
    return browser.send("/forms/share", sent_from(checked, "/forms/share", step="store"))


def the_need(store: MemoryStore) -> Intent:
    (need,) = (i for i in contents(store)["intents"] if i.direction is Direction.NEED)
    assert isinstance(need, Intent)
    return need
