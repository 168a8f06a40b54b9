"""What a vote among options asked of each of them, in numbers, and how each stood against "none of these"."""

from __future__ import annotations

from dataclasses import dataclass

from domain.governance.policy import Base, Policy, default_quorum_votes
from domain.governance.standing import Standing
from domain.governance.terms import least_count
from domain.governance.vote import VoteResult


@dataclass(frozen=True)
class Stood:
    """
    An option against "none of these": ballots that put it above, and below.

    *needed* is the least number above that reaches the threshold, a share of *of*. *dropped* is "", "quorum" or
    "threshold".
    """

    option: str
    above: int
    below: int
    needed: int
    of: int
    dropped: str


@dataclass(frozen=True)
class Asked:
    """*quorum* counts *quorum_base*; *approval* is what an approval quorum asks besides, 0 where there is none."""

    quorum: int
    quorum_base: Base
    approval: int
    rows: tuple[Stood, ...]

    @property
    def lost(self) -> tuple[Stood, ...]:
        """Those dropped before the count."""
        return tuple(row for row in self.rows if row.dropped)


def asked(result: VoteResult, policy: Policy) -> Asked:
    """Return what *policy* asked of the options of *result*, and how each stood."""
    quorum, roll = policy.quorum, result.eligible
    return Asked(
        quorum=default_quorum_votes(roll) if quorum is None else least_count(quorum, roll),
        quorum_base=Base.YES if quorum is None else quorum.base,
        approval=least_count(policy.approval_quorum, roll) if policy.approval_quorum else 0,
        rows=tuple(_stood(standing, result, policy) for standing in result.standings),
    )


def _stood(standing: Standing, result: VoteResult, policy: Policy) -> Stood:
    of = {
        Base.YES: standing.for_,
        Base.YES_NO: standing.for_ + standing.against,
        Base.VALID: result.valid,
        Base.CAST: result.cast,
        Base.ELIGIBLE: result.eligible,
    }[policy.threshold.base]
    needed = least_count(policy.threshold, of)
    return Stood(standing.option, standing.for_, standing.against, needed, of, standing.dropped)
