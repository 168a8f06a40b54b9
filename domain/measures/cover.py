"""Skills that the playbooks ask for: how many are there, and how much may be missing before one is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb

from domain.resilience import Holder, Playbook


@dataclass(frozen=True)
class Want:
    """A skill, how many people are wanted for it at one time, and how many have it."""

    skill: str
    wanted: int
    holders: int

    @property
    def slack(self) -> int:
        """How many may be missing before the skill is; below zero where it already is."""
        return self.holders - self.wanted


def wanted_skills(playbooks: Iterable[Playbook]) -> dict[str, int]:
    """Return each skill of the playbooks with the most people that one playbook asks of it."""
    most: dict[str, int] = {}
    for playbook in playbooks:
        asked: Counter[str] = Counter()
        for slot in playbook.slots:
            asked[slot.skill] += slot.people
        for skill, people in asked.items():
            most[skill] = max(people, most.get(skill, 0))
    return dict(sorted(most.items()))


def wants(wanted: Mapping[str, int], holders: Iterable[Holder]) -> tuple[Want, ...]:
    """Return the wanted skills with how many have each."""
    there = Counter(skill for holder in holders for skill in holder.skills)
    return tuple(Want(skill, people, there[skill]) for skill, people in wanted.items())


def coverage(found: Sequence[Want]) -> Fraction | None:
    """
    Return the share of skills with at least as many holders as wanted; None where nothing is wanted.

    Source: functional redundancy, after Walker, Conservation Biology 6 (1992).
    """
    return Fraction(sum(want.slack >= 0 for want in found), len(found)) if found else None


def robustness(found: Sequence[Want]) -> int | None:
    """
    Return k, the most people of whom *any* may be away and no skill is lost; below zero where one is lacking.

    Source: the truck factor, Avelino, Passos, Hora and Valente (2016).
    """
    return min((want.slack for want in found), default=None)


def expected_coverage(found: Sequence[Want], absent: Fraction) -> Fraction | None:
    """
    Return the mean over skills of P(enough holders) when each person is away with probability *absent*.

    Source: k-out-of-n reliability; exact, by the binomial distribution.
    """
    if not found:
        return None
    enough = (_at_least(want.wanted, want.holders, 1 - absent) for want in found)
    return sum(enough, Fraction(0)) / len(found)


def _at_least(wanted: int, holders: int, there: Fraction) -> Fraction:
    exactly = (comb(holders, n) * there**n * (1 - there) ** (holders - n) for n in range(wanted, holders + 1))
    return sum(exactly, Fraction(0))


def worst_coverage(wanted: Mapping[str, int], holders: Sequence[Holder], absent: int) -> Fraction | None:
    """Return the lowest coverage that *absent* people, whoever they are, can leave by being away."""
    found = wants(wanted, holders)
    if not found:
        return None
    slack = {want.skill: want.slack for want in found}
    tight = {skill for skill, left in slack.items() if 0 <= left < absent}
    # Of people with the same tight skills it matters only how many are away.
    alike = Counter(holder.skills & tight for holder in holders)
    choices = [skills for skills, people in alike.items() for _ in range(min(people, absent))]
    lost = 0
    for away in combinations(choices, min(absent, len(choices))):
        gone = Counter(skill for skills in away for skill in skills)
        lost = max(lost, sum(people > slack[skill] for skill, people in gone.items()))
    return Fraction(sum(left >= 0 for left in slack.values()) - lost, len(found))
