"""
What the public reads of a vote after its count: challenges, recounts, the lot, the review.

Rules of this file: no name, no pseudonym of who challenged, none of their words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.governance.challenge import ChallengeReason, ChallengeState, VoidReason


@dataclass(frozen=True)
class PublicChallenge:
    """A challenge of a numbered result; *remedy* is its written answer, once it has one."""

    result: int
    reason: ChallengeReason
    on: date
    state: ChallengeState
    remedy: str = ""
    answered_on: date | None = None


@dataclass(frozen=True)
class PublicVoids:
    """How many ballots do not count for one reason."""

    reason: VoidReason
    ballots: int


@dataclass(frozen=True)
class PublicRecount:
    """A recount that is ended: how many ballots it took out, by reason, and how many it brought in."""

    on: date
    voids: tuple[PublicVoids, ...]
    late: int


@dataclass(frozen=True)
class PublicSource:
    """A public draw named before the opening; *words* are what came out, once two people have said so."""

    name: str
    on: date
    words: str = ""


@dataclass(frozen=True)
class PublicLot:
    """What lots are drawn from: how many *secrets*, how many are *revealed*; *drawn* once the lot is."""

    secrets: int
    revealed: int
    source: PublicSource | None
    drawn: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicReview:
    """What came of a decision, ninety days on."""

    did: str
    learnt: str
    on: date


@dataclass(frozen=True)
class Afterwards:
    """
    What followed a count. *results* is the number of the newest result, 0 before the first.

    *review_opens* is the day from which an adopted decision is looked back at.
    """

    results: int = 0
    challenges: tuple[PublicChallenge, ...] = ()
    recounts: tuple[PublicRecount, ...] = ()
    lot: PublicLot | None = None
    review: PublicReview | None = None
    review_opens: date | None = None
