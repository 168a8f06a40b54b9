"""
What people answer when they are called: yes, no or later, by web, by printed code, or told to a steward.

Rules of this file: no reason is asked for, and an answer can be changed until the end; a no calls the next in line
in the same moment; nobody sees what another answered but those who lead the activation.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.catalogue import Catalogue
from domain.crisis import Activation, Answer, Called, Way, next_in_line, still_to_call
from domain.packs.roster import ALTERNATES, line_for
from domain.resilience import Slot
from forms_api.publish.call_people import CallPeople, call_people
from forms_api.publish.members import Community
from forms_api.publish.snapshot import snapshot
from forms_api.services.crisis import NotForYou, NotRunning, call_row, may_decide, reachable
from forms_api.services.ids import Chance
from forms_api.services.refusals import NotThere
from forms_api.store.base import Store, UnitOfWork


@dataclass(frozen=True)
class Answered:
    """The call with its answer, and whoever was called next because of it."""

    call: Called
    next: tuple[Called, ...]


def answer(
    store: Store,
    catalogue: Catalogue,
    call: str,
    member: str,
    given: Answer,
    way: Way,
    now: datetime,
    *,
    typed_by: str = "",
    token: Chance = secrets.token_bytes,
) -> Answered:
    """
    Keep the member's answer to a call of their own; *typed_by* is who entered it for them.

    Raises:
        NotThere: not this member's call. NotRunning.
    """
    people = call_people(Community(snapshot(store), catalogue, now.date()))
    with store.unit() as unit:
        found = unit.called.get(call)
        if found is None or found.member != member:
            raise NotThere
        return _answered(unit, catalogue, found, given, way, typed_by, people, now, token)


def type_in(
    store: Store,
    catalogue: Catalogue,
    call: str,
    given: Answer,
    steward: str,
    now: datetime,
    token: Chance = secrets.token_bytes,
) -> Answered:
    """
    Keep what somebody said to a steward on the telephone or at the door.

    Raises:
        NotThere, NotRunning. NotForYou: not one of those who decide.
    """
    people = call_people(Community(snapshot(store), catalogue, now.date()))
    with store.unit() as unit:
        typist = unit.members.get(steward)
        if typist is None or not may_decide(unit, typist):
            raise NotForYou
        found = unit.called.get(call)
        if found is None:
            raise NotThere
        return _answered(unit, catalogue, found, given, Way.PHONE, steward, people, now, token)


def _answered(
    unit: UnitOfWork,
    catalogue: Catalogue,
    call: Called,
    given: Answer,
    way: Way,
    typed_by: str,
    people: CallPeople,
    now: datetime,
    token: Chance,
) -> Answered:
    activation = unit.activations.get(call.activation)
    if activation is None or not activation.running:
        raise NotRunning
    said = replace(call, answer=given, answered_at=now, way=way, typed_by=typed_by)
    unit.called.put(said)
    playbook = catalogue.playbooks.get(activation.playbook)
    slots = playbook.slots if playbook else ()
    if given is not Answer.NO or call.slot >= len(slots):
        return Answered(said, ())
    return Answered(said, tuple(_call_next(unit, activation, slots, call.slot, people, now, token)))


def _call_next(
    unit: UnitOfWork,
    activation: Activation,
    slots: Sequence[Slot],
    slot: int,
    people: CallPeople,
    now: datetime,
    token: Chance,
) -> list[Called]:
    """Call the next in line until as many stand by as at the beginning, or nobody is left."""
    line = [member for member in line_for(slots, slot, people.holders) if reachable(unit, member)]
    calls = unit.called.where(activation=activation.id, slot=slot)
    made: list[Called] = []
    for _ in range(still_to_call(slots[slot].people * (1 + ALTERNATES), calls)):
        member = next_in_line(line, [*calls, *made])
        if member is None:
            break
        row = call_row(activation.id, member, slot, now, people, token, alternate=True)
        unit.called.add(row)
        made.append(row)
    return made
