"""
Peer mentors beside single learners: who takes how many on, and who walks with whom.

Rules of this file: only who has helped lead a cohort of the program mentors in it; a learner asks and a mentor
has said beforehand that they take learners on; either lets go at any time, and no reason is asked.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from domain.catalogue import Catalogue
from domain.pathways import MOST_LEARNERS, Mentoring, places_with
from domain.people import Audience, Member, ProgramRole, seen_by
from domain.programs import UNDER_WAY, Participation, Phase, phase
from domain.record.public import LEADING_ROLES
from forms_api.services.ids import Chance, new_id
from forms_api.services.programs import GONE
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.services.taking_part import TAKING_PART, apart, first_name, participant
from forms_api.store.base import Store, UnitOfWork


class NotAMentor(Refused):
    message = N_(
        "Whoever has helped to lead a cohort of this program can take learners on. The way there is on its page."
    )
    status = 403


class WrongNumber(Refused):
    message = N_("Choose how many learners at once: from 1 to %(most)s.")


class NoPlaceLeft(Refused):
    message = N_("This mentor has no place left now. Choose another, or ask again later.")


class HasMentor(Refused):
    message = N_("Somebody walks beside you already. Let go first if you would like to ask another.")


@dataclass(frozen=True)
class Offer:
    """A mentor with places, as a learner sees them; *name* is empty where it is closed to members."""

    mentoring: Mentoring
    name: str
    left: int


@dataclass(frozen=True)
class Learner:
    """Somebody who learns with a mentor, or the mentor they learn with, by first name where it is open."""

    part: Participation
    name: str


@dataclass(frozen=True)
class MyMentoring:
    """One program in which a member may mentor: what they said, and who learns with them."""

    program: str
    said: Mentoring | None
    learners: tuple[Learner, ...]


def my_mentoring(store: Store, catalogue: Catalogue, member: str, now: datetime) -> tuple[MyMentoring, ...]:
    """Return the programs in which the member may mentor, by name, each with who learns with them now."""
    with store.reading() as unit:
        programs = sorted({catalogue.cohorts[p.cohort].program for p in _led(unit, catalogue, member)})
        return tuple(
            MyMentoring(
                program,
                _said(unit, member, program),
                tuple(
                    Learner(part, _first(unit, part.member))
                    for part in _live(unit, catalogue, program, now)
                    if part.mentor == member
                ),
            )
            for program in programs
        )


def say(
    store: Store,
    catalogue: Catalogue,
    program: str,
    member: str,
    capacity: int,
    now: datetime,
    *,
    accepting: bool,
    named: bool = False,
    token: Chance = secrets.token_bytes,
) -> Mentoring:
    """
    Say how many learners one takes on at once, and whether new ones now; who learns with one stays.

    Raises:
        NotThere, NotTakingPart, NotAMentor, WrongNumber.
    """
    if not 1 <= capacity <= MOST_LEARNERS:
        raise WrongNumber(most=MOST_LEARNERS)
    with store.unit() as unit:
        participant(unit, member)
        if program not in catalogue.programs:
            raise NotThere
        if all(catalogue.cohorts[p.cohort].program != program for p in _led(unit, catalogue, member)):
            raise NotAMentor
        earlier = _said(unit, member, program)
        made = Mentoring(
            id=earlier.id if earlier else new_id(token),
            member=member,
            program=program,
            capacity=capacity,
            accepting=accepting,
            said_at=now,
            named=named,
        )
        unit.mentoring.put(made)
    return made


def offers(store: Store, catalogue: Catalogue, cohort: str, member: str, now: datetime) -> tuple[Offer, ...]:
    """Return the mentors with a place for the member in the cohort's program, by name."""
    program = catalogue.cohorts[cohort].program
    with store.reading() as unit:
        learner = unit.members.get(member)
        live = _live(unit, catalogue, program, now)
        found = []
        for said in unit.mentoring.where(program=program, accepting=True):
            mentor = _mentor(unit, catalogue, said)
            left = places_with(said, live)
            if learner and mentor and left and _may_pair(mentor, learner):
                entry = seen_by(mentor, Audience.MEMBERS)
                found.append(Offer(said, entry.name if entry else "", left))
    return tuple(sorted(found, key=lambda offer: (offer.name == "", offer.name.casefold(), offer.mentoring.id)))


def ask(
    store: Store, catalogue: Catalogue, cohort: str, member: str, mentoring: str, now: datetime
) -> Participation:
    """
    Ask a mentor who has a place to walk beside one in this cohort; it is so from now on.

    Raises:
        NotThere: the member attends no such cohort, or there is no such mentor for them.
        HasMentor. NoPlaceLeft: somebody else took the last place, or the mentor paused.
    """
    with store.unit() as unit:
        part, learner = _attends(unit, cohort, member), participant(unit, member)
        said = unit.mentoring.get(mentoring)
        mentor = _mentor(unit, catalogue, said) if said else None
        program = catalogue.cohorts[cohort].program
        if not (said and mentor and said.program == program and _may_pair(mentor, learner)):
            raise NotThere
        if part.mentor:
            raise HasMentor
        if not places_with(said, _live(unit, catalogue, program, now)):
            raise NoPlaceLeft
        part = replace(part, mentor=mentor.id)
        unit.participations.put(part)
    return part


def let_go(store: Store, participation: str, member: str) -> Participation:
    """
    End the walk side by side, for learner and mentor; the place in the cohort stays.

    Raises:
        NotThere: the member is neither of the two.
    """
    with store.unit() as unit:
        part = unit.participations.get(participation)
        if part is None or not part.mentor or member not in (part.member, part.mentor):
            raise NotThere
        part = replace(part, mentor="")
        unit.participations.put(part)
    return part


def mentor_name(store: Store, participation: Participation) -> str:
    """Return the first name of the mentor beside the learner; empty where it is closed."""
    with store.reading() as unit:
        return _first(unit, participation.mentor)


def _attends(unit: UnitOfWork, cohort: str, member: str) -> Participation:
    mine = unit.participations.where(cohort=cohort, member=member, role=ProgramRole.ATTENDEE)
    found = [part for part in mine if part.state in UNDER_WAY]
    if not found:
        raise NotThere
    return found[0]


def _mentor(unit: UnitOfWork, catalogue: Catalogue, said: Mentoring) -> Member | None:
    """Return who said it; None where they no longer take part, or have given back all they led in the program."""
    mentor = unit.members.get(said.member)
    if mentor is None or mentor.standing not in TAKING_PART:
        return None
    programs = (catalogue.cohorts[part.cohort].program for part in _led(unit, catalogue, mentor.id))
    return mentor if said.program in programs else None


def _may_pair(mentor: Member, learner: Member) -> bool:
    return mentor.id != learner.id and not apart(mentor, learner)


def _led(unit: UnitOfWork, catalogue: Catalogue, member: str) -> list[Participation]:
    parts = unit.participations.where(member=member)
    return [p for p in parts if p.role in LEADING_ROLES and p.state not in GONE and p.cohort in catalogue.cohorts]


def _said(unit: UnitOfWork, member: str, program: str) -> Mentoring | None:
    return next(iter(unit.mentoring.where(member=member, program=program)), None)


def _live(unit: UnitOfWork, catalogue: Catalogue, program: str, now: datetime) -> list[Participation]:
    """Return who takes part in the program's cohorts that are not over."""
    on = now.date()
    cohorts = [c.slug for c in catalogue.cohorts_of(program) if phase(c, on) is not Phase.OVER]
    parts = (part for slug in cohorts for part in unit.participations.where(cohort=slug))
    return [part for part in parts if part.state in UNDER_WAY]


def _first(unit: UnitOfWork, member: str) -> str:
    found = unit.members.get(member)
    return first_name(found) if found else ""
