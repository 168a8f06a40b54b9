"""What publish reads of the store: everything at one moment, without ballots and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, TypeVar, cast

from domain.crisis import Activation, Called
from domain.exchange import Exchange, Intent
from domain.governance.challenge import Challenge, Recount, Review
from domain.governance.deliberation import Amendment, Coauthor, Version
from domain.governance.draw import DrawMark, PublicDraw
from domain.governance.lifecycle import State, state_after
from domain.governance.proposal import Advice, AdviceAnswer, Argument, Promise, Proposal, Roll, Sponsorship
from domain.meeting import Gathering
from domain.pathways import Attendance, Mentoring
from domain.people import Member
from domain.programs import Participation
from domain.skills import Check, Vouch
from domain.trust import counted
from forms_api.store.base import Counting, Store, UnitOfWork
from forms_api.store.rows import Erasure, ProposalEvent, Trace

T = TypeVar("T")


@dataclass(frozen=True)
class Snapshot:
    """The store's collections in key order."""

    members: tuple[Member, ...]
    vouches: tuple[Vouch, ...]
    checks: tuple[Check, ...]
    participations: tuple[Participation, ...]
    intents: tuple[Intent, ...]
    exchanges: tuple[Exchange, ...]
    gatherings: tuple[Gathering, ...]
    attendance: tuple[Attendance, ...]
    mentoring: tuple[Mentoring, ...]
    activations: tuple[Activation, ...]
    called: tuple[Called, ...]
    proposals: tuple[Proposal, ...]
    events: tuple[ProposalEvent, ...]
    sponsorships: tuple[Sponsorship, ...]
    arguments: tuple[Argument, ...]
    versions: tuple[Version, ...]
    coauthors: Mapping[str, Coauthor]
    amendments: tuple[Amendment, ...]
    advice: tuple[Advice, ...]
    answers: Mapping[str, AdviceAnswer]
    promises: tuple[Promise, ...]
    rolls: Mapping[str, Roll]
    challenges: tuple[Challenge, ...]
    recounts: tuple[Recount, ...]
    reviews: Mapping[str, Review]
    draw_marks: tuple[DrawMark, ...]
    public_draws: Mapping[str, PublicDraw]
    traces: tuple[Trace, ...]
    erasures: tuple[Erasure, ...]

    @cached_property
    def on_roll(self) -> int:
        """How many members have a vote now."""
        return sum(member.votes for member in self.members)

    @cached_property
    def slugs(self) -> dict[str, str]:
        """The address of each member's entry."""
        return {member.id: member.entry.slug for member in self.members}

    @cached_property
    def vouches_of(self) -> dict[str, list[Vouch]]:
        """The vouches for each member whose giver's word counts."""
        roll = {member.id: member for member in self.members}
        return _by((v.of, v) for v in counted(self.vouches, roll))

    @cached_property
    def checks_of(self) -> dict[str, list[Check]]:
        return _by((c.member, c) for c in self.checks)

    @cached_property
    def events_of(self) -> dict[str, list[ProposalEvent]]:
        """The events of each proposal in the order of recording."""
        return _by((e.proposal, e) for e in sorted(self.events, key=lambda e: (e.proposal, e.number)))

    @cached_property
    def states(self) -> dict[str, State]:
        """Where each proposal stands that has any event."""
        return {p: state_after(e.recorded for e in events) for p, events in self.events_of.items()}

    @property
    def voting(self) -> list[str]:
        """The proposals that are voted on now."""
        return [proposal for proposal, state in self.states.items() if state is State.VOTING]

    @cached_property
    def sponsorships_of(self) -> dict[str, list[Sponsorship]]:
        return _by((s.proposal, s) for s in self.sponsorships)

    @cached_property
    def arguments_of(self) -> dict[str, list[Argument]]:
        """The arguments of each proposal as they were made."""
        return _by((a.proposal, a) for a in sorted(self.arguments, key=lambda a: (a.at, a.id)))

    @cached_property
    def versions_of(self) -> dict[str, list[Version]]:
        """The versions of each proposal, the first at the front."""
        return _by((v.proposal, v) for v in sorted(self.versions, key=lambda v: (v.proposal, v.number)))

    @cached_property
    def amendments_of(self) -> dict[str, list[Amendment]]:
        """The amendments of each proposal in the order they came."""
        return _by((a.proposal, a) for a in sorted(self.amendments, key=lambda a: (a.proposal, a.number)))

    @cached_property
    def advice_of(self) -> dict[str, list[Advice]]:
        """The advice on each proposal as it was given."""
        return _by((a.proposal, a) for a in sorted(self.advice, key=lambda a: (a.at, a.id)))

    @cached_property
    def promises_of(self) -> dict[str, list[Promise]]:
        """The promises of each proposal, the first one due at the front."""
        return _by((p.proposal, p) for p in sorted(self.promises, key=lambda p: (p.due, p.what, p.id)))


def _by(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


class Kept:
    """What was read of each collection last, and how often the collection had changed by then."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[int, Any]] = {}
        self._last: Snapshot | None = None

    def read(self, store: Store, name: str, make: Callable[[], T]) -> T:
        """Return what *make* reads of the collection; the very same as last time where nothing changed in it."""
        if not isinstance(store, Counting):
            return make()
        changed, last = store.changed[name], self._read.get(name)
        if last is None or last[0] != changed:
            last = self._read[name] = (changed, make())
        return cast(T, last[1])

    def same(self, found: Snapshot) -> Snapshot:
        """Return *found*, or the last one where nothing changed since: what that has worked out still holds."""
        last = self._last
        if last is None or any(getattr(last, f.name) is not getattr(found, f.name) for f in fields(Snapshot)):
            last = self._last = found
        return last


BY_ID = frozenset({"coauthors", "answers", "reviews", "public_draws"})
"""Read as a mapping by id; the rolls by proposal, everything else in key order."""


def snapshot(store: Store, kept: Kept | None = None) -> Snapshot:
    """Return the store as it is between two writes; *kept* has what an earlier one read."""
    reading = kept or Kept()
    with store.reading() as unit:
        found = {f.name: reading.read(store, f.name, _reader(unit, f.name)) for f in fields(Snapshot)}
    return reading.same(Snapshot(**found))


def _reader(unit: UnitOfWork, name: str) -> Callable[[], Any]:
    return lambda: _read(name, getattr(unit, name))


def _read(name: str, records: Iterable[Any]) -> Any:
    if name in BY_ID:
        return {record.id: record for record in records}
    if name == "rolls":
        return {roll.proposal: roll for roll in records}
    if name == "proposals":
        return tuple(proposal for proposal in records if proposal.policy is not None)
    if name == "erasures":
        return tuple(erasure for erasure in records if erasure.done_at is not None)
    return tuple(records)
