"""
An activation, or its drill: asked for by one steward, agreed to by another, and then everybody is called at once.

Rules of this file:
- Two different people: whoever asked can never agree. Where the network has fewer than two stewards, any two
  members of the roll do.
- What nobody agreed to within a day is void; a playbook has one activation on its way or running at a time, but a
  drill never stands in the way of a real one, which ends it.
- A drill is the same in everything but its name.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.catalogue import Catalogue
from domain.crisis import Activation, Called
from domain.packs.roster import Job, roster
from domain.people import Member
from forms_api.publish.call_people import CallPeople, call_people
from forms_api.publish.members import Community
from forms_api.publish.snapshot import snapshot
from forms_api.services.ids import Chance, new_id
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.store.base import Store, UnitOfWork

PAIR = 2


class NotForYou(Refused):
    message = N_("Two stewards together do this. If nothing has been done yet, ring one of them.")
    status = 403


class SamePerson(Refused):
    message = N_("You asked for this, so somebody else has to agree: two people decide together, never one alone.")


class Running(Refused):
    message = N_(
        "This playbook is at work already, or waits for its second steward. Look at it before you ask again."
    )


class NotWaiting(Refused):
    message = N_(
        "This no longer waits for anybody: another steward has agreed, it was taken back, or a day has passed. "
        "Ask anew if it is still wanted."
    )


class NotRunning(Refused):
    message = N_("This is over, or it has not begun.")


def may_decide(unit: UnitOfWork, member: Member) -> bool:
    """Tell whether *member* is one of those of whom two put a playbook to work."""
    stewards = sum(one.steward and one.votes for one in unit.members)
    return member.votes and (member.steward or stewards < PAIR)


def ask(
    store: Store,
    catalogue: Catalogue,
    playbook: str,
    member: str,
    now: datetime,
    *,
    drill: bool,
    token: Chance = secrets.token_bytes,
) -> Activation:
    """
    Ask for an activation of the playbook, or for a drill; nothing happens before somebody else agrees.

    Raises:
        NotThere: no such playbook. NotForYou, Running.
    """
    if playbook not in catalogue.playbooks:
        raise NotThere
    with store.unit() as unit:
        _decider(unit, member)
        for other in unit.activations.where(playbook=playbook, drill=drill):
            if other.running or other.waiting(now):
                raise Running
        asked = Activation(new_id(token), playbook, drill, member, now)
        unit.activations.add(asked)
    return asked


@dataclass(frozen=True)
class Started:
    """An activation that has just begun, and the calls made by it."""

    activation: Activation
    calls: tuple[Called, ...]


def agree(
    store: Store,
    catalogue: Catalogue,
    activation: str,
    member: str,
    now: datetime,
    token: Chance = secrets.token_bytes,
) -> Started:
    """
    Agree as the second one; in the same moment everybody who has a job or stands by for one is called.

    Raises:
        NotThere, NotForYou. SamePerson: who asked. NotWaiting: somebody else agreed, it was withdrawn or ran out.
    """
    # Read before the unit: the people are those of the store at this moment, and each is looked at again below.
    people = call_people(Community(snapshot(store), catalogue, now.date()))
    with store.unit() as unit:
        found = _activation(unit, activation)
        _decider(unit, member)
        if found.by == member:
            raise SamePerson
        playbook = catalogue.playbooks.get(found.playbook)
        if playbook is None or not found.waiting(now):
            raise NotWaiting
        started = replace(found, second=member, started_at=now)
        unit.activations.put(started)
        if not started.drill:
            _end_drills(unit, started, now)
        calls = _call(unit, started, roster(playbook.slots, people.holders), people, now, token)
    return Started(started, tuple(calls))


def withdraw(store: Store, activation: str, member: str, now: datetime) -> None:
    """
    Take back what nobody has agreed to yet.

    Raises:
        NotThere, NotForYou, NotWaiting.
    """
    with store.unit() as unit:
        found = _activation(unit, activation)
        _decider(unit, member)
        if not found.waiting(now):
            raise NotWaiting
        unit.activations.put(replace(found, withdrawn_at=now))


def end(store: Store, activation: str, member: str, now: datetime) -> None:
    """
    End what is running: one person is enough, and the banner is gone with the next build.

    Raises:
        NotThere, NotForYou, NotRunning.
    """
    with store.unit() as unit:
        found = _activation(unit, activation)
        _decider(unit, member)
        if not found.running:
            raise NotRunning
        unit.activations.put(replace(found, ended_at=now))


def running(store: Store) -> tuple[Activation, ...]:
    """Return what is running now, the real ones first."""
    with store.reading() as unit:
        found = [one for one in unit.activations if one.running]
    return tuple(sorted(found, key=lambda one: (one.drill, one.started_at or one.asked_at, one.id)))


def _activation(unit: UnitOfWork, key: str) -> Activation:
    found = unit.activations.get(key)
    if found is None:
        raise NotThere
    return found


def _decider(unit: UnitOfWork, key: str) -> Member:
    member = unit.members.get(key)
    if member is None or not may_decide(unit, member):
        raise NotForYou
    return member


def _end_drills(unit: UnitOfWork, real: Activation, now: datetime) -> None:
    for drill in unit.activations.where(playbook=real.playbook, drill=True):
        if drill.running:
            unit.activations.put(replace(drill, ended_at=now))
        elif drill.waiting(now):
            unit.activations.put(replace(drill, withdrawn_at=now))


def _call(
    unit: UnitOfWork,
    activation: Activation,
    jobs: Sequence[Job],
    people: CallPeople,
    now: datetime,
    token: Chance,
) -> list[Called]:
    asked: dict[tuple[str, int], Called] = {}
    for alternate in (False, True):
        for job in jobs:
            for member in job.alternates if alternate else (job.person,):
                if member and (member, job.slot) not in asked and reachable(unit, member):
                    row = call_row(activation.id, member, job.slot, now, people, token, alternate=alternate)
                    asked[member, job.slot] = row
                    unit.called.add(row)
    return list(asked.values())


def reachable(unit: UnitOfWork, member: str) -> bool:
    """Tell whether the member may still be rung at this moment."""
    found = unit.members.get(member)
    return found is not None and found.call_consent


def call_row(
    activation: str, member: str, slot: int, now: datetime, people: CallPeople, token: Chance, *, alternate: bool
) -> Called:
    """Return the row that says that somebody was called for a slot; *mailed* where they have an address."""
    mailed = people.contacts[member].mail
    return Called(new_id(token), activation, member, slot, now, mailed=mailed, alternate=alternate)
