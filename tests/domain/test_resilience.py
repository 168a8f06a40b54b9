"""Simultaneous coverage against trying every way to place people."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people import Availability
from domain.resilience import (
    SPARE_COUNTED,
    Cover,
    Holder,
    Playbook,
    Situation,
    Slot,
    SlotCover,
    Thin,
    can_do,
    in_force,
    placing,
    simultaneous_coverage,
    thin_skills,
)

SKILLS = ["first-aid", "cooking", "radio"]
ZONES = st.sampled_from(["", "east", "west"])
HOLDERS = st.lists(
    st.builds(Holder, st.sampled_from("abcdef"), st.frozensets(st.sampled_from(SKILLS)), ZONES),
    max_size=6,
    unique_by=lambda holder: holder.member,
)
SLOTS = st.lists(st.builds(Slot, st.sampled_from(SKILLS), st.integers(1, 3), st.just(4), ZONES), max_size=3)


TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def holder(member: str, *skills: str, zone: str = "", in_force: bool = True) -> Holder:
    return Holder(member, frozenset(skills), zone, in_force)


def playbook(*slots: Slot) -> Playbook:
    return Playbook("power-cut", {}, Situation.HEALTH, slots, TODAY)


def every_placing(slots: list[Slot], holders: list[Holder]) -> set[tuple[int, ...]]:
    """Return the jobs covered per slot, over every order in which the people could be placed."""
    jobs = [(i, slot) for i, slot in enumerate(slots) for _ in range(slot.people)]
    seats: list[Holder | None] = [*holders, *[None] * len(jobs)]
    placings = set()
    for people in permutations(seats, len(jobs)):
        covered = [0] * len(slots)
        for (i, slot), person in zip(jobs, people, strict=True):
            covered[i] += person is not None and can_do(person, slot)
        placings.add(tuple(covered))
    return placings


@pytest.mark.parametrize(
    ("slot", "person", "fits"),
    [
        (Slot("radio", 1, 4), holder("ada", "radio", zone="east"), True),
        (Slot("radio", 1, 4, "east"), holder("ada", "radio", "cooking", zone="east"), True),
        (Slot("radio", 1, 4, "east"), holder("ada", "radio", zone="west"), False),
        (Slot("radio", 1, 4, "east"), holder("ada", "radio"), False),
        (Slot("radio", 1, 4), holder("ada", "cooking"), False),
    ],
)
def test_a_person_fits_a_job_by_skill_and_zone(slot: Slot, person: Holder, fits: bool) -> None:
    assert can_do(person, slot) is fits


def test_one_person_does_one_job_at_a_time() -> None:
    slots = [Slot("first-aid", 1, 1), Slot("cooking", 2, 4)]

    cover = simultaneous_coverage(slots, [holder("ada", "first-aid", "cooking")])

    assert [s.covered for s in cover.slots] == [1, 0]
    assert (cover.wanted, cover.covered, cover.gaps) == (3, 1, 2)
    assert [s.gap for s in cover.slots] == [0, 2]


def test_somebody_placed_moves_over_where_that_covers_one_job_more() -> None:
    slots = [Slot("cooking", 1, 4), Slot("first-aid", 1, 1)]
    people = [holder("ada", "cooking", "first-aid"), holder("ben", "cooking")]

    assert simultaneous_coverage(slots, people).gaps == 0
    assert simultaneous_coverage(slots, people[::-1]).gaps == 0


def test_a_chain_of_moves_is_followed_to_its_end() -> None:
    slots = [Slot(skill, 1, 4) for skill in SKILLS]
    people = [
        holder("ada", "first-aid", "cooking"),
        holder("ben", "cooking", "radio"),
        holder("cy", "first-aid"),
    ]

    assert simultaneous_coverage(slots[1:] + slots[:1], people).gaps == 0


def test_the_spare_are_those_who_could_come_besides() -> None:
    slots = [Slot("cooking", 1, 4), Slot("radio", 1, 4)]
    people = [holder("ada", "cooking"), holder("ben", "cooking"), holder("cy", "first-aid")]

    assert simultaneous_coverage(slots, people) == Cover((SlotCover(slots[0], 1, 1), SlotCover(slots[1], 0, 0)))


def test_spare_people_are_found_behind_those_who_could_move_over() -> None:
    slots = [Slot("cooking", 1, 4), Slot("radio", 1, 4)]
    people = [holder("ada", "cooking"), holder("ben", "cooking", "radio"), holder("cy", "radio")]

    assert [s.spare for s in simultaneous_coverage(slots, people).slots] == [1, 1]


def test_whose_word_has_run_out_covers_nothing_and_is_told_apart() -> None:
    slots = [Slot("cooking", 2, 4)]
    people = [holder("ada", "cooking"), holder("ben", "cooking", in_force=False)]
    cover = simultaneous_coverage(slots, people)

    assert (cover.covered, cover.perhaps) == (1, 1)
    assert simultaneous_coverage(slots, [people[1]]).slots[0].spare == 0


@pytest.mark.parametrize(
    ("said", "on", "counts"),
    [
        (None, TODAY, False),
        (Availability(TODAY, TODAY + DAY), TODAY, True),
        (Availability(TODAY, TODAY + DAY), TODAY + DAY, True),
        (Availability(TODAY, TODAY + DAY), TODAY + 2 * DAY, False),
        (Availability(TODAY, TODAY + DAY), TODAY - DAY, False),
    ],
)
def test_a_word_counts_from_its_day_to_its_last(said: Availability | None, on: date, counts: bool) -> None:
    assert in_force(said, on) is counts


def test_who_is_placed_and_who_is_free_is_told_by_name() -> None:
    found = placing([Slot("cooking", 1, 4)], [holder("ben", "cooking"), holder("ada", "cooking")])

    assert [h.member for h in found.placed(0)] == ["ada"]
    assert [h.member for h in found.free()] == ["ben"]


def test_a_skill_that_one_absence_leaves_short_is_thin() -> None:
    books = [playbook(Slot("cooking", 1, 4), Slot("cooking", 1, 8, "east")), playbook(Slot("cooking", 1, 4))]
    people = [holder("ada", "cooking", "radio"), holder("ben", "cooking"), holder("cy", "radio", in_force=False)]

    found = thin_skills(books, ["radio", "first-aid"], people)

    assert found == (Thin("cooking", 2, 2), Thin("first-aid", 0, 1), Thin("radio", 1, 1))
    assert [thin.gap for thin in found] == [False, True, False]


def test_a_skill_with_one_to_spare_is_not_thin() -> None:
    people = [holder("ada", "cooking"), holder("ben", "cooking")]

    assert thin_skills([playbook(Slot("cooking", 1, 4))], [], people) == ()


def test_a_playbook_without_jobs_lacks_nothing() -> None:
    cover = simultaneous_coverage([], [holder("ada", "cooking")])

    assert (cover.wanted, cover.covered, cover.gaps) == (0, 0, 0)


@given(
    st.lists(st.builds(Slot, st.sampled_from(SKILLS), st.integers(1, 2), st.just(4), ZONES), max_size=2),
    HOLDERS.map(lambda people: people[:3]),
)
def test_no_placing_covers_more_and_earlier_jobs_come_first(slots: list[Slot], people: list[Holder]) -> None:
    found = tuple(s.covered for s in simultaneous_coverage(slots, people).slots)
    best = max(every_placing(slots, people), key=lambda placing: (sum(placing), placing))

    assert found == best


@given(SLOTS, HOLDERS, st.randoms())
def test_the_order_of_people_changes_no_count(slots: list[Slot], people: list[Holder], random: object) -> None:
    shuffled = random.sample(people, k=len(people))  # type: ignore[attr-defined]

    before, after = (simultaneous_coverage(slots, given_people) for given_people in (people, shuffled))

    assert before == after


@given(SLOTS, HOLDERS)
def test_spare_is_what_a_larger_slot_could_cover_besides(slots: list[Slot], people: list[Holder]) -> None:
    found = simultaneous_coverage(slots, people)
    for number, slot in enumerate(slots):
        larger = [*slots[:number], Slot(slot.skill, slot.people + 6, 4, slot.zone), *slots[number + 1 :]]

        more = simultaneous_coverage(larger, people).covered - found.covered
        assert found.slots[number].spare == min(more, SPARE_COUNTED)


@given(SLOTS, HOLDERS, st.sampled_from(SKILLS))
def test_one_person_more_never_covers_less_and_at_most_one_job_more(
    slots: list[Slot], people: list[Holder], skill: str
) -> None:
    before = simultaneous_coverage(slots, people).covered
    after = simultaneous_coverage(slots, [*people, holder("newcomer", skill)]).covered

    assert after - before in (0, 1)
