"""Who takes which job of a playbook, with two who stand by for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from domain.resilience import Holder, Placing, Slot, can_do, placing

ALTERNATES = 2
"""How many stand by for each job."""


@dataclass(frozen=True)
class Job:
    """One place of a slot: *person* is "" where nobody is there for it; *alternates* are asked next, in order."""

    slot: int
    person: str
    alternates: tuple[str, ...]


def roster(slots: Sequence[Slot], holders: Sequence[Holder]) -> tuple[Job, ...]:
    """
    Return a job for each place of each slot, in the slots' order.

    People whose availability is in force take the jobs. Those with none stand by first, then those who have a job
    elsewhere, last those whose word on their time has run out; whoever stands by least comes first, so that no
    name stands behind every job.
    """
    sure = placing(slots, [holder for holder in holders if holder.in_force])
    duties: Counter[str] = Counter()
    jobs = []
    for number, slot in enumerate(slots):
        people = [holder.member for holder in sure.placed(number)]
        people += [""] * (slot.people - len(people))
        reserve = _reserve(slots, number, sure, holders)
        for person, alternates in zip(people, _shared_out(reserve, len(people), duties), strict=True):
            jobs.append(Job(number, person, alternates))
    return tuple(jobs)


def line_for(slots: Sequence[Slot], slot: int, holders: Sequence[Holder]) -> tuple[str, ...]:
    """Return everybody who could take the slot with this number, in the order in which they are asked."""
    sure = placing(slots, [holder for holder in holders if holder.in_force])
    first = [holder.member for holder in sure.placed(slot)]
    return (*first, *(member for group in _reserve(slots, slot, sure, holders) for member in group))


def _reserve(
    slots: Sequence[Slot], slot: int, sure: Placing, holders: Sequence[Holder]
) -> tuple[list[str], list[str], list[str]]:
    """Return those who could stand by: with no job, with one elsewhere, with a word that has run out."""
    fit = sorted((h for h in holders if can_do(h, slots[slot])), key=lambda holder: holder.member)
    free = {holder.member for holder in sure.free()}
    here = {holder.member for holder in sure.placed(slot)}
    return (
        [h.member for h in fit if h.member in free],
        [h.member for h in fit if h.in_force and h.member not in free | here],
        [h.member for h in fit if not h.in_force],
    )


def _shared_out(
    reserve: tuple[list[str], list[str], list[str]], jobs: int, duties: Counter[str]
) -> list[tuple[str, ...]]:
    """Give each of the slot's jobs up to ALTERNATES people, one round after the other; nobody twice in a slot."""
    left = [list(group) for group in reserve]
    given: list[list[str]] = [[] for _ in range(jobs)]
    for _ in range(ALTERNATES):
        for alternates in given:
            group = next((group for group in left if group), None)
            if group is None:
                break
            chosen = min(group, key=lambda member: (duties[member], group.index(member)))
            group.remove(chosen)
            duties[chosen] += 1
            alternates.append(chosen)
    return [tuple(alternates) for alternates in given]
