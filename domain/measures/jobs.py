"""The jobs of one playbook at one time: with some people away, and with the skills people came with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from domain.resilience import Holder, Slot, placing

MOST_TRIED = 2000
"""So many choices of who is away are tried; beyond them the figure is left out."""


def covered_jobs(slots: Sequence[Slot], holders: Sequence[Holder]) -> int:
    """
    Return how many jobs distinct people cover at one time: `simultaneous_coverage` without its other counts.

    Source: Hall, Journal of the London Mathematical Society 10 (1935): a largest matching of people to jobs.
    """
    found = placing(slots, holders)
    return len(found.holders) - len(found.free())


def covered_with_absent(slots: Sequence[Slot], holders: Sequence[Holder], absent: int) -> int | None:
    """
    Return the fewest jobs covered when any *absent* people are away; None where that is too much to try.

    People who fit the same jobs are alike, so only kinds of people are tried.
    """
    fitting = [holder for holder in holders if _kind(holder, slots)[0]]
    kinds = Counter(_kind(holder, slots) for holder in fitting)
    choices = [kind for kind in sorted(kinds, key=_key) for _ in range(min(kinds[kind], absent))]
    tried = set(combinations(choices, min(absent, len(choices))))
    if len(tried) > MOST_TRIED:
        return None
    fewest = covered_jobs(slots, fitting)
    floor = max(0, fewest - absent)
    for away in tried:
        if fewest == floor:
            break
        fewest = min(fewest, covered_jobs(slots, _without(fitting, away, slots)))
    return fewest


Kind = tuple[frozenset[str], str]


def _kind(holder: Holder, slots: Sequence[Slot]) -> Kind:
    """Return what decides which jobs somebody fits."""
    zones = {slot.zone for slot in slots}
    asked = {slot.skill for slot in slots if slot.zone in ("", holder.zone)}
    return holder.skills & asked, holder.zone if holder.zone in zones else ""


def _key(kind: Kind) -> tuple[list[str], str]:
    return sorted(kind[0]), kind[1]


def _without(holders: Sequence[Holder], away: Sequence[Kind], slots: Sequence[Slot]) -> list[Holder]:
    missing = Counter(away)
    left = []
    for holder in holders:
        kind = _kind(holder, slots)
        if missing[kind]:
            missing[kind] -= 1
        else:
            left.append(holder)
    return left


def before_joining(holders: Sequence[Holder], learnt: Mapping[str, Collection[str]]) -> tuple[Holder, ...]:
    """Return the holders with only the skills they came with: without those *learnt* here, by member."""
    return tuple(replace(h, skills=h.skills - frozenset(learnt.get(h.member, ()))) for h in holders)


def dividend(slots: Sequence[Slot], holders: Sequence[Holder], learnt: Mapping[str, Collection[str]]) -> int:
    """
    Return the collective resilience dividend: jobs covered now minus those covered with the skills people brought.

    A difference of potentials, not causal and not money. Ties in disasters: Aldrich and Meyer, American Behavioral
    Scientist 59 (2014).
    """
    return covered_jobs(slots, holders) - covered_jobs(slots, before_joining(holders, learnt))
