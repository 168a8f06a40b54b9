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
    """How ballots are counted, by the literature's names."""

    YES_NO = "yes_no"
    CONSENT = "consent"
    PLURALITY = "plurality"
    APPROVAL = "approval"
    SCORE = "score"
    STAR = "star"
    IRV = "irv"
    SCHULZE = "schulze"
    RANKED_PAIRS = "ranked_pairs"
    STV = "stv"
    DOTS = "dots"
    QUADRATIC = "quadratic"
    BUDGET_GREEDY = "budget_greedy"
    BUDGET_EQUAL_SHARES = "budget_equal_shares"


OF_ONE_QUESTION = frozenset({Method.YES_NO, Method.CONSENT})
"""Methods that answer the proposal itself; all others choose among its options."""

OF_BUDGET = frozenset({Method.BUDGET_GREEDY, Method.BUDGET_EQUAL_SHARES})
"""Methods that choose what fits the money; each option has a cost."""


class TieRule(StrEnum):
    """What a tie means. Whatever the rule, a tie is told and never settled in silence."""

    NOTHING_CHANGES = "nothing changes"
    LOOK_BACK = "look back"
    DRAW = "draw"


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
class MethodRules:
    """
    What a method asks for besides its ballots, as `rsn tally` reads it; None where the method does not use it.

    *budget* is an amount as text ("1200", "12.50").
    """

    max_score: int | None = None
    credits: int | None = None
    seats: int | None = None
    quota: str | None = None
    arithmetic: str | None = None
    budget: str | None = None
    utility: str | None = None
    completion: str | None = None


@dataclass(frozen=True)
class Policy:
    """
    A rule book of the community ("constitution"), one version of it.

    *sponsors* None means the size-aware default; *quorum* None means 4 v² >= 9 N on the ballots that say yes, or
    prefer an option to "none of these". *approval_quorum* is a share of the roll that those must reach besides.
    *group* names the constituency: "" those who take or took part in the proposal's program, "zone:SLUG",
    "role:NAME". *paper* tells that ballots on paper are taken too.
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
    rules: MethodRules = MethodRules()
    approval_quorum: Proportion | None = None
    tie: TieRule = TieRule.NOTHING_CHANGES
    paper: bool = False
    group: str = ""


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
