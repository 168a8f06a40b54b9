"""Playbooks and their coverage: who could do what at one time, before the crisis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.words import Words


class Situation(StrEnum):
    ENVIRONMENTAL = "environmental"
    ECONOMIC = "economic"
    HEALTH = "health"


@dataclass(frozen=True)
class Slot:
    """So many people with a skill within so many hours, in one zone or anywhere."""

    skill: str
    people: int
    within_hours: int
    zone: str = ""
    label: Words = field(default_factory=dict)


@dataclass(frozen=True)
class PlaybookWords:
    """A playbook in one language; *nobody_answers* maps "hour_1", "hour_4", "hour_24" to what to do."""

    title: str
    summary: str
    trigger: str
    activated_by: str
    resources: tuple[str, ...] = ()
    nobody_answers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True)
class Playbook:
    slug: str
    words: dict[str, PlaybookWords]
    situation: Situation
    slots: tuple[Slot, ...]
    review_on: date


@dataclass(frozen=True)
class Holder:
    """A member who can do a skill now: level at least "can do", cleared, and not away."""

    member: str
    skills: frozenset[str]
    zone: str = ""


@dataclass(frozen=True)
class SlotCover:
    """*spare* counts holders of the skill whom no job of the playbook has taken."""

    slot: Slot
    covered: int
    spare: int

    @property
    def gap(self) -> int:
        return self.slot.people - self.covered


@dataclass(frozen=True)
class Cover:
    slots: tuple[SlotCover, ...]

    @property
    def wanted(self) -> int:
        return sum(s.slot.people for s in self.slots)

    @property
    def covered(self) -> int:
        return sum(s.covered for s in self.slots)

    @property
    def gaps(self) -> int:
        return self.wanted - self.covered


def can_do(holder: Holder, slot: Slot) -> bool:
    """Tell whether the holder fits the slot's skill and zone."""
    return slot.skill in holder.skills and (not slot.zone or slot.zone == holder.zone)


def simultaneous_coverage(slots: Sequence[Slot], holders: Sequence[Holder]) -> Cover:
    """
    Return how many jobs distinct people can cover at one time: a maximum matching, one person to one job.

    Earlier slots are served first where not all can be; the answer does not depend on the order of holders
    beyond who is taken. Source: Kuhn's augmenting paths for Hall's theorem (Hall 1935; Kuhn 1955).
    """
    jobs = [i for i, slot in enumerate(slots) for _ in range(slot.people)]
    fits = [[h for h, holder in enumerate(holders) if can_do(holder, slots[i])] for i in jobs]
    job_of: dict[int, int] = {}

    def place(job: int, tried: set[int]) -> bool:
        for holder in fits[job]:
            if holder in tried:
                continue
            tried.add(holder)
            if holder not in job_of or place(job_of[holder], tried):
                job_of[holder] = job
                return True
        return False

    covered = [0] * len(slots)
    for job, slot_number in enumerate(jobs):
        covered[slot_number] += place(job, set())
    free = [h for h in range(len(holders)) if h not in job_of]
    return Cover(
        tuple(
            SlotCover(slot, covered[i], sum(can_do(holders[h], slot) for h in free))
            for i, slot in enumerate(slots)
        )
    )
