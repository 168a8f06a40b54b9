"""Every deadline of every proposal, as it follows from the record: nothing here depends on what day it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.governance.lifecycle import Event, State
from domain.governance.proposal import PromiseState
from domain.record.public import PublicProposal
from presentation.translations import N_


class DeadlineKind(StrEnum):
    LAPSES = "lapses"
    FREEZES = "freezes"
    OPENS = "opens"
    SHUT = "shut"
    CERTIFIES = "certifies"
    PROMISE = "promise"


WORDS = {
    DeadlineKind.LAPSES: N_("Last moment for sponsors"),
    DeadlineKind.FREEZES: N_("The text is frozen"),
    DeadlineKind.OPENS: N_("Voting opens"),
    DeadlineKind.SHUT: N_("Voting ends"),
    DeadlineKind.CERTIFIES: N_("Last moment to challenge the count"),
    DeadlineKind.PROMISE: N_("Promised for this day"),
}

ANNOUNCED_BY = {
    DeadlineKind.LAPSES: {Event.SUBMIT},
    DeadlineKind.FREEZES: {Event.SUPPORTED, Event.SECOND_READING},
    DeadlineKind.OPENS: {Event.FREEZE},
    DeadlineKind.SHUT: {Event.OPEN},
    DeadlineKind.CERTIFIES: {Event.CLOSE, Event.RECOUNTED},
}
NEVER_COMES = frozenset({State.WITHDRAWN, State.INVALID})
"""Where a proposal ended before its time, none of what was announced holds any more."""


@dataclass(frozen=True)
class Deadline:
    """
    One date of a proposal: a moment, or a day for a promise. *announced* is when it became known.

    *key* tells it from the proposal's other deadlines; *what* is the promise, or empty.
    """

    proposal: PublicProposal
    kind: DeadlineKind
    at: datetime | date
    announced: datetime
    key: str
    what: str = ""


def deadlines(proposal: PublicProposal) -> Iterator[Deadline]:
    """Yield the proposal's deadlines, those that are past included, in the order of its life."""
    if proposal.state in NEVER_COMES:
        return
    for kind, announcing in ANNOUNCED_BY.items():
        at: datetime | None = getattr(proposal, kind.value)
        known = [event.at for event in proposal.events if event.event in announcing]
        supported = kind is DeadlineKind.LAPSES and proposal.state not in (State.SPONSORING, State.LAPSED)
        if at is not None and known and not supported:
            yield Deadline(proposal, kind, at, known[-1], kind.value)
    for number, promise in enumerate(proposal.promises, start=1):
        if promise.state in (PromiseState.OPEN, PromiseState.BEGUN):
            key = f"{DeadlineKind.PROMISE.value}-{number}"
            yield Deadline(proposal, DeadlineKind.PROMISE, promise.due, proposal.events[-1].at, key, promise.what)
