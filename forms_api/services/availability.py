"""
When a member has time: said for a while, good until its day, renewed by one word.

Rules of this file: saying nothing is no "no"; what ran out is asked about and never guessed on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.people import Availability, Member
from domain.time_bands import in_order
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.services.taking_part import participant
from forms_api.store.base import Store

LIFE = timedelta(days=90)
"""How long a word about one's time holds where no other day is named."""

LONGEST = timedelta(days=365)


class DayTooFar(Refused):
    message = N_("Choose a day from today on and within a year.")


def say(store: Store, member: str, bands: Iterable[str], until: date | None, now: datetime) -> Member:
    """
    Note when the member has time; without a day it holds for LIFE, without bands they are to be asked.

    Raises:
        NotThere, NotTakingPart, DayTooFar.
    """
    today = now.date()
    last = until or today + LIFE
    if not today <= last <= today + LONGEST:
        raise DayTooFar
    with store.unit() as unit:
        found = replace(participant(unit, member), availability=Availability(today, last, in_order(bands)))
        unit.members.put(found)
    return found


def renew(store: Store, member: str, now: datetime) -> Member:
    """
    Let what the member said hold for another LIFE from today; sent twice it does the same once.

    Raises:
        NotThere: they never said anything.
        NotTakingPart.
    """
    today = now.date()
    with store.unit() as unit:
        found = participant(unit, member)
        if found.availability is None:
            raise NotThere
        fresh = Availability(today, today + LIFE, found.availability.bands)
        unit.members.put(renewed := replace(found, availability=fresh))
    return renewed


def unsay(store: Store, member: str) -> None:
    """
    Forget what the member said about their time.

    Raises:
        NotThere, NotTakingPart.
    """
    with store.unit() as unit:
        unit.members.put(replace(participant(unit, member), availability=None))
