"""What every count says of itself, and how a set of possible outcomes becomes one honest answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What a count says of itself; the first that holds."""

    NO_BALLOTS = "no_ballots"
    NO_QUORUM = "no_quorum"
    TIED = "tied"
    NOT_RESOLVED = "not_resolved"
    DECIDED = "decided"


class BallotUnreadable(ValueError):
    """A ballot, or a rule of the count, that means nothing; *where* is its place, like "ballots[3].ranking"."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


@dataclass(frozen=True)
class Outcome:
    """
    Who won: *winners* those certain, *tied* those among whom what is left is not decided. Both by code point.
    """

    status: Status
    winners: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()


def settled(outcomes: Collection[frozenset[str]] | None) -> Outcome:
    """
    Return the answer to all *outcomes* that the rules allow, each the set of those who would win.

    Who wins in each of them has won; who wins in some is tied. None means that there were too many to follow.
    """
    if outcomes is None:
        return Outcome(Status.NOT_RESOLVED)
    certain = frozenset.intersection(*outcomes)
    open_ones = frozenset.union(*outcomes) - certain
    status = Status.TIED if open_ones else Status.DECIDED
    return Outcome(status, tuple(sorted(certain)), tuple(sorted(open_ones)))
