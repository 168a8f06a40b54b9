"""
Who saw how to reach whom: noted before it is shown, and told to the one who was looked up.

Rule of this file: what reaches somebody leaves this module only after the look at it is in the store. Being
reached through the desk shows nothing of a person, so it leaves no trace.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from domain.exchange import Match, MatchState, closed_by_silence
from domain.meeting import Sighting
from domain.people import Channel, Member, channel
from forms_api.services.ids import Chance, new_id
from forms_api.services.matches import other_side, own_match
from forms_api.services.moves import TooLate
from forms_api.services.taking_part import first_name
from forms_api.store.base import Store, UnitOfWork


@dataclass(frozen=True)
class Reached:
    """The one way to the other side of a match; *address* is empty where it is the desk."""

    channel: Channel
    address: str


@dataclass(frozen=True)
class Look:
    """Somebody saw how to reach a member: their first name or "", which way, and when."""

    name: str
    what: str
    at: datetime
    match: str


def look(store: Store, match: str, member: str, now: datetime, token: Chance = secrets.token_bytes) -> Reached:
    """
    Return how *member* reaches the other side, once the look is noted.

    Raises:
        NotThere: not one of the two. TooLate: nobody is chosen, or it is settled or has ended otherwise.
    """
    with store.unit() as unit:
        found, _ = own_match(unit, match, member)
        if not _agreed(unit, found, now.date()):
            raise TooLate
        other = other_side(unit, found, member)
        reached = _reached(other)
        if other is not None and reached.channel is not Channel.DESK:
            unit.sightings.add(Sighting(new_id(token), match, member, other.id, reached.channel.value, now))
    return reached


def _agreed(unit: UnitOfWork, match: Match, today: date) -> bool:
    """Tell whether the two still have something to settle: agreed, or written down and not confirmed yet."""
    if match.state is MatchState.ACCEPTED:
        return True
    written = unit.exchanges.where(match=match.id)
    open_still = any(not e.confirmed and not closed_by_silence(e, today) for e in written)
    return match.state is MatchState.DONE and open_still


def _reached(other: Member | None) -> Reached:
    if other is None:
        return Reached(Channel.DESK, "")
    way = channel(other)
    return Reached(way, {Channel.MAIL: other.email, Channel.PHONE: other.phone, Channel.DESK: ""}[way])


def looks_at(store: Store, member: str, match: str = "") -> list[Look]:
    """Return who saw how to reach the member, the latest first; in one match or in all."""
    with store.reading() as unit:
        rows = unit.sightings.where(of=member, match=match) if match else unit.sightings.where(of=member)
        found = [Look(_name(unit, row.reader), row.what, row.at, row.match) for row in rows]
    return sorted(found, key=lambda seen: (seen.at, seen.match), reverse=True)


def _name(unit: UnitOfWork, reader: str) -> str:
    member = unit.members.get(reader)
    return first_name(member) if member is not None else ""
