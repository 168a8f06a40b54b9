"""
Mandates: a member's word that somebody may act for them; given, recorded, taken back.

Rules of this file: a mandate is given by its member, or written down by a steward whom the member told in person;
it ends on its day, or at one press of either of the two. Taking it back reaches a session at work with its next
request.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.exchange import MatchState
from domain.governance.receipt import ALPHABET
from domain.mandates import Mandate, lasts_well
from domain.people import Member, Standing
from forms_api.services.ids import Chance, new_id
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.services.taking_part import first_name
from forms_api.store.base import Store, UnitOfWork

CODE_SIGNS = 6
MET = frozenset({MatchState.ACCEPTED, MatchState.DONE})
MOST_AT_ONCE = 3


class NotAHelper(Refused):
    message = N_("This code is nobody's today. Ask your helper to read out the one on their page now.")


class NotYourself(Refused):
    message = N_("You act for yourself already. Choose somebody else.")


class AlreadyGiven(Refused):
    message = N_("This person has your word already.")


class TooManyHelpers(Refused):
    message = N_("At most %(most)s people can have your word at once. Take one back first.")


class UntilWrong(Refused):
    message = N_("Choose a last day between today and two years from now.")


@dataclass(frozen=True)
class MandateView:
    """A mandate as one of its two sides reads it; *name* is the other side's first name."""

    mandate: Mandate
    name: str
    mine: bool


def helper_code(secret: bytes, helper: str, day: date) -> str:
    """Return the signs by which *helper* is named on *day*: shown to them, typed by who trusts them."""
    number = int.from_bytes(
        hmac.digest(secret, f"rsn/helper-code/v1|{helper}|{day}".encode(), "sha256")[:4], "big"
    )
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(CODE_SIGNS))


def helper_with(store: Store, secret: bytes, code: str, today: date) -> str:
    """
    Return the id of the member whose code of today, or of yesterday evening, was typed.

    Raises:
        NotAHelper: it is nobody's.
    """
    typed = "".join(code.upper().split()).replace("-", "").translate(str.maketrans("OIL", "011"))
    days = (today, today - timedelta(days=1))
    with store.reading() as unit:
        people = [m.id for m in unit.members if m.standing is not Standing.LEFT]
    for one in people:
        if any(hmac.compare_digest(helper_code(secret, one, day).encode(), typed.encode()) for day in days):
            return one
    raise NotAHelper


def give(
    store: Store,
    member: str,
    helper: str,
    until: date,
    today: date,
    recorded_by: str = "",
    token: Chance = secrets.token_bytes,
) -> Mandate:
    """
    Write down that *helper* may act for *member*; *recorded_by* is the steward who was told, "" for the member.

    Raises:
        NotThere: one of the two is not on the roll. NotYourself, UntilWrong, AlreadyGiven, TooManyHelpers.
    """
    if member == helper:
        raise NotYourself
    if not lasts_well(today, until):
        raise UntilWrong
    with store.unit() as unit:
        if not all(_is_here(unit, one) for one in (member, helper)):
            raise NotThere
        held = [m for m in unit.mandates.where(member=member) if m.holds(today)]
        if any(m.helper == helper for m in held):
            raise AlreadyGiven
        if len(held) >= MOST_AT_ONCE:
            raise TooManyHelpers(most=MOST_AT_ONCE)
        mandate = Mandate(new_id(token), member, helper, today, until, recorded_by or member)
        unit.mandates.add(mandate)
    return mandate


def revoke(store: Store, mandate: str, side: str, today: date, *, steward: bool = False) -> Mandate:
    """
    End a mandate: by its member, by the helper who lays it down, or by a steward who was asked to.

    Whoever acts under it right now is back on their own page with the next request.

    Raises:
        NotThere: no mandate of theirs is in force under this id.
    """
    with store.unit() as unit:
        found = unit.mandates.get(mandate)
        if found is None or not found.holds(today) or (side not in (found.member, found.helper) and not steward):
            raise NotThere
        ended = replace(found, revoked_on=today)
        unit.mandates.put(ended)
    # A second unit, since sessions live in a file of their own; what is asked is the mandate (acting.py).
    with store.unit() as unit:
        for session in unit.sessions.where(member=ended.helper):
            if session.acting_for == ended.member:
                unit.sessions.put(replace(session, acting_for="", way=""))
    return ended


def in_force(unit: UnitOfWork, member: str, helper: str, today: date) -> bool:
    """Tell whether *helper* has the member's word on the day *today*."""
    return any(m.holds(today) for m in unit.mandates.where(member=member) if m.helper == helper)


def mine(store: Store, member: str, today: date) -> tuple[MandateView, ...]:
    """Return the mandates in force that the member gave, then those they hold, each by the other's name."""
    with store.reading() as unit:
        given = [MandateView(m, _name(unit, m.helper), True) for m in unit.mandates.where(member=member)]
        held = [MandateView(m, _name(unit, m.member), False) for m in unit.mandates.where(helper=member)]
    views = (v for v in given + held if v.mandate.holds(today))
    return tuple(sorted(views, key=lambda v: (not v.mine, v.name.casefold(), v.mandate.id)))


def connected(store: Store, member: str) -> tuple[tuple[str, str], ...]:
    """Return id and first name of those the member knows from a match that was agreed or an exchange."""
    with store.reading() as unit:
        ids = _met(unit, member)
        people = [m for one in ids if (m := unit.members.get(one)) is not None and _is_here(unit, one)]
    found = [(m.id, first_name(m)) for m in people if first_name(m)]
    return tuple(sorted(found, key=lambda pair: (pair[1].casefold(), pair[0])))


def all_in_force(store: Store, today: date) -> tuple[tuple[Mandate, str, str], ...]:
    """Return every mandate in force with the names of member and helper, for stewards."""
    with store.reading() as unit:
        held = [m for m in unit.mandates if m.holds(today)]
        named = [(m, _full(unit, m.member), _full(unit, m.helper)) for m in held]
    return tuple(sorted(named, key=lambda row: (row[1].casefold(), row[2].casefold(), row[0].id)))


def _met(unit: UnitOfWork, member: str) -> set[str]:
    matched: Iterable[tuple[str, str]] = ((m.provider, m.receiver) for m in unit.matches if m.state in MET)
    given: Iterable[tuple[str, str]] = ((e.giver, e.receiver) for e in unit.exchanges if e.confirmed)
    pairs = [pair for pair in (*matched, *given) if member in pair]
    return {one for pair in pairs for one in pair} - {member}


def _is_here(unit: UnitOfWork, member: str) -> bool:
    found = unit.members.get(member)
    return found is not None and found.standing is not Standing.LEFT


def _name(unit: UnitOfWork, member: str) -> str:
    """Return a first name; the two of a mandate told it each other, whatever their entries keep closed."""
    return _full(unit, member).split(" ")[0]


def _full(unit: UnitOfWork, member: str) -> str:
    found: Member | None = unit.members.get(member)
    return found.entry.name if found else ""
