"""
The queue of mails about votes and the votes that are open: looked through when they change, not each minute.

Rules of this file: what is remembered of a store counts only while the collections it was read from have not
changed; of a store that does not count its changes nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from domain.governance.lifecycle import Event, State, at_of, state_after, timetable
from domain.governance.proposal import Proposal
from forms_api.services.proposal_events import recorded
from forms_api.store.base import Counting, Store, UnitOfWork

T = TypeVar("T")


@dataclass(frozen=True)
class OpenVote:
    """A vote that takes ballots until *shut*."""

    proposal: Proposal
    opened: datetime
    shut: datetime


@dataclass(frozen=True)
class Queue:
    """The earliest notice *of* each proposal, and the *first* of all that are not settled: when each falls due."""

    of: dict[str, datetime] = field(default_factory=dict)
    first: datetime | None = None


_SEEN: WeakKeyDictionary[Store, dict[str, tuple[tuple[int, ...], object]]] = WeakKeyDictionary()


def queue_in(store: Store, unit: UnitOfWork) -> Queue:
    """Return what the queue holds; *unit* is one of *store* that has changed nothing yet."""
    return _remembered(store, ("notices",), lambda: _queue(unit))


def votes_in(store: Store, unit: UnitOfWork) -> tuple[OpenVote, ...]:
    """Return the votes that were opened and not closed, those that are shut by now among them."""
    return _remembered(store, ("proposals", "events"), lambda: tuple(_open_votes(unit)))


def open_vote(unit: UnitOfWork, proposal: Proposal) -> OpenVote | None:
    """Return the proposal's vote where it was opened and not closed."""
    if proposal.policy is None:
        return None
    events = [event.recorded for event in recorded(unit, proposal.id)]
    opened, shut = at_of(events, Event.OPEN), timetable(events, proposal.policy).shut
    if state_after(events) is not State.VOTING or opened is None or shut is None:
        return None
    return OpenVote(proposal, opened, shut)


def _open_votes(unit: UnitOfWork) -> Iterator[OpenVote]:
    for proposal in unit.proposals:
        if (vote := open_vote(unit, proposal)) is not None:
            yield vote


def _queue(unit: UnitOfWork) -> Queue:
    of: dict[str, datetime] = {}
    first = None
    for notice in unit.notices:
        of[notice.proposal] = min(notice.due, of.get(notice.proposal, notice.due))
        if notice.settled_at is None and (first is None or notice.due < first):
            first = notice.due
    return Queue(of, first)


def _remembered(store: Store, read: tuple[str, ...], make: Callable[[], T]) -> T:
    if not isinstance(store, Counting):
        return make()
    changed = tuple(store.changed[name] for name in read)
    seen = _SEEN.setdefault(store, {})
    last = seen.get(read[0])
    if last is None or last[0] != changed:
        last = seen[read[0]] = (changed, make())
    return cast(T, last[1])
