"""What a policy means for a roll, as numbers that a sentence can be made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.governance.policy import (
    Base,
    ConstituencyRule,
    Policy,
    Proportion,
    default_quorum_votes,
    sponsors_needed,
)
from domain.privacy import SPLIT_FROM_BALLOTS


@dataclass(frozen=True)
class Terms:
    """
    A policy read for *members* people on the roll: "with 40 members: 4 sponsors, 10 yes votes".

    *quorum_votes* is the least number that meets the quorum, counted in *quorum_base* (yes, valid or cast).
    *threshold* needs no number: it is a share of what will have been cast. *approval_votes* is the number that
    must be in favour besides, 0 where the policy asks for none.
    """

    members: int
    sponsors: int
    quorum_votes: int
    quorum_base: Base
    threshold: Proportion
    sponsoring_days: int
    deliberation_days: int
    frozen_hours: int
    voting_days: int
    challenge_hours: int
    approval_votes: int = 0

    @property
    def votes_needed(self) -> int:
        """Return the least number of votes in favour with which it can pass, as far as quora ask for them."""
        return max(self.approval_votes, self.quorum_votes if self.quorum_base is Base.YES else 0)

    @property
    def shortest(self) -> timedelta:
        """Return the least time from enough sponsors to a certified result."""
        return timedelta(
            days=self.deliberation_days + self.voting_days, hours=self.frozen_hours + self.challenge_hours
        )


def least_count(share: Proportion, base: int) -> int:
    """Return the smallest count that is this *share* of *base*; one more than *base* where none is."""
    return next((count for count in _around(share, base) if share.met(count, base)), base + 1)


def _around(share: Proportion, base: int) -> range:
    whole = base * share.num // share.den
    return range(max(0, whole), min(base, whole + 1) + 1)


def terms(policy: Policy, members: int, *, of_program: bool = False) -> Terms:
    """
    Return what *policy* asks for on a roll of *members*.

    Raises:
        NetworkTooSmall: the size-aware defaults on a roll of fewer than three.
    """
    quorum = policy.quorum
    return Terms(
        members=members,
        sponsors=sponsors_needed(policy, members, of_program=of_program),
        quorum_votes=default_quorum_votes(members) if quorum is None else least_count(quorum, members),
        quorum_base=Base.YES if quorum is None else quorum.base,
        threshold=policy.threshold,
        sponsoring_days=policy.sponsoring_days,
        deliberation_days=policy.deliberation_days,
        frozen_hours=policy.frozen_hours,
        voting_days=policy.voting_days,
        challenge_hours=policy.challenge_hours,
        approval_votes=least_count(policy.approval_quorum, members) if policy.approval_quorum else 0,
    )


class Unmet(StrEnum):
    """What can never be met on a roll, by the field of the policy that asks for it."""

    SPONSORS = "sponsors"
    QUORUM = "quorum"
    APPROVAL_QUORUM = "approval_quorum"
    CONSTITUENCY = "constituency"


def out_of_reach(policy: Policy, reading: Terms) -> tuple[Unmet, ...]:
    """Return what of *policy* even all members of the roll together could never meet; () for a sound one."""
    found = {
        # The author is not one of the sponsors.
        Unmet.SPONSORS: reading.sponsors > reading.members - 1,
        Unmet.QUORUM: reading.quorum_votes > reading.members,
        Unmet.APPROVAL_QUORUM: reading.approval_votes > reading.members,
        Unmet.CONSTITUENCY: reading.members < least_roll(policy.constituency),
    }
    return tuple(unmet for unmet, never in found.items() if never)


def least_roll(rule: ConstituencyRule) -> int:
    """Return the smallest roll a constituency rule can be held on: eleven of the group, and of the rest too."""
    parts = {ConstituencyRule.CONCURRENT: 2, ConstituencyRule.SECOND_READING: 1}
    return parts.get(rule, 0) * SPLIT_FROM_BALLOTS
