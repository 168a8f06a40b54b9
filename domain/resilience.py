"""Playbooks and their coverage: who could do what at one time, before the crisis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.people import Availability
from domain.privacy import SPARE_SHOWN_TO
from domain.words import Words

SPARE_COUNTED = SPARE_SHOWN_TO + 1
"""Spare people of a slot are counted up to here: nobody is told of more."""


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
    """
    A playbook in one language; *nobody_answers* maps "hour_1", "hour_4", "hour_24" to what to do.

    *meeting_point* is where people go who were reached by nobody, "" where there is none.
    """

    title: str
    summary: str
    trigger: str
    activated_by: str
    resources: tuple[str, ...] = ()
    nobody_answers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    meeting_point: str = ""


@dataclass(frozen=True)
class Playbook:
    slug: str
    words: dict[str, PlaybookWords]
    situation: Situation
    slots: tuple[Slot, ...]
    review_on: date


@dataclass(frozen=True)
class Holder:
    """
    A member who can do a skill now: level at least "can do", and cleared where it protects somebody.

    *in_force* tells whether they said when they have time and that word has not run out.
    """

    member: str
    skills: frozenset[str]
    zone: str = ""
    in_force: bool = True


@dataclass(frozen=True)
class SlotCover:
    """*spare* is how many more could take the slot with all covered jobs still covered, up to SPARE_COUNTED."""

    slot: Slot
    covered: int
    spare: int

    @property
    def gap(self) -> int:
        return self.slot.people - self.covered


@dataclass(frozen=True)
class Cover:
    """*perhaps* counts the further jobs that people could cover whose word on their time has run out."""

    slots: tuple[SlotCover, ...]
    perhaps: int = 0

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


def in_force(availability: Availability | None, on: date) -> bool:
    """Tell whether a member's word on when they have time counts on the day *on*."""
    return availability is not None and availability.confirmed_on <= on <= availability.until


class Placing:
    """
    People placed at jobs, one person at one job at a time: a matching that grows by one person whenever it can.

    Source: Kuhn's augmenting paths for Hall's theorem (Hall 1935; Kuhn 1955).
    """

    def __init__(self, slots: Sequence[Slot], holders: Sequence[Holder]) -> None:
        self.slots = tuple(slots)
        self.holders = tuple(sorted(holders, key=lambda holder: holder.member))
        self._fits = [[h for h, holder in enumerate(self.holders) if can_do(holder, slot)] for slot in self.slots]
        self._slot_of: dict[int, int] = {}

    def place(self, slot: int) -> bool:
        """Find one more person for the slot with this number, moving others over; whoever is placed stays so."""
        return self._augment(slot, set())

    def _augment(self, slot: int, tried: set[int]) -> bool:
        for holder in self._fits[slot]:
            if holder in tried:
                continue
            tried.add(holder)
            if holder not in self._slot_of or self._augment(self._slot_of[holder], tried):
                self._slot_of[holder] = slot
                return True
        return False

    def copy(self) -> Placing:
        """Return the same placing, to go on with apart from this one."""
        other = Placing(self.slots, self.holders)
        other._slot_of = dict(self._slot_of)
        return other

    def placed(self, slot: int) -> tuple[Holder, ...]:
        """Return who stands at the slot's jobs, in the order of their ids."""
        return tuple(holder for h, holder in enumerate(self.holders) if self._slot_of.get(h) == slot)

    def free(self) -> tuple[Holder, ...]:
        """Return whom no job has taken."""
        return tuple(holder for h, holder in enumerate(self.holders) if h not in self._slot_of)


def placing(slots: Sequence[Slot], holders: Sequence[Holder]) -> Placing:
    """
    Return as many people at jobs as can be at one time; earlier slots are served first where not all can be.

    Who is taken does not depend on the order in which the holders are given.
    """
    made = Placing(slots, holders)
    for number, slot in enumerate(slots):
        for _ in range(slot.people):
            made.place(number)
    return made


def simultaneous_coverage(slots: Sequence[Slot], holders: Sequence[Holder]) -> Cover:
    """
    Return how many jobs distinct people can cover at one time, counting those whose availability is in force.

    The others are told apart, in *perhaps*. No count depends on the order of the holders.
    """
    sure = placing(slots, [holder for holder in holders if holder.in_force])
    covered = [len(sure.placed(number)) for number in range(len(slots))]
    all_of_them = placing(slots, holders) if any(not holder.in_force for holder in holders) else sure
    together = sum(len(all_of_them.placed(number)) for number in range(len(slots)))
    return Cover(
        tuple(SlotCover(slot, covered[n], _spare(sure, n)) for n, slot in enumerate(slots)),
        perhaps=together - sum(covered),
    )


def _spare(found: Placing, slot: int) -> int:
    # Counted by placing people in jobs that nobody asked for: the size of a maximum matching is the same
    # whoever is in it, so the count is too.
    tried, spare = found.copy(), 0
    while spare < SPARE_COUNTED and tried.place(slot):
        spare += 1
    return spare


@dataclass(frozen=True)
class Thin:
    """A skill that a crisis calls for and that one absence, or none, leaves short: *holders* for *wanted* jobs."""

    skill: str
    holders: int
    wanted: int

    @property
    def gap(self) -> bool:
        return self.holders < self.wanted


def thin_skills(
    playbooks: Iterable[Playbook], relevant: Iterable[str], holders: Sequence[Holder]
) -> tuple[Thin, ...]:
    """
    Return the skills with k-robustness 0 or below, by their slugs: holders in force minus the people wanted.

    Wanted are the most people that one playbook asks for; one where none does, but the skill is *relevant* to a
    crisis. Source: k-out-of-n reliability; "truck factor" (Avelino et al. 2016).
    """
    wanted = dict.fromkeys(relevant, 1)
    for playbook in playbooks:
        asked = Counter[str]()
        for slot in playbook.slots:
            asked[slot.skill] += slot.people
        for skill, people in asked.items():
            wanted[skill] = max(people, wanted.get(skill, 1))
    there = Counter(skill for holder in holders if holder.in_force for skill in holder.skills)
    return tuple(Thin(s, there[s], wanted[s]) for s in sorted(wanted) if there[s] <= wanted[s])
