"""
Whom one may be in a demo, and what there is to do as each of them.

Only the demo asks this: it tells what waits for a person to whoever asks, which nothing else here does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from domain.catalogue import Catalogue
from domain.exchange import MatchState
from domain.people import Member, ProgramRole, Standing
from domain.programs import InvitationState, Phase, phase
from domain.record.public import LEADING_ROLES
from forms_api.services.ballots import open_votes
from forms_api.services.programs import GONE
from forms_api.services.refusals import NotThere
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import ProposalEvent
from presentation.order import by_name


class Todo(StrEnum):
    """What there is to do as somebody, what is most worth trying first."""

    CONFIRM = "confirm"
    CHOOSE = "choose"
    AGREED = "agreed"
    ANSWER = "answer"
    LEAD = "lead"
    VOTE = "vote"
    VOTED = "voted"
    ATTEND = "attend"
    GET_IN = "get in"
    GET_TO_KNOW = "get to know"


WAITS = frozenset({Todo.CONFIRM, Todo.CHOOSE, Todo.AGREED, Todo.ANSWER})


@dataclass(frozen=True)
class Line:
    """One thing to do; *subject* is a skill, a cohort or the title of a proposal, as *todo* has it."""

    todo: Todo
    subject: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody one may be; *lines* begin with what is most worth trying."""

    member: Member
    lines: tuple[Line, ...]

    @property
    def group(self) -> str:
        """Return under which heading the person stands."""
        if self.member.steward:
            return "stewards"
        todos = {line.todo for line in self.lines}
        if todos & WAITS:
            return "waits"
        if Todo.LEAD in todos:
            return "leads"
        return "votes" if Todo.VOTE in todos else "others"


GROUPS = ("stewards", "waits", "leads", "votes", "others")


def people(store: Store, catalogue: Catalogue, record_dir: Path, now: datetime) -> dict[str, list[Person]]:
    """Return everybody one may be, by the group they stand in and then by name."""
    with store.unit() as unit:
        members = [m for m in unit.members if m.standing is not Standing.LEFT]
        waiting = {m.id: list(_lines(unit, catalogue, m, now)) for m in members}
    found: dict[str, list[Person]] = {group: [] for group in GROUPS}
    for member in sorted(members, key=lambda m: by_name(m.entry.name, m.entry.slug)):
        lines = [*waiting[member.id], *_votes(store, record_dir, member, now)]
        person = Person(member, tuple(sorted(lines, key=lambda line: list(Todo).index(line.todo))))
        found[person.group].append(person)
    return found


def person(store: Store, member: str) -> Member:
    """
    Return the member to sign in as.

    Raises:
        NotThere: nobody has this id, or they left.
    """
    with store.reading() as unit:
        found = unit.members.get(member)
    if found is None or found.standing is Standing.LEFT:
        raise NotThere
    return found


def recorded_lately(store: Store, most: int) -> list[tuple[ProposalEvent, str]]:
    """Return the latest events with the titles of their proposals, the newest first."""
    with store.reading() as unit:
        events = sorted(unit.events, key=lambda e: (e.at, e.proposal, e.number), reverse=True)[:most]
        titles = {p.id: p.title for p in unit.proposals}
    return [(event, titles[event.proposal]) for event in events]


def _lines(unit: UnitOfWork, catalogue: Catalogue, member: Member, now: datetime) -> Iterator[Line]:
    yield from _exchange(unit, member.id)
    yield from _programs(unit, catalogue, member.id, now)
    if member.standing is Standing.APPLICANT:
        yield Line(Todo.GET_IN)
    if member.standing is Standing.NEWCOMER:
        yield Line(Todo.GET_TO_KNOW)


def _exchange(unit: UnitOfWork, member: str) -> Iterator[Line]:
    for exchange in unit.exchanges:
        mine = {exchange.giver: exchange.confirmed_by_giver, exchange.receiver: exchange.confirmed_by_receiver}
        if member in mine and mine[member] is None:
            yield Line(Todo.CONFIRM, exchange.skill)
    offered = {match.skill for match in unit.matches.where(receiver=member, state=MatchState.OFFERED)}
    yield from (Line(Todo.CHOOSE, skill) for skill in sorted(offered))
    for match in unit.matches.where(state=MatchState.ACCEPTED):
        if member in (match.provider, match.receiver):
            yield Line(Todo.AGREED, match.skill)


def _programs(unit: UnitOfWork, catalogue: Catalogue, member: str, now: datetime) -> Iterator[Line]:
    parts = [p for p in unit.participations.where(member=member) if p.state not in GONE]
    parts = [p for p in parts if p.cohort in catalogue.cohorts]
    for part in parts:
        if part.invitation is InvitationState.SENT:
            yield Line(Todo.ANSWER, part.cohort)
    for part in parts:
        if phase(catalogue.cohorts[part.cohort], now.date()) is Phase.OVER:
            continue
        if part.role in LEADING_ROLES:
            yield Line(Todo.LEAD, part.cohort)
        elif part.role is ProgramRole.ATTENDEE:
            yield Line(Todo.ATTEND, part.cohort)


def _votes(store: Store, record_dir: Path, member: Member, now: datetime) -> Iterator[Line]:
    for vote in open_votes(store, record_dir, member.id, now):
        yield Line(Todo.VOTED if vote.voted else Todo.VOTE, vote.title)
