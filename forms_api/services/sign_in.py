"""
Signing in by a mailed link.

Rules of this file: an address nobody has gets the same row, the same answer and the same time as a member's,
and no mail. A link works once, for ten minutes, in the browser that asked; another browser has to type the
six signs which that one shows, with five tries.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.governance.receipt import ALPHABET
from domain.people import Member, Standing
from forms_api.services.ids import Chance
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import LinkToken

LIFE = timedelta(minutes=10)
CODE_SIGNS = 6


class LinkGone(Refused):
    message = N_("This link has been used, or it is older than ten minutes. Ask for a new one.")
    status = 410


class CodeWanted(Refused):
    """The link was opened in another browser than the one that asked for it."""

    message = N_("Type the six signs that the page shows where you asked for this link.")


class CodeWrong(Refused):
    message = N_("These are not the six signs. Compare with the page where you asked for this link.")


@dataclass(frozen=True)
class Asked:
    """What came of asking: the link's token and whom to mail it to, None where the address is nobody's."""

    token: str
    member: Member | None


def ask(
    store: Store, email: str, browser: str, secret: bytes, now: datetime, token: Chance = secrets.token_bytes
) -> Asked:
    """Make a link for the member with this address; older links of theirs and of this browser are void."""
    fresh = urlsafe_b64encode(token(32)).rstrip(b"=").decode()
    name = link_id(fresh)
    code = _hash(code_of(secret, name))
    with store.unit() as unit:
        member = member_with(unit, email)
        key = member.id if member else ""
        for old in list(unit.links):
            theirs = not old.side and (old.browser == browser or (key and old.member == key))
            if old.expires_at <= now or theirs:
                unit.links.remove(old.id)
        unit.links.add(LinkToken(name, key, browser, code, now, now + LIFE))
    return Asked(fresh, member)


def member_with(unit: UnitOfWork, email: str) -> Member | None:
    """Return the member who has this address and may sign in, or None."""
    wanted = email.strip().casefold()
    found = [
        m for m in unit.members if m.email and m.email.casefold() == wanted and m.standing is not Standing.LEFT
    ]
    return found[0] if len(found) == 1 else None


def link_id(token: str) -> str:
    """Return the name under which the store knows a link: the SHA-256 of its token."""
    return _hash(token)


def code_of(secret: bytes, link: str) -> str:
    """Return the six signs that belong to the link with this id."""
    number = int.from_bytes(hmac.digest(secret, f"rsn/link-code/v1|{link}".encode(), "sha256")[:4], "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(CODE_SIGNS))


def code_shown(store: Store, browser: str, secret: bytes, now: datetime) -> str | None:
    """Return the six signs for the browser's latest link, or None where it asked for none that still lives."""
    with store.reading() as unit:
        live = [link for link in unit.links.where(browser=browser) if now < link.expires_at and not link.side]
    return code_of(secret, live[0].id) if live else None


def wants_code(store: Store, token: str, browser: str, now: datetime) -> bool:
    """
    Tell whether the six signs have to be typed to use the link on this browser; changes nothing.

    Raises:
        LinkGone: the link was used, ran out, or never was.
    """
    with store.reading() as unit:
        return _live(unit, token, now).browser != browser


def use_link(store: Store, token: str, browser: str, code: str, now: datetime) -> str:
    """
    Use the link up and return the id of the member it signs in.

    Raises:
        LinkGone: it was used, ran out, never was, or the tries for its code are spent.
        CodeWanted: another browser asked for it, and *code* is empty.
        CodeWrong: another browser asked for it, and *code* is not what that one shows.
    """
    with store.unit() as unit:
        link = _live(unit, token, now)
        fits = link.browser == browser or hmac.compare_digest(_hash(_typed(code)), link.code)
        if not fits and not code.strip():
            raise CodeWanted
        if fits or link.tries <= 1:
            unit.links.remove(link.id)
        else:
            unit.links.put(replace(link, tries=link.tries - 1))
    # Raised after the unit: a try that failed has to be counted, and an exception would undo that.
    if not fits:
        raise CodeWrong
    return link.member


def _live(unit: UnitOfWork, token: str, now: datetime) -> LinkToken:
    link = unit.links.get(link_id(token))
    if link is None or link.side or not link.member or now >= link.expires_at:
        raise LinkGone
    return link


def _typed(code: str) -> str:
    """Return the signs that were meant: O for 0, I and L for 1, small letters and spaces are mended."""
    return "".join(code.upper().split()).replace("-", "").translate(str.maketrans("OIL", "011"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
