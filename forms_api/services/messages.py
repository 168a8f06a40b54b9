"""
Messages between the two sides of a match, passed on without either address.

Rules of this file: only the two read them; a few a day; no message holds a way around them (mail, telephone,
street); a mail says that there is one and nothing else. They are deleted where the match ends without an
exchange, and when both have confirmed one (forms_api/services/moves.py).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.exchange import Match, MatchState
from domain.meeting import Message
from domain.people import Member
from forms_api.services.contact_rules import demand_no_contact
from forms_api.services.ids import Chance, new_id
from forms_api.services.matches import other_side, own_match
from forms_api.services.moves import TooLate, meet
from forms_api.services.refusals import N_, Refused
from forms_api.services.taking_part import participant
from forms_api.store.base import Store, UnitOfWork

MOST_A_DAY = 10
"""Messages of one side in one match within twenty-four hours."""

MOST_SIGNS = 600

QUIET = timedelta(hours=1)
"""Within this time of a message another one sends no second mail."""

WRITING = frozenset({MatchState.OFFERED, MatchState.ACCEPTED, MatchState.DONE})


class EnoughForToday(Refused):
    message = N_(
        "You have written %(most)s messages here since yesterday, as many as one match takes. Write on tomorrow, "
        "or ask at the desk."
    )


class NothingWritten(Refused):
    message = N_("Write a few words")


class TooLong(Refused):
    message = N_("Shorten this to %(most)s characters")


@dataclass(frozen=True)
class Line:
    """A message as one side reads it."""

    mine: bool
    text: str
    at: datetime


@dataclass(frozen=True)
class Written:
    """A message that was stored; *tell* is who is told by mail that it is there, None where nobody is."""

    message: Message
    tell: Member | None


def thread(store: Store, match: str, member: str) -> list[Line]:
    """
    Return the messages of a match, the oldest first.

    Raises:
        NotThere: not one of the two.
    """
    with store.reading() as unit:
        own_match(unit, match, member)
        found = unit.messages.where(match=match)
    return [Line(m.by == member, m.text, m.at) for m in sorted(found, key=lambda m: (m.at, m.id))]


def may_write(unit: UnitOfWork, match: Match) -> bool:
    """Tell whether the two may write to each other: from the offer on, until the exchange is settled."""
    if match.state not in WRITING or not meet(unit, match):
        return False
    return not any(exchange.confirmed for exchange in unit.exchanges.where(match=match.id))


def writing(store: Store, match: str, member: str) -> bool:
    """
    Tell whether the member may write to the other side now.

    Raises:
        NotThere: not one of the two.
    """
    with store.reading() as unit:
        return may_write(unit, own_match(unit, match, member)[0])


def write(
    store: Store, match: str, member: str, text: str, now: datetime, token: Chance = secrets.token_bytes
) -> Written:
    """
    Pass a message on to the other side.

    Raises:
        NotThere: not one of the two. TooLate: it has ended. EnoughForToday.
        NothingWritten, TooLong, ContactInText: what is wrong with the text.
    """
    _check(text)
    with store.unit() as unit:
        found, _ = own_match(unit, match, member)
        participant(unit, member)
        if not may_write(unit, found):
            raise TooLate
        mine = [m.at for m in unit.messages.where(match=match, by=member)]
        if sum(at > now - timedelta(days=1) for at in mine) >= MOST_A_DAY:
            raise EnoughForToday(most=MOST_A_DAY)
        message = Message(new_id(token), match, member, text, now)
        unit.messages.add(message)
        other = other_side(unit, found, member)
        told = any(at > now - QUIET for at in mine)
    return Written(message, None if told or other is None or not other.email else other)


def _check(text: str) -> None:
    if not text.strip():
        raise NothingWritten
    if len(text) > MOST_SIGNS:
        raise TooLong(most=MOST_SIGNS)
    demand_no_contact(text)
