"""
What happens before any view: the browser is known, the member found, and every unsafe request proves itself.

Deny by default: these checks look at each request, whatever its route, so no view can forget them.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, g
from flask.globals import app_ctx, request_ctx

from domain.mandates import Way
from forms_api import current
from forms_api.api.bodies import JSON_TYPE, read_into_form
from forms_api.auth.asking import FORM_TYPE, TOKEN_FORM, from_another_site, who_asks, worth
from forms_api.auth.csrf import FIELD, HEADER, Token
from forms_api.config import key_name
from forms_api.current import EXTENSION, Parts
from forms_api.services import acting, sessions
from forms_api.services.by_hand import Hand
from forms_api.services.ids import new_id
from forms_api.store.rows import Session

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MULTIPART = "multipart/form-data"
"""What a mailbox sends that stops mails in one step (RFC 8058, section 3.2)."""
LONGER = 4
"""How many times more a steward may send where a whole table is asked for."""


class PageTooOld(Exception):
    """A form was sent from a page that had been open for hours; nothing was done."""


class PageOfAnother(Exception):
    """A form was sent from a page shown for somebody else's affairs than those tended now; nothing was done."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """
    What is looked at, taken out of Flask's stand-ins once.

    Each look through a stand-in costs as much as what it finds, and a vote makes a hundred of them.
    """

    request: Request
    here: Any
    parts: Parts
    view: Any

    @property
    def changes(self) -> bool:
        """Tell whether something may be changed by it."""
        return self.request.method not in SAFE_METHODS

    @property
    def proves_itself(self) -> bool:
        """Tell whether its address is proof enough of who asks."""
        return bool(getattr(self.view, "signed_address", False))


def register(app: Flask) -> None:
    """Put the checks before every view."""
    app.before_request(_check)
    app.after_request(_give_the_cookie)


def _check() -> None:
    request = request_ctx.request
    app = app_ctx.app
    asked = _Asked(request, app_ctx.g, app.extensions[EXTENSION], app.view_functions.get(request.endpoint or ""))
    # In this order: each needs what those before it found.
    _refuse_strangers_in_demo(asked)
    _know_the_browser(asked)
    _refuse_other_bodies(asked)
    if asked.changes and not asked.proves_itself:
        _refuse_other_sites(asked)
        _demand_the_token(asked)
    _note_use(asked)


def _refuse_strangers_in_demo(asked: _Asked) -> None:
    # The demo signs anyone in as anyone: it answers this machine only, and never through a proxy.
    if not asked.parts.config.demo:
        return
    forwarded = any(name.lower().startswith(("forwarded", "x-forwarded")) for name, _ in asked.request.headers)
    host = urlsplit(f"//{asked.request.host}").hostname
    if forwarded or host not in ("localhost", "127.0.0.1"):
        abort(400)


def _know_the_browser(asked: _Asked) -> None:
    here, config = asked.here, asked.parts.config
    now = here.now = asked.parts.clock()
    token = asked.request.cookies.get(config.cookie_name, "")
    if not TOKEN_FORM.fullmatch(token):
        token = here.new_token = new_token()
    here.browser = sessions.browser_id(token)
    asking = who_asks(asked.parts.store, config, here.browser, now)
    session, actor, acted_for = asking.session, asking.actor, asking.acted_for
    here.session, here.actor, here.member, here.hand = session, actor, acted_for or actor, None
    here.second_wanted = asking.second_wanted
    if session is not None and actor is not None and acted_for is not None:
        here.hand = Hand(new_id(), acted_for.id, actor.id, asked.request.endpoint or "", session.way, now)


def new_token() -> str:
    """Return a fresh token for a cookie: 32 random bytes."""
    return secrets.token_urlsafe(32)


def _refuse_other_bodies(asked: _Asked) -> None:
    request, config = asked.request, asked.parts.config
    times = LONGER if _takes_long_text(asked) else 1
    request.max_content_length = config.max_body_bytes * times
    request.max_form_memory_size = config.max_body_bytes * times
    if request.content_length is not None and request.content_length > config.max_body_bytes * times:
        abort(413)
    if not asked.changes:
        return
    kind = request.mimetype
    if kind == JSON_TYPE:
        read_into_form()
    elif kind != FORM_TYPE and not (asked.proves_itself and kind == MULTIPART):
        abort(415)
    lengths = [len(value) for values in request.form.listvalues() for value in values]
    if len(lengths) > config.max_fields or max(lengths, default=0) > config.max_field_chars * times:
        abort(413)


def _takes_long_text(asked: _Asked) -> bool:
    """Tell whether this is a page for tables and a steward who sends one."""
    member = asked.here.member
    return getattr(asked.view, "long_text", False) and member is not None and member.steward


def _refuse_other_sites(asked: _Asked) -> None:
    headers, base_url = asked.request.headers, asked.parts.config.base_url
    if from_another_site(headers.get("Sec-Fetch-Site"), headers.get("Origin"), asked.request.host, base_url):
        abort(400)


def _demand_the_token(asked: _Asked) -> None:
    request, here = asked.request, asked.here
    given = request.form.get(FIELD) or request.headers.get(HEADER, "")
    acting_for = here.hand.member if here.hand else ""
    here.csrf_verdict = worth(asked.parts.config, here.browser, given, here.now, acting_for)
    if here.csrf_verdict is Token.FOREIGN:
        abort(400)
    if here.csrf_verdict is Token.OTHER_HAND and not getattr(asked.view, "any_hand", False):
        raise PageOfAnother
    if here.csrf_verdict is Token.STALE and not getattr(asked.view, "keeps_text", False):
        raise PageTooOld


def _note_use(asked: _Asked) -> None:
    here = asked.here
    if asked.changes and here.session is not None:
        key = key_name(asked.parts.config.secret)
        sessions.touch(asked.parts.store, here.session, here.now, acting=here.hand is not None, key=key)


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
