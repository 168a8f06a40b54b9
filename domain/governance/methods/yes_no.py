"""Yes, no, abstain: the count and its verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.governance.methods.margin_exact import turned_margin
from domain.governance.methods.result import Status
from domain.governance.policy import Base, Policy, Proportion, default_quorum_votes


class Choice(StrEnum):
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    BLANK = "blank"
    INVALID = "invalid"


class UnknownChoice(ValueError):
    """A ballot holds something that is no choice of this vote."""

    def __init__(self, choice: str) -> None:
        super().__init__(f"{choice!r} is no choice. Use one of: {', '.join(Choice)}.")
        self.choice = choice


@dataclass(frozen=True)
class YesNoResult:
    """
    The count of a yes-no vote. valid = cast minus blank and invalid; an abstention is valid.

    *margin* is the fewest ballots that, turned from yes to no or from no to yes, alter *passed*; None where
    none could.
    """

    status: Status
    passed: bool
    quorum_met: bool
    eligible: int
    yes: int
    no: int
    abstain: int
    blank: int
    invalid: int
    margin: int | None

    @property
    def cast(self) -> int:
        return self.yes + self.no + self.abstain + self.blank + self.invalid

    @property
    def valid(self) -> int:
        return self.yes + self.no + self.abstain


@dataclass(frozen=True)
class _Count:
    yes: int
    no: int
    abstain: int
    cast: int
    eligible: int

    def of(self, base: Base) -> int:
        return {
            Base.YES: self.yes,
            Base.YES_NO: self.yes + self.no,
            Base.VALID: self.yes + self.no + self.abstain,
            Base.CAST: self.cast,
            Base.ELIGIBLE: self.eligible,
        }[base]

    def turned(self, ballots: int) -> _Count:
        """Return the count with so many ballots turned from yes to no (below zero: from no to yes)."""
        return _Count(self.yes - ballots, self.no + ballots, self.abstain, self.cast, self.eligible)


def tally_yes_no(choices: Iterable[str], policy: Policy, *, eligible: int) -> YesNoResult:
    """
    Count *choices*, one per counted ballot in any order, under *policy* for a roll of *eligible*.

    Raises:
        UnknownChoice: a choice that is none of Choice.
        NetworkTooSmall: the default quorum on a roll of fewer than three.
    Source: docs/policies.md; the tie is that of the policy's own words: yes equal to no under "more than half".
    """
    counted = Counter(choices)
    for choice in counted:
        if choice not in list(Choice):
            raise UnknownChoice(choice)
    count = _Count(counted[Choice.YES], counted[Choice.NO], counted[Choice.ABSTAIN], counted.total(), eligible)
    quorum_met = _quorum_met(count, policy)
    return YesNoResult(
        status=_status(count, policy, quorum_met),
        passed=_passed(count, policy),
        quorum_met=quorum_met,
        eligible=eligible,
        yes=count.yes,
        no=count.no,
        abstain=count.abstain,
        blank=counted[Choice.BLANK],
        invalid=counted[Choice.INVALID],
        margin=_margin(count, policy),
    )


def _quorum_met(count: _Count, policy: Policy) -> bool:
    if policy.approval_quorum is not None and not policy.approval_quorum.met(count.yes, count.eligible):
        return False
    if policy.quorum is None:
        return count.yes >= default_quorum_votes(count.eligible)
    return policy.quorum.met(count.of(policy.quorum.base), count.eligible)


def _passed(count: _Count, policy: Policy) -> bool:
    threshold = policy.threshold
    return _quorum_met(count, policy) and threshold.met(count.yes, count.of(threshold.base))


def _is_simple_majority(threshold: Proportion) -> bool:
    return threshold.strict and threshold.base is Base.YES_NO and 2 * threshold.num == threshold.den


def _status(count: _Count, policy: Policy, quorum_met: bool) -> Status:
    if count.yes + count.no + count.abstain == 0:
        return Status.NO_BALLOTS
    if not quorum_met:
        return Status.NO_QUORUM
    if _is_simple_majority(policy.threshold) and count.yes == count.no > 0:
        return Status.TIED
    return Status.DECIDED


def _margin(count: _Count, policy: Policy) -> int | None:
    return turned_margin(lambda turned: _passed(count.turned(turned), policy), count.yes, count.no)
