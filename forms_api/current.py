"""What the request at work may know: settings, store, catalogue, its one moment, its browser and member."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from flask import current_app, g

from domain.catalogue import Catalogue
from domain.people import Member
from forms_api.config import Config
from forms_api.services.by_hand import ByHandStore, Hand
from forms_api.store.base import Store
from forms_api.store.rows import Session

if TYPE_CHECKING:
    from forms_api.auth.csrf import Token
    from forms_api.limits import Limiter
    from forms_api.mail import Outbox

EXTENSION = "rsn"


@dataclass(frozen=True)
class Parts:
    """What create_app was given, kept with the app."""

    config: Config
    store: Store
    catalogue: Callable[[], Catalogue]
    clock: Callable[[], datetime]
    outbox: Outbox
    limiter: Limiter


def parts() -> Parts:
    """Return what the app at work was made of."""
    return cast(Parts, current_app.extensions[EXTENSION])


def config() -> Config:
    """Return the settings."""
    return parts().config


def store() -> Store:
    """Return the private store; while somebody is acted for, it keeps the trace of that."""
    held = hand()
    return parts().store if held is None else ByHandStore(parts().store, held)


def catalogue() -> Catalogue:
    """Return what content/ says now."""
    return parts().catalogue()


def now() -> datetime:
    """Return the moment of this request: asked once, the same for all that happens in it."""
    return cast(datetime, g.now)


def browser() -> str:
    """Return the id of the browser asking: the SHA-256 of its cookie."""
    return cast(str, g.browser)


def session() -> Session | None:
    """Return the session of the browser, or None where nobody is signed in."""
    return cast("Session | None", g.session)


def hand() -> Hand | None:
    """Return who acts for whom in this request; None where everybody acts for themself."""
    return cast("Hand | None", g.get("hand"))


def signed_in() -> Member | None:
    """Return the member whose affairs are tended: the one asking or the one acted for; None for strangers."""
    return cast("Member | None", g.member)


def second_wanted() -> bool:
    """Tell whether a steward is signed in by one of their two secrets only, and so is a member like any other."""
    return bool(g.get("second_wanted", False))


def actor() -> Member:
    """Return the member who is signed in, whomever they act for; only in views that demand one."""
    found = cast("Member | None", g.actor)
    if found is None:
        raise LookupError("Nobody is signed in here: the view lacks @member_required.")
    return found


def member() -> Member:
    """Return the member whose affairs are tended; only in views that demand one."""
    found = signed_in()
    if found is None:
        raise LookupError("Nobody is signed in here: the view lacks @member_required.")
    return found


def language() -> str:
    """Return the language the answer is written in."""
    return cast(str, g.get("language", "en"))


def csrf_token() -> str:
    """Return the token for forms shown to this browser now."""
    from forms_api.auth.csrf import token_for

    held = hand()
    return token_for(config().secret, browser(), now(), held.member if held else "")


def csrf_verdict() -> Token | None:
    """Return what the token of this request was found to be worth; None where none was asked for."""
    return cast("Token | None", g.get("csrf_verdict"))
