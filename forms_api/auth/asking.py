"""
What is asked of whoever asks: who they are, whether their form is ours, whether another site sent it.

Rules of this file: nothing here knows Flask. Two ask these questions, the checks before every view (checks.py) and
the short way of an ordinary ballot (straight.py), and neither has an answer of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from domain.people import Member
from forms_api.auth.csrf import Token, read_token
from forms_api.config import Config, key_name
from forms_api.services import acting, sessions
from forms_api.services.by_hand import without_rights
from forms_api.store.base import Store
from forms_api.store.rows import Session

FORM_TYPE = "application/x-www-form-urlencoded"
TOKEN_FORM = re.compile(r"[A-Za-z0-9_-]{43}")
"""What a token of ours in a cookie looks like: 32 bytes."""


@dataclass(frozen=True, slots=True)
class Asking:
    """
    Who is behind a browser: *actor* is signed in by the *session*, *acted_for* is whose affairs they tend, if not
    their own. *second_wanted* where a steward has shown one secret of two, and so is a member like any other.
    """

    session: Session | None = None
    actor: Member | None = None
    acted_for: Member | None = None
    second_wanted: bool = False


NOBODY = Asking()


def who_asks(store: Store, config: Config, browser: str, now: datetime) -> Asking:
    """Return who is behind the browser with this id at *now*."""
    with store.reading() as unit:
        found = sessions.signed_in(unit, browser, now, tuple(map(key_name, config.secrets_at(now))))
        if found is None:
            return NOBODY
        session, actor = found
        # A steward's rights come with both secrets; with one of them they are a member like any other.
        second_wanted = actor.steward and not session.twofold
        if second_wanted:
            actor = without_rights(actor)
        return Asking(session, actor, acting.acts_for(unit, session, actor, now), second_wanted)


def from_another_site(fetch_site: str | None, origin: str | None, own_host: str, base_url: str) -> bool:
    """Tell whether a browser says that another site sent this; *own_host* is what it was sent to."""
    if fetch_site is not None and fetch_site not in ("same-origin", "none"):
        return True
    return origin is not None and urlsplit(origin).netloc not in (own_host, urlsplit(base_url).netloc)


def worth(config: Config, browser: str, given: str, now: datetime, acting_for: str = "") -> Token:
    """Return what a token is worth under the secret key, or else under one that it replaced lately."""
    found = Token.FOREIGN
    for secret in config.secrets_at(now):
        if found is Token.FOREIGN:
            found = read_token(secret, browser, given, now, acting_for)
    return found
