"""
Policies: the rules a proposal is decided by, pinned by their hash when it is submitted.

Every comparison is between whole numbers, by cross-multiplication; nothing is ever divided or rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.words import Words

MOST_SPONSORS = 5
SMALLEST_NETWORK = 3
"""Below this many members the size-aware defaults mean nothing; a policy has to give numbers."""


class Method(StrEnum):
    YES_NO = "yes_no"


class Base(StrEnum):
    """What a share is a share of."""

    YES = "yes"
    YES_NO = "yes_no"
    VALID = "valid"
    CAST = "cast"
    ELIGIBLE = "eligible"


class ConstituencyRule(StrEnum):
    EVERYONE = "everyone"
    CONCURRENT = "concurrent"
    OPEN_VOICE = "open_voice"
    SECOND_READING = "second_reading"


class Secrecy(StrEnum):
    PSEUDONYMOUS = "pseudonymous"
    OPEN = "open"


@dataclass(frozen=True)
class Proportion:
    """num/den of *base*; *strict* means more than, else at least."""

    num: int
    den: int
    base: Base
    strict: bool = False

    def met(self, count: int, base: int) -> bool:
        """Tell whether *count* is this share of *base*; 0 of 0 is no share of anything."""
        if base == 0:
            return False
        left, right = count * self.den, base * self.num
        return left > right if self.strict else left >= right


@dataclass(frozen=True)
class Policy:
    """
    A rule book of the community ("constitution"), one version of it.

    *sponsors* None means the size-aware default; *quorum* None means 4 v² >= 9 N on yes votes.
    """

    slug: str
    version: int
    title: Words
    summary: Words
    sponsoring_days: int = 30
    deliberation_days: int = 14
    frozen_hours: int = 48
    voting_days: int = 7
    challenge_hours: int = 72
    method: Method = Method.YES_NO
    threshold: Proportion = Proportion(1, 2, Base.YES_NO, strict=True)
    sponsors: int | None = None
    quorum: Proportion | None = None
    constituency: ConstituencyRule = ConstituencyRule.EVERYONE
    secrecy: Secrecy = Secrecy.PSEUDONYMOUS


class NetworkTooSmall(Exception):
    """The size-aware defaults are asked for in a network of fewer than three."""

    def __init__(self, members: int) -> None:
        super().__init__(
            f"With {members} members a policy has to give its number of sponsors and its quorum itself."
        )
        self.members = members


def default_sponsors(members: int) -> int:
    """
    Return the smallest K with 4 K² >= *members*, at most 5.

    Raises:
        NetworkTooSmall: fewer than three members.
    Source: the family of the Debian constitution, section 4.2 (K = half the square root, at most 5).
    """
    if members < SMALLEST_NETWORK:
        raise NetworkTooSmall(members)
    return next((k for k in range(1, MOST_SPONSORS) if 4 * k * k >= members), MOST_SPONSORS)


def default_quorum_votes(members: int) -> int:
    """
    Return the smallest v with 4 v² >= 9 *members*: the yes votes a decision needs at least.

    Raises:
        NetworkTooSmall: fewer than three members.
    Source: the Debian constitution, appendix A.6 (quorum 3 Q, Q = half the square root).
    """
    if members < SMALLEST_NETWORK:
        raise NetworkTooSmall(members)
    votes = 1
    while 4 * votes * votes < 9 * members:
        votes += 1
    return votes


def sponsors_needed(policy: Policy, members: int, *, of_program: bool = False) -> int:
    """Return how many sponsors put a proposal on the agenda; for a program's own participants (K + 1) // 2."""
    needed = policy.sponsors if policy.sponsors is not None else default_sponsors(members)
    return (needed + 1) // 2 if of_program else needed
