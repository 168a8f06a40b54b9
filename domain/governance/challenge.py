"""
Doubting a count: challenges and their answers, recounts and what they change.

Rules of this file: the public reads a challenge's reason, day, state and remedy; its words and who made it never.
A recount adds only commitments that hold a signed promise, and takes ballots out only for a reason of the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChallengeReason(StrEnum):
    """What somebody says is wrong with a count."""

    MISSING = "missing"
    OTHER_CHOICE = "other_choice"
    WRONG_VOTER = "wrong_voter"
    WRONG_COUNT = "wrong_count"
    RULE_BROKEN = "rule_broken"


class ChallengeState(StrEnum):
    """Where a challenge stands; the last two are answers."""

    OPEN = "open"
    NO_CHANGE = "no_change"
    RECOUNTED = "recounted"


class VoidReason(StrEnum):
    """Why a recount takes a commitment out of the count."""

    DUPLICATE_PERSON = "duplicate_person"
    NOT_ON_ROLL = "not_on_roll"
    ENTERED_TWICE = "entered_twice"
    WRONG_VOTE = "wrong_vote"
    CANNOT_BE_OPENED = "cannot_be_opened"


FOR_COUNTED = tuple(reason for reason in VoidReason if reason is not VoidReason.CANNOT_BE_OPENED)
"""The reasons for which a ballot that is in the box is taken out."""


@dataclass(frozen=True)
class Challenge:
    """
    A doubt about the count of *result*, the number of a result.

    *by* is the pseudonym of the voter who made it, or "commitment/…" for a receipt whose ballot is missing. It and
    the *words* leave the store at the certification. *remedy* is the written answer, for everyone.
    """

    id: str
    proposal: str
    result: int
    reason: ChallengeReason
    words: str
    by: str
    at: datetime
    state: ChallengeState = ChallengeState.OPEN
    remedy: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Change:
    """
    What a recount changes about one *commitment* (hexadecimal): *late* adds it, a *reason* takes it out.

    A late one whose ballot cannot be opened is both: it is logged, and it is void.
    """

    commitment: str
    late: bool = False
    reason: VoidReason | None = None


@dataclass(frozen=True)
class Recount:
    """
    A recount of a proposal's vote, begun by one and ended by two: *said_by* first, *ended_by* after them.

    *id* is "proposal/number". A change after the first word takes that word back.
    """

    id: str
    proposal: str
    begun_by: str
    begun_at: datetime
    changes: tuple[Change, ...] = ()
    said_by: str = ""
    ended_by: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Review:
    """What came of a decision, ninety days after it was certified; *id* is the proposal's. All of it is public."""

    id: str
    did: str
    learnt: str
    by: str
    at: datetime
