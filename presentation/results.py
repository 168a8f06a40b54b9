"""A result for readers: how many yes votes it needed, and bars drawn from the table beside them."""

from __future__ import annotations

from dataclasses import dataclass

from domain.governance.methods.yes_no import Choice
from domain.governance.policy import Base, Policy
from domain.governance.terms import least_count, terms
from domain.governance.vote import VoteResult

PERCENT = 100


@dataclass(frozen=True)
class Needs:
    """
    What a vote asked for, in numbers.

    *quorum* counts *quorum_base* (yes, valid or cast); *yes* is the least number of yes votes that reaches the
    threshold among what was cast.
    """

    quorum: int
    quorum_base: Base
    yes: int
    threshold_base: int
    threshold_met: bool


def threshold_base(result: VoteResult, base: Base) -> int:
    """Return the number the threshold is a share of."""
    return {
        Base.YES: result.yes,
        Base.YES_NO: result.yes + result.no,
        Base.VALID: result.valid,
        Base.CAST: result.cast,
        Base.ELIGIBLE: result.eligible,
    }[base]


def needs(result: VoteResult, policy: Policy) -> Needs:
    """Return what *policy* asked of *result*."""
    asked = terms(policy, result.eligible)
    base = threshold_base(result, policy.threshold.base)
    return Needs(
        quorum=asked.quorum_votes,
        quorum_base=asked.quorum_base,
        yes=least_count(policy.threshold, base),
        threshold_base=base,
        threshold_met=policy.threshold.met(result.yes, base),
    )


@dataclass(frozen=True)
class Bar:
    choice: Choice
    count: int
    width: str


@dataclass(frozen=True)
class Bars:
    """Bars with two marks; lengths are SVG percentages, because the policy of the pages forbids inline styles."""

    bars: tuple[Bar, ...]
    scale: int
    quorum_at: str
    needed_at: str


def bars(result: VoteResult, asked: Needs) -> Bars:
    """Return the bars of *result*, drawn to the largest number in them."""
    counts = {Choice.YES: result.yes, Choice.NO: result.no, Choice.ABSTAIN: result.abstain}
    quorum = asked.quorum if asked.quorum_base is Base.YES else 0
    scale = max(*counts.values(), quorum, asked.yes, 1)
    return Bars(
        bars=tuple(Bar(choice, count, _width(count, scale)) for choice, count in counts.items()),
        scale=scale,
        quorum_at=_width(quorum, scale) if quorum else "",
        needed_at=_width(asked.yes, scale),
    )


def _width(count: int, scale: int) -> str:
    tenths = count * PERCENT * 10 // scale
    return f"{tenths // 10}.{tenths % 10}%"
