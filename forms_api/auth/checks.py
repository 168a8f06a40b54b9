"""
What happens before any view: the browser is known, the member found, and every unsafe request proves itself.

Deny by default: these checks look at each request, whatever its route, so no view can forget them.
"""

from __future__ import annotations

import re
import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request

from domain.mandates import Way
from forms_api import current
from forms_api.api.bodies import JSON_TYPE, read_into_form
from forms_api.auth.csrf import FIELD, HEADER, Token, read_token
from forms_api.config import key_name
from forms_api.services import acting, sessions
from forms_api.services.by_hand import Hand, without_rights
from forms_api.services.ids import new_id
from forms_api.store.rows import Session

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FORM_TYPE = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
"""What a mailbox sends that stops mails in one step (RFC 8058, section 3.2)."""
LONGER = 4
"""How many times more a steward may send where a whole table is asked for."""

_TOKEN_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


class PageTooOld(Exception):
    """A form was sent from a page that had been open for hours; nothing was done."""


class PageOfAnother(Exception):
    """A form was sent from a page shown for somebody else's affairs than those tended now; nothing was done."""


def register(app: Flask) -> None:
    """Put the checks before every view, in the order they need each other."""
    for check in (
        _refuse_strangers_in_demo,
        _know_the_browser,
        _refuse_other_bodies,
        _refuse_other_sites,
        _demand_the_token,
        _note_use,
    ):
        app.before_request(check)
    app.after_request(_give_the_cookie)


def _refuse_strangers_in_demo() -> None:
    # The demo signs anyone in as anyone: it answers this machine only, and never through a proxy.
    if not current.config().demo:
        return
    forwarded = any(name.lower().startswith(("forwarded", "x-forwarded")) for name, _ in request.headers)
    host = urlsplit(f"//{request.host}").hostname
    if forwarded or host not in ("localhost", "127.0.0.1"):
        abort(400)


def _know_the_browser() -> None:
    g.now = current.parts().clock()
    token = request.cookies.get(current.config().cookie_name, "")
    if not _TOKEN_FORM.fullmatch(token):
        token = new_token()
        g.new_token = token
    g.browser = sessions.browser_id(token)
    g.session, g.actor, g.member, g.hand, g.second_wanted = None, None, None, None, False
    with current.parts().store.reading() as unit:
        found = sessions.signed_in(unit, g.browser, g.now, _key_names())
        if found is not None:
            g.session, g.actor = found
            # A steward's rights come with both secrets; with one of them they are a member like any other.
            if g.actor.steward and not g.session.twofold:
                g.actor, g.second_wanted = without_rights(g.actor), True
        acted_for = acting.acts_for(unit, g.session, g.actor, g.now) if found else None
    g.member = acted_for or g.actor
    if acted_for is not None:
        g.hand = Hand(new_id(), acted_for.id, g.actor.id, request.endpoint or "", g.session.way, g.now)


def _key_names() -> tuple[str, ...]:
    return tuple(map(key_name, current.config().secrets_at(g.now)))


def new_token() -> str:
    """Return a fresh token for a cookie: 32 random bytes."""
    return secrets.token_urlsafe(32)


def _refuse_other_bodies() -> None:
    config = current.config()
    times = LONGER if _takes_long_text() else 1
    request.max_content_length = config.max_body_bytes * times
    request.max_form_memory_size = config.max_body_bytes * times
    if request.content_length is not None and request.content_length > config.max_body_bytes * times:
        abort(413)
    if request.method in SAFE_METHODS:
        return
    if request.mimetype == JSON_TYPE:
        read_into_form()
    elif request.mimetype != FORM_TYPE and not (_signed_address() and request.mimetype == MULTIPART):
        abort(415)
    fields = list(request.form.items(multi=True))
    most_chars = config.max_field_chars * times
    if len(fields) > config.max_fields or any(len(value) > most_chars for _, value in fields):
        abort(413)


def _takes_long_text() -> bool:
    """Tell whether this is a page for tables and a steward who sends one."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "long_text", False) and g.member is not None and g.member.steward


def _signed_address() -> bool:
    """Tell whether the address asked for is itself the proof of who asks."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), "signed_address", False)


def _refuse_other_sites() -> None:
    if request.method in SAFE_METHODS or _signed_address():
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(400)
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc not in _own_hosts():
        abort(400)


def _own_hosts() -> set[str]:
    return {request.host, urlsplit(current.config().base_url).netloc}


def _demand_the_token() -> None:
    if request.method in SAFE_METHODS or _signed_address():
        return
    given = request.form.get(FIELD) or request.headers.get(HEADER, "")
    g.csrf_verdict = _worth(given, g.hand.member if g.hand else "")
    if g.csrf_verdict is Token.FOREIGN:
        abort(400)
    view = current_app.view_functions.get(request.endpoint or "")
    if g.csrf_verdict is Token.OTHER_HAND and not getattr(view, "any_hand", False):
        raise PageOfAnother
    if g.csrf_verdict is Token.STALE and not getattr(view, "keeps_text", False):
        raise PageTooOld


def _worth(given: str, acting_for: str) -> Token:
    """Return what a token is worth under the secret key, or else under one that it replaced lately."""
    found = Token.FOREIGN
    for secret in current.config().secrets_at(g.now):
        if found is Token.FOREIGN:
            found = read_token(secret, g.browser, given, g.now, acting_for)
    return found


def _note_use() -> None:
    if request.method not in SAFE_METHODS and g.session is not None:
        key = key_name(current.config().secret)
        sessions.touch(current.parts().store, g.session, g.now, acting=g.hand is not None, key=key)


def _give_the_cookie(response: Response) -> Response:
    token = g.get("new_token")
    if token is not None:
        config = current.config()
        response.set_cookie(
            config.cookie_name,
            token,
            max_age=g.get("cookie_seconds"),
            secure=config.secure_cookies,
            httponly=True,
            samesite="Lax",
            path="/",
        )
    return response


def sign_in(member: str, *, shared: bool, by_code: bool = False, twofold: bool = False) -> None:
    """
    Sign *member* in on this browser, under a new token; the old one is worth nothing from now on.

    Whoever was signed in here as the same member by the other of mail and printed code has shown both secrets now.
    """
    token, before = new_token(), current.session()
    if before is not None and before.member == member:
        twofold = twofold or before.twofold or before.by_code != by_code
    session = sessions.start(
        current.store(),
        member,
        token,
        current.now(),
        shared=shared,
        by_code=by_code,
        twofold=twofold,
        key=key_name(current.config().secret),
    )
    if before is not None:
        sessions.end(current.store(), current.browser())
    g.new_token = token
    g.cookie_seconds = None if shared else int((session.expires_at - session.started_at).total_seconds())


def act_for(member: str, way: Way) -> None:
    """
    Let this browser act for *member* from the next request on, under a new token.

    Raises:
        MayNotAct.
    """
    token = new_token()
    session = g.session
    acting.begin(current.store(), session, g.actor, member, way, sessions.browser_id(token), g.now)
    _take_over(token, session)


def act_for_oneself() -> None:
    """Give this browser back to whoever is signed in on it, under a new token."""
    token = new_token()
    acting.stop(current.store(), g.session, sessions.browser_id(token))
    _take_over(token, g.session)


def _take_over(token: str, session: Session) -> None:
    g.new_token = token
    left = int((session.expires_at - g.now).total_seconds())
    g.cookie_seconds = None if session.shared else left


def sign_out() -> None:
    """Sign this browser out and give it a fresh cookie."""
    sessions.end(current.store(), current.browser())
    g.new_token = new_token()
    g.cookie_seconds = None
