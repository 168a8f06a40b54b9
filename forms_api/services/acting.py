"""
Acting for a member on paper, by telephone or face to face: who may, since when, and what was entered.

Rules of this file: a steward may for anybody, another member by a mandate in force; whether they still may is
asked anew with every request. What is entered leaves its trace in services/by_hand.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.mandates import IDLE, ActedFor, Way
from domain.people import Member, Standing
from forms_api.services import mandates
from forms_api.services.by_hand import without_rights
from forms_api.services.refusals import N_, Refused
from forms_api.services.taking_part import first_name
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import Session

MOST_SHOWN = 40
TOLD_FOR = timedelta(days=92)
"""How long a member's page tells of what was entered for them; the rows themselves stay."""


class MayNotAct(Refused):
    message = N_("You cannot enter anything for this person: no word of theirs that you may is in force.")
    status = 403


@dataclass(frozen=True)
class Person:
    """Somebody to act for."""

    id: str
    name: str


@dataclass(frozen=True)
class Entered:
    """One act entered for the member; *by* is a first name by consent, "" for "a member"."""

    acted: ActedFor
    by: str
    by_steward: bool


def acts_for(unit: UnitOfWork, session: Session, actor: Member, now: datetime) -> Member | None:
    """Return whom the session acts for at *now*, without a steward's rights; None where it acts for nobody."""
    if not session.acting_for or now >= session.used_at + IDLE:
        return None
    if not may_act(unit, actor, session.acting_for, now.date()):
        return None
    found = unit.members.get(session.acting_for)
    return without_rights(found) if found else None


def may_act(unit: UnitOfWork, actor: Member, member: str, today: date) -> bool:
    """Tell whether *actor* may act for *member*: a steward for anybody else, others by a mandate in force."""
    found = unit.members.get(member)
    if found is None or found.standing is Standing.LEFT or member == actor.id:
        return False
    return actor.steward or mandates.in_force(unit, member, actor.id, today)


def people(store: Store, actor: Member, today: date) -> tuple[Person, ...]:
    """Return all those *actor* may act for, by name."""
    with store.reading() as unit:
        found = [Person(m.id, m.entry.name) for m in unit.members if may_act(unit, actor, m.id, today)]
    return tuple(sorted(found, key=lambda person: (person.name.casefold(), person.id)))


def everybody(store: Store) -> tuple[Person, ...]:
    """Return everybody on the roll, by name; for stewards."""
    with store.reading() as unit:
        found = [Person(m.id, m.entry.name) for m in unit.members if m.standing is not Standing.LEFT]
    return tuple(sorted(found, key=lambda person: (person.name.casefold(), person.id)))


def begin(
    store: Store, session: Session, actor: Member, member: str, way: Way, fresh: str, now: datetime
) -> Session:
    """
    Let the session act for *member* from now on, under the new id *fresh*; the old one is worth nothing.

    Raises:
        MayNotAct.
    """
    with store.reading() as unit:
        if not may_act(unit, actor, member, now.date()):
            raise MayNotAct
    return _renewed(store, replace(session, acting_for=member, way=way.value, used_at=now), fresh)


def stop(store: Store, session: Session, fresh: str) -> Session:
    """Give the session back to its owner, under the new id *fresh*."""
    return _renewed(store, replace(session, acting_for="", way=""), fresh)


def _renewed(store: Store, session: Session, fresh: str) -> Session:
    renewed = replace(session, id=fresh)
    with store.unit() as unit:
        unit.sessions.remove(session.id)
        unit.sessions.add(renewed)
    return renewed


def entered_for(store: Store, member: str, now: datetime) -> tuple[Entered, ...]:
    """Return what others entered for the member in the last three months, newest first."""
    with store.reading() as unit:
        rows = [row for row in unit.acted.where(member=member) if row.at > now - TOLD_FOR]
        told = [_entered(unit, row) for row in rows]
    return tuple(sorted(told, key=lambda one: (one.acted.at, one.acted.id), reverse=True))


def entered_by_hand(store: Store, now: datetime) -> tuple[tuple[ActedFor, str, str], ...]:
    """Return every act of the last three months entered for somebody, newest first, with both names."""
    with store.reading() as unit:
        rows = [row for row in unit.acted if row.at > now - TOLD_FOR]
        named = [(row, _name(unit, row.member), _name(unit, row.by)) for row in rows]
    return tuple(sorted(named, key=lambda one: (one[0].at, one[0].id), reverse=True))


def by_hand(unit: UnitOfWork) -> frozenset[str]:
    """Return what was entered by another hand, each as "intents/ID" or "exchanges/ID"."""
    return frozenset(subject for row in unit.acted for subject in row.subject.split())


def _entered(unit: UnitOfWork, row: ActedFor) -> Entered:
    by = unit.members.get(row.by)
    if by is None:
        return Entered(row, "", False)
    return Entered(row, "" if by.steward else first_name(by), by.steward)


def _name(unit: UnitOfWork, member: str) -> str:
    found = unit.members.get(member)
    return found.entry.name if found else ""
