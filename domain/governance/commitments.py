"""What became of what was promised after an adoption, told plainly: kept, kept late, late, not kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.governance.proposal import PromiseState


class CommitmentStanding(StrEnum):
    """Where a promise stands on a day. *LATE*: its day has passed, and nothing settled it."""

    AHEAD = "ahead"
    BEGUN = "begun"
    LATE = "late"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    BROKEN = "broken"


def commitment_standing(
    state: PromiseState, due: date, settled_on: date | None, today: date
) -> CommitmentStanding:
    """Return where a promise stands on the day *today*."""
    if state is PromiseState.BROKEN:
        return CommitmentStanding.BROKEN
    if state is PromiseState.KEPT:
        late = settled_on is not None and settled_on > due
        return CommitmentStanding.KEPT_LATE if late else CommitmentStanding.KEPT
    if due < today:
        return CommitmentStanding.LATE
    return CommitmentStanding.BEGUN if state is PromiseState.BEGUN else CommitmentStanding.AHEAD


@dataclass(frozen=True)
class Told:
    """How many promises stand where; those not begun and those begun are on their way."""

    kept: int
    kept_late: int
    late: int
    broken: int
    on_their_way: int


def told(standings: Iterable[CommitmentStanding]) -> Told:
    """Return how many of *standings* are which."""
    every = list(standings)
    return Told(
        kept=every.count(CommitmentStanding.KEPT),
        kept_late=every.count(CommitmentStanding.KEPT_LATE),
        late=every.count(CommitmentStanding.LATE),
        broken=every.count(CommitmentStanding.BROKEN),
        on_their_way=every.count(CommitmentStanding.AHEAD) + every.count(CommitmentStanding.BEGUN),
    )
