"""Who takes which job, and who stands by."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.packs.roster import ALTERNATES, Job, line_for, roster
from domain.resilience import Holder, Slot, can_do, simultaneous_coverage

SKILLS = ["cooking", "first-aid", "radio"]
HOLDERS = st.lists(
    st.builds(
        Holder,
        st.sampled_from("abcdefgh"),
        st.frozensets(st.sampled_from(SKILLS)),
        st.sampled_from(["", "east"]),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda holder: holder.member,
)
SLOTS = st.lists(
    st.builds(Slot, st.sampled_from(SKILLS), st.integers(1, 3), st.just(4), st.sampled_from(["", "east"])),
    max_size=3,
)


def holder(member: str, *skills: str, in_force: bool = True) -> Holder:
    return Holder(member, frozenset(skills), in_force=in_force)


def test_a_job_has_a_person_and_two_who_stand_by() -> None:
    people = [holder(m, "radio") for m in ("ada", "ben", "cy", "dot")]

    assert roster([Slot("radio", 1, 4)], people) == (Job(0, "ada", ("ben", "cy")),)


def test_nobody_stands_by_for_every_job_while_others_for_none() -> None:
    slots = [Slot("radio", 1, 4), Slot("cooking", 1, 4)]
    people = [
        holder("ada", "radio"),
        holder("ben", "cooking"),
        *(holder(m, "radio", "cooking") for m in ("cy", "dot", "eli", "fay")),
    ]

    assert [job.alternates for job in roster(slots, people)] == [("cy", "dot"), ("eli", "fay")]


def test_who_has_a_job_elsewhere_stands_by_after_the_free_and_before_those_whose_word_ran_out() -> None:
    slots = [Slot("radio", 1, 4), Slot("cooking", 1, 4)]
    people = [
        holder("ada", "radio"),
        holder("ben", "cooking", "radio"),
        holder("cy", "radio", in_force=False),
        holder("dot", "radio"),
    ]

    assert line_for(slots, 0, people) == ("ada", "dot", "ben", "cy")
    assert roster(slots, people)[0] == Job(0, "ada", ("dot", "ben"))


def test_where_nobody_is_there_the_job_stands_empty_and_the_unsure_are_asked() -> None:
    jobs = roster([Slot("radio", 2, 4)], [holder("ada", "radio", in_force=False)])

    assert jobs == (Job(0, "", ("ada",)), Job(0, "", ()))


@given(SLOTS, HOLDERS, st.randoms())
def test_the_roster_keeps_its_rules_in_whatever_order_people_come(
    slots: list[Slot], people: list[Holder], random: object
) -> None:
    jobs = roster(slots, people)
    by_id = {person.member: person for person in people}
    first = [job.person for job in jobs if job.person]
    shuffled = random.sample(people, k=len(people))  # type: ignore[attr-defined]

    assert roster(slots, shuffled) == jobs
    assert len(first) == len(set(first)) == simultaneous_coverage(slots, people).covered
    assert len(jobs) == sum(slot.people for slot in slots)
    for job in jobs:
        named = [m for m in (job.person, *job.alternates) if m]
        assert len(named) == len(set(named))
        assert len(job.alternates) <= ALTERNATES
        assert all(can_do(by_id[m], slots[job.slot]) for m in named)
        assert not job.person or by_id[job.person].in_force
    for number, slot in enumerate(slots):
        assert set(line_for(slots, number, people)) == {p.member for p in people if can_do(p, slot)}
