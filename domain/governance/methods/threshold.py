"""
Yes, no, abstain under any threshold and any quora: the general form, for counts that come as a case.

Sources: May, A Set of Independent Necessary and Sufficient Conditions for Simple Majority Decision (1952); for a
threshold the Charter of the United Nations, article 18; for a share of the roll that yes has to reach the Scotland
Act 1978, section 85 (2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.governance.methods.box import Box
from domain.governance.methods.consent import VerdictCount
from domain.governance.methods.margin_exact import turned_margin
from domain.governance.methods.result import Status
from domain.governance.policy import Base, Proportion

CHOICES = ("abstain", "no", "yes")


@dataclass(frozen=True)
class Rules:
    """*quorum* is a share of the roll that *quorum.base* reaches, *approval_quorum* one that yes reaches."""

    threshold: Proportion
    quorum: Proportion | None = None
    approval_quorum: Proportion | None = None


def quorum_met(quorum: Proportion | None, counted: int, eligible: int) -> bool:
    """Tell whether *counted* meets the quorum on a roll of *eligible*; true where none is asked for."""
    return quorum is None or quorum.met(counted, eligible)


def count_threshold(box: Box[str], rules: Rules, *, eligible: int) -> VerdictCount:
    """
    Return the verdict: passed where threshold and quora are met.

    A tie is one only under "more than half of yes and no", with both equal and above zero and the quora met.
    """
    scores = {choice: box.ballots.get(choice, 0) for choice in CHOICES}
    yes, no = scores["yes"], scores["no"]

    def of(turned: int) -> Mapping[Base, int]:
        """Return what shares are taken of with so many ballots turned from yes to no."""
        return {
            Base.YES: yes - turned,
            Base.YES_NO: yes + no,
            Base.VALID: box.valid,
            Base.CAST: box.cast,
            Base.ELIGIBLE: eligible,
        }

    def met(turned: int) -> bool:
        counted = of(turned)[rules.quorum.base] if rules.quorum else 0
        approving = quorum_met(rules.approval_quorum, yes - turned, eligible)
        return approving and quorum_met(rules.quorum, counted, eligible)

    def passes(turned: int) -> bool:
        return met(turned) and rules.threshold.met(yes - turned, of(turned)[rules.threshold.base])

    status = _status(box, rules.threshold, yes, no, met(0))
    return VerdictCount(status, passes(0), met(0), scores, turned_margin(passes, yes, no))


def _status(box: Box[str], threshold: Proportion, yes: int, no: int, met: bool) -> Status:
    if not box.valid:
        return Status.NO_BALLOTS
    if not met:
        return Status.NO_QUORUM
    majority = threshold.strict and threshold.base is Base.YES_NO and 2 * threshold.num == threshold.den
    return Status.TIED if majority and yes == no > 0 else Status.DECIDED
