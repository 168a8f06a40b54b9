"""
Another mail address: confirmed at the old mailbox, then at the new one; whoever reads a mailbox is the member.

Where the old mailbox is read by somebody else, no word of it goes there: then the member proves who they are by a
printed code instead. An address that is somebody's already is not told; its link simply does not work. Source:
OWASP ASVS 5.0, 7.5.1.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import datetime

from domain.people import Member
from forms_api.services.ids import Chance
from forms_api.services.refusals import N_, Refused
from forms_api.services.sign_in import LIFE, LinkGone, link_id, member_with
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import LinkToken

OLD, NEW = "old", "new"


class CodeFirst(Refused):
    message = N_(
        "To leave your old mailbox out of it, prove first that it is you by a code from your printed sheet. "
        "A steward can hand you one."
    )


@dataclass(frozen=True)
class Step:
    """What has to be done next: a link with this token is mailed to this address; neither where it is done."""

    to: str = ""
    token: str = ""


def begin(
    store: Store,
    member: str,
    address: str,
    now: datetime,
    *,
    unsafe: bool,
    by_code: bool,
    token: Chance = secrets.token_bytes,
) -> Step:
    """
    Return the first link to mail for the member's new *address*; *unsafe* leaves the old mailbox out.

    Raises:
        CodeFirst: it is to be left out, and the member was not proved by a printed code (*by_code*).
    """
    with store.unit() as unit:
        found = _member(unit, member)
        if unsafe and found.email and not by_code:
            raise CodeFirst
        for old in unit.links.where(member=member):
            if old.side:
                unit.links.remove(old.id)
        side = NEW if unsafe or not found.email else OLD
        return _next(unit, found, side, address, now, token)


def is_live(store: Store, token: str, member: str, now: datetime) -> LinkToken:
    """
    Return the link with this token, which changes nothing.

    Raises:
        LinkGone: it was used, ran out, is another member's, or never was.
    """
    with store.reading() as unit:
        return _live(unit, token, member, now)


def confirm(store: Store, token: str, member: str, now: datetime, chance: Chance = secrets.token_bytes) -> Step:
    """
    Use the link up; return the link to mail to the new mailbox, or an empty step where the address is changed now.

    Raises:
        LinkGone: it was used, ran out, is another member's, never was, or the address is somebody else's.
    """
    with store.reading() as unit:
        link = _live(unit, token, member, now)
    if link.side == NEW:
        _move(store, member, link.address)
    # The link lies in another file than the roll: used up second, for pressing twice does no harm.
    with store.unit() as unit:
        if not unit.links.remove(link.id):
            raise LinkGone
        return _next(unit, _member(unit, member), NEW, link.address, now, chance) if link.side == OLD else Step()


def _move(store: Store, member: str, address: str) -> None:
    with store.unit() as unit:
        found, other = _member(unit, member), member_with(unit, address)
        if other is not None and other.id != member:
            raise LinkGone
        unit.members.put(replace(found, email=address))


def _next(unit: UnitOfWork, member: Member, side: str, address: str, now: datetime, chance: Chance) -> Step:
    token = urlsafe_b64encode(chance(32)).rstrip(b"=").decode()
    unit.links.add(LinkToken(link_id(token), member.id, "", "", now, now + LIFE, address=address, side=side))
    return Step(member.email if side == OLD else address, token)


def _live(unit: UnitOfWork, token: str, member: str, now: datetime) -> LinkToken:
    link = unit.links.get(link_id(token))
    if link is None or not link.side or link.member != member or now >= link.expires_at:
        raise LinkGone
    return link


def _member(unit: UnitOfWork, member: str) -> Member:
    found = unit.members.get(member)
    if found is None:
        raise LinkGone
    return found
