"""
The way through a program: join a cohort, take part, complete it.

Rules of this file: who leads a cohort or cares for its program marks completion, never one's own; who leaves
gives no reason, and whoever waited longest moves up.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from domain.catalogue import Catalogue
from domain.people import Audience, Member, ProgramRole, seen_by
from domain.programs import (
    UNDER_WAY,
    Cohort,
    InvitationState,
    Participation,
    PartState,
    Phase,
    phase,
    places_left,
)
from domain.record.public import LEADING_ROLES
from forms_api.services.ids import Chance, new_id
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.services.taking_part import participant
from forms_api.store.base import Store, UnitOfWork

GONE = (PartState.LEFT,)


class CohortOver(Refused):
    message = N_("This cohort is over. Look for the next one on the program's page.")


class AlreadyIn(Refused):
    message = N_("You are in this cohort already. You will find it on your own page.")


class NotALeader(Refused):
    message = N_("This list is for those who lead the cohort and for the program's stewards.")
    status = 403


class OwnCompletion(Refused):
    message = N_("Somebody else of those who lead marks your completion.")


class NotBegun(Refused):
    message = N_("The cohort has not begun yet, so nobody can have completed it.")


@dataclass(frozen=True)
class Place:
    """A cohort as somebody who wants to join sees it."""

    cohort: Cohort
    left: int
    mine: Participation | None


@dataclass(frozen=True)
class OnList:
    """A line of the leaders' list; *name* is empty where its owner keeps it closed to the one who reads."""

    part: Participation
    name: str


def place(store: Store, catalogue: Catalogue, cohort: str, member: str) -> Place:
    """
    Return the cohort's free places and where the member stands in it as an attendee.

    Raises:
        NotThere: no such cohort.
    """
    found = cohort_of(catalogue, cohort)
    with store.reading() as unit:
        parts = unit.participations.where(cohort=cohort)
    mine = [p for p in parts if p.member == member and p.role is ProgramRole.ATTENDEE and p.state not in GONE]
    return Place(found, places_left(found, parts), mine[0] if mine else None)


def join(
    store: Store,
    catalogue: Catalogue,
    cohort: str,
    member: str,
    now: datetime,
    token: Chance = secrets.token_bytes,
) -> Participation:
    """
    Enrol the member, or put them on the waiting list where the cohort is full.

    Raises:
        NotThere, NotTakingPart, CohortOver, AlreadyIn.
    """
    found = cohort_of(catalogue, cohort)
    if phase(found, now.date()) is Phase.OVER:
        raise CohortOver
    with store.unit() as unit:
        participant(unit, member)
        # Places that a larger room brought are for those who wait already.
        _move_up(unit, found, now)
        parts = unit.participations.where(cohort=cohort)
        state = PartState.ENROLLED if places_left(found, parts) else PartState.WAITING
        earlier = [p for p in parts if p.member == member and p.role is ProgramRole.ATTENDEE]
        if earlier and earlier[0].state not in GONE:
            raise AlreadyIn
        name = earlier[0].id if earlier else new_id(token)
        part = Participation(name, member, cohort, ProgramRole.ATTENDEE, state, now)
        unit.participations.put(part)
    return part


def leave(store: Store, catalogue: Catalogue, cohort: str, member: str, now: datetime) -> None:
    """
    Leave the cohort; no reason is asked, and whoever waited longest moves up.

    Raises:
        NotThere: the member is not in it, or has completed it.
    """
    with store.unit() as unit:
        staying = (PartState.ENROLLED, PartState.WAITING, PartState.ATTENDING)
        mine = [
            p
            for p in unit.participations.where(cohort=cohort, member=member, role=ProgramRole.ATTENDEE)
            if p.state in staying
        ]
        if not mine:
            raise NotThere
        unit.participations.put(replace(mine[0], state=PartState.LEFT, since=now))
        _move_up(unit, cohort_of(catalogue, cohort), now)


def _move_up(unit: UnitOfWork, cohort: Cohort, now: datetime) -> None:
    waiting = unit.participations.where(cohort=cohort.slug, state=PartState.WAITING)
    waiting.sort(key=lambda p: (p.since, p.id))
    for part in waiting[: places_left(cohort, unit.participations.where(cohort=cohort.slug))]:
        unit.participations.put(replace(part, state=PartState.ENROLLED, since=now, moved_up=True))


def leads(unit: UnitOfWork, catalogue: Catalogue, cohort: Cohort, member: Member) -> bool:
    """Tell whether the member leads the cohort, cares for its program, or is a steward of the network."""
    program = catalogue.programs.get(cohort.program)
    if member.steward or (program is not None and member.entry.slug in program.stewards):
        return True
    mine = unit.participations.where(cohort=cohort.slug, member=member.id)
    return any(p.role in LEADING_ROLES and p.state not in GONE for p in mine)


def people(store: Store, catalogue: Catalogue, cohort: str, leader: str) -> list[OnList]:
    """
    Return who is in the cohort, for those who lead it: attendees first, then those who wait, by name.

    Raises:
        NotThere, NotALeader.
    """
    found = cohort_of(catalogue, cohort)
    with store.reading() as unit:
        reader = Audience.STEWARDS if demand_lead(unit, catalogue, found, leader).steward else Audience.MEMBERS
        rows = []
        for part in unit.participations.where(cohort=cohort):
            member = unit.members.get(part.member)
            if member is not None and part.state not in GONE:
                seen = seen_by(member, reader)
                rows.append(OnList(part, seen.name if seen else ""))
    return sorted(rows, key=lambda r: (r.part.state is PartState.WAITING, r.name.casefold(), r.part.id))


def complete(
    store: Store, catalogue: Catalogue, cohort: str, participation: str, leader: str, now: datetime
) -> Participation:
    """
    Mark that somebody has completed the cohort, and invite them to help lead the next one.

    Raises:
        NotThere, NotALeader, NotBegun, OwnCompletion.
    """
    found = cohort_of(catalogue, cohort)
    with store.unit() as unit:
        demand_lead(unit, catalogue, found, leader)
        part = unit.participations.get(participation)
        if part is None or part.cohort != cohort or part.role is not ProgramRole.ATTENDEE:
            raise NotThere
        if part.member == leader:
            raise OwnCompletion
        if phase(found, now.date()) is Phase.AHEAD:
            raise NotBegun
        if part.state not in UNDER_WAY:
            raise NotThere
        part = replace(
            part,
            state=PartState.COMPLETED,
            since=now,
            enrolled_at=part.since,
            completed_by=leader,
            invitation=InvitationState.SENT,
        )
        unit.participations.put(part)
    return part


def moved_up(store: Store, cohort: str, at: datetime) -> list[Member]:
    """Return who came from the cohort's waiting list to a place at this very moment, to be told so."""
    with store.reading() as unit:
        came = [p for p in unit.participations.where(cohort=cohort, moved_up=True) if p.since == at]
        found = (unit.members.get(part.member) for part in came if part.state in UNDER_WAY)
        return [member for member in found if member is not None]


def mine(store: Store, member: str) -> list[Participation]:
    """Return where the member takes or took part, the latest first."""
    with store.reading() as unit:
        found = [p for p in unit.participations.where(member=member) if p.state not in GONE]
    return sorted(found, key=lambda p: (p.since, p.id), reverse=True)


def cohort_of(catalogue: Catalogue, slug: str) -> Cohort:
    """
    Return the cohort with this slug.

    Raises:
        NotThere: there is none.
    """
    found = catalogue.cohorts.get(slug)
    if found is None:
        raise NotThere
    return found


def demand_lead(unit: UnitOfWork, catalogue: Catalogue, cohort: Cohort, member: str) -> Member:
    """
    Return the member who leads the cohort.

    Raises:
        NotThere, NotTakingPart, NotALeader.
    """
    leader = participant(unit, member)
    if not leads(unit, catalogue, cohort, leader):
        raise NotALeader
    return leader
