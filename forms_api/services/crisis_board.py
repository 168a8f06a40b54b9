"""What those who lead an activation see: who was called, what they said, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.catalogue import Catalogue
from domain.crisis import Activation, Answer, Called, Figures, figures, last_drill
from domain.people import Member
from domain.resilience import Playbook, Slot
from forms_api.publish.call_people import call_people
from forms_api.publish.cards import Card, card_of
from forms_api.publish.members import Community
from forms_api.publish.snapshot import snapshot
from forms_api.services.crisis import NotForYou, may_decide
from forms_api.services.refusals import NotThere
from forms_api.store.base import Store, UnitOfWork

PAST_SHOWN = 12


@dataclass(frozen=True)
class Line:
    """Somebody who was called for a slot, with what it takes to ring them."""

    call: Called
    name: str
    phone: str
    zone: str


@dataclass(frozen=True)
class SlotBoard:
    """One slot: *gap* is how many more have to say yes."""

    number: int
    slot: Slot
    figures: Figures
    no: int
    later: int
    gap: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Person:
    """Somebody who was called, once, with all that they were called for."""

    line: Line
    slots: tuple[Slot, ...]
    answered: bool


@dataclass(frozen=True)
class Board:
    activation: Activation
    playbook: Playbook
    waiting: bool
    own: bool
    figures: Figures
    slots: tuple[SlotBoard, ...]
    people: tuple[Person, ...]

    @property
    def gap(self) -> int:
        return sum(slot.gap for slot in self.slots)


def board(store: Store, catalogue: Catalogue, activation: str, member: str, now: datetime) -> Board:
    """
    Return the board of an activation for *member*, one of those who decide.

    Raises:
        NotForYou. NotThere: no such activation, or content/ no longer has its playbook.
    """
    with store.reading() as unit:
        demand_decider(unit, member)
        found = unit.activations.get(activation)
        playbook = catalogue.playbooks.get(found.playbook) if found else None
        if found is None or playbook is None:
            raise NotThere
        calls = unit.called.where(activation=activation)
        lines = [_line(call, unit.members.get(call.member)) for call in calls]
    since = found.started_at or found.asked_at
    return Board(
        activation=found,
        playbook=playbook,
        waiting=found.waiting(now),
        own=found.by == member,
        figures=figures(since, calls),
        slots=tuple(_slot(n, slot, since, lines) for n, slot in enumerate(playbook.slots)),
        people=_people(playbook, lines),
    )


def demand_decider(unit: UnitOfWork, member: str) -> None:
    """
    Return if *member* is one of those who decide.

    Raises:
        NotForYou.
    """
    found = unit.members.get(member)
    if found is None or not may_decide(unit, found):
        raise NotForYou


def _line(call: Called, member: Member | None) -> Line:
    if member is None:
        return Line(call, "", "", "")
    return Line(call, member.entry.name, member.phone, member.entry.zone)


def _slot(number: int, slot: Slot, since: datetime, lines: list[Line]) -> SlotBoard:
    own = sorted((line for line in lines if line.call.slot == number), key=lambda line: _order(line.call))
    calls = [line.call for line in own]
    found = figures(since, calls)
    return SlotBoard(
        number=number,
        slot=slot,
        figures=found,
        no=sum(call.answer is Answer.NO for call in calls),
        later=sum(call.answer is Answer.LATER for call in calls),
        gap=max(0, slot.people - found.said_yes),
        lines=tuple(own),
    )


def _order(call: Called) -> tuple[bool, datetime, str]:
    return call.alternate, call.called_at, call.id


def _people(playbook: Playbook, lines: list[Line]) -> tuple[Person, ...]:
    """Return everybody called, by name; those without a mail address, who have to be rung, first."""
    by_member: dict[str, list[Line]] = {}
    for line in lines:
        by_member.setdefault(line.call.member, []).append(line)
    people = [_person(playbook, own) for own in by_member.values()]
    return tuple(sorted(people, key=lambda p: (p.line.call.mailed, p.line.name, p.line.call.member)))


def _person(playbook: Playbook, own: list[Line]) -> Person:
    first = min(own, key=lambda line: _order(line.call))
    numbers = sorted({line.call.slot for line in own if line.call.slot < len(playbook.slots)})
    answered = any(line.call.answer is not None for line in own)
    return Person(first, tuple(playbook.slots[number] for number in numbers), answered)


@dataclass(frozen=True)
class Overview:
    """All activations as those who decide see them, *past* the latest first; *drills* the last one by playbook."""

    running: tuple[Activation, ...]
    waiting: tuple[Activation, ...]
    past: tuple[Activation, ...]
    drills: Mapping[str, Activation | None]


def overview(store: Store, catalogue: Catalogue, member: str, now: datetime) -> Overview:
    """
    Return what is running, what waits for a second word, and what was.

    Raises:
        NotForYou.
    """
    with store.reading() as unit:
        demand_decider(unit, member)
        every = [a for a in unit.activations if a.playbook in catalogue.playbooks]
    latest = sorted(every, key=lambda a: (a.started_at or a.asked_at, a.id), reverse=True)
    return Overview(
        running=tuple(a for a in latest if a.running),
        waiting=tuple(a for a in latest if a.waiting(now)),
        past=tuple(a for a in latest if a.ended_at is not None)[:PAST_SHOWN],
        drills={slug: last_drill(every, slug) for slug in catalogue.playbooks},
    )


@dataclass(frozen=True)
class Mine:
    """What a member was called for in one running activation."""

    activation: Activation
    playbook: Playbook
    calls: tuple[tuple[Called, Slot], ...]


def mine(store: Store, catalogue: Catalogue, member: str) -> tuple[Mine, ...]:
    """Return the calls of running activations that are the member's to answer."""
    with store.reading() as unit:
        running = [a for a in unit.activations if a.running and a.playbook in catalogue.playbooks]
        calls = {a.id: unit.called.where(activation=a.id, member=member) for a in running}
    found = []
    for activation in sorted(running, key=lambda a: (a.drill, a.started_at or a.asked_at, a.id)):
        playbook = catalogue.playbooks[activation.playbook]
        own = sorted(calls[activation.id], key=_order)
        jobs = tuple((call, playbook.slots[call.slot]) for call in own if call.slot < len(playbook.slots))
        if jobs:
            found.append(Mine(activation, playbook, jobs))
    return tuple(found)


def my_card(store: Store, catalogue: Catalogue, member: str, now: datetime) -> Card | None:
    """Return the member's own card; None where they did not say that they may be rung."""
    with store.reading() as unit:
        found = unit.members.get(member)
    if found is None or not found.call_consent:
        return None
    return card_of(call_people(Community(snapshot(store), catalogue, now.date()), jobs=False), member)
