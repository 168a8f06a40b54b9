"""Cohorts in time, the places in them, and who learnt from whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people import ProgramRole
from domain.programs import Cohort, Lead, LineageNode, Participation, PartState, Phase, lineage, phase, places_left
from tests.builders import a_cohort, a_participation

FIRST = date(2025, 1, 7)
MENTOR, HOST = ProgramRole.PEER_MENTOR, ProgramRole.HOST


def run(number: int, *leads: Lead, starts: date | None = None) -> Cohort:
    begins = starts or FIRST + timedelta(days=100 * number)
    return a_cohort("sewing", number, starts=begins, ends=begins + timedelta(days=40), leads=leads)


def node(member: str, *led: int, under: str = "", role: ProgramRole = MENTOR, learners: tuple = ()) -> LineageNode:
    attended = (under,) if under else ()
    return LineageNode(member, role, attended, tuple(f"sewing-{n}" for n in led), learners)


@pytest.mark.parametrize(
    ("days", "expected"), [(-1, Phase.AHEAD), (0, Phase.NOW), (40, Phase.NOW), (41, Phase.OVER)]
)
def test_a_cohort_runs_from_its_first_day_through_its_last(days: int, expected: Phase) -> None:
    cohort = run(1, starts=FIRST)

    assert phase(cohort, FIRST + timedelta(days=days)) is expected


@pytest.mark.parametrize(
    ("changes", "takes"),
    [
        ({}, True),
        ({"state": PartState.ATTENDING}, True),
        ({"state": PartState.COMPLETED}, True),
        ({"state": PartState.WAITING}, False),
        ({"state": PartState.LEFT}, False),
        ({"role": MENTOR}, False),
        ({"cohort": "another"}, False),
    ],
)
def test_a_place_is_taken_by_who_attends_the_cohort(changes: dict[str, object], takes: bool) -> None:
    cohort = a_cohort(capacity=3)

    assert places_left(cohort, [a_participation("ada", **changes)]) == (2 if takes else 3)


@given(st.integers(0, 6), st.integers(0, 9))
def test_places_run_out_and_never_below_none(capacity: int, enrolled: int) -> None:
    parts: list[Participation] = [a_participation(f"m{n}") for n in range(enrolled)]

    assert places_left(a_cohort(capacity=capacity), parts) == max(0, capacity - enrolled)


def test_a_leader_stands_under_the_first_leader_of_the_cohort_they_learnt_in() -> None:
    cohorts = [
        run(1, Lead("rosa", HOST), Lead("sol", MENTOR)),
        run(2, Lead("rosa", HOST), Lead("tam", MENTOR, "sewing-1")),
        run(3, Lead("tam", HOST, "sewing-1"), Lead("uma", MENTOR, "sewing-2")),
        run(4, Lead("vic", MENTOR, "sewing-3")),
    ]

    vic = node("vic", 4, under="sewing-3")
    tam = node("tam", 2, 3, under="sewing-1", role=HOST, learners=(vic,))
    uma = node("uma", 3, under="sewing-2")
    assert lineage(cohorts) == (node("rosa", 1, 2, role=HOST, learners=(tam, uma)), node("sol", 1))
    assert lineage(cohorts[::-1]) == lineage(cohorts)


@pytest.mark.parametrize(
    "learnt_in",
    ["", "sewing-9", "sewing-3", "sewing-1"],
    ids=["nowhere", "a cohort that is not there", "a cohort without leaders", "their own cohort"],
)
def test_who_learnt_from_nobody_here_is_a_root(learnt_in: str) -> None:
    cohorts = [run(1, Lead("ada", MENTOR, learnt_in)), run(3)]

    assert lineage(cohorts) == (node("ada", 1, under=learnt_in),)


def test_two_who_each_claim_to_have_learnt_from_the_other_are_both_shown() -> None:
    cohorts = [run(1, Lead("ada", MENTOR, "sewing-2")), run(2, Lead("ben", MENTOR, "sewing-1"))]

    assert [n.member for n in lineage(cohorts)] == ["ada", "ben"]


def test_who_learnt_from_somebody_in_a_circle_is_shown_below_them() -> None:
    cohorts = [
        run(1, Lead("ada", MENTOR, "sewing-2")),
        run(2, Lead("ben", MENTOR, "sewing-1")),
        run(3, Lead("cy", MENTOR, "sewing-1")),
    ]

    ada, ben = lineage(cohorts)

    assert [n.member for n in ada.learners] == ["cy"]
    assert ben.learners == ()


def test_a_program_without_cohorts_has_no_lineage() -> None:
    assert lineage([]) == ()


COHORTS = st.lists(
    st.lists(
        st.builds(
            Lead,
            st.sampled_from("abcdef"),
            st.sampled_from([MENTOR, HOST]),
            st.sampled_from(["", *(f"sewing-{n}" for n in range(1, 6))]),
        ),
        max_size=3,
    ),
    max_size=5,
).map(lambda leads: [run(number, *who) for number, who in enumerate(leads, start=1)])


def members(forest: tuple[LineageNode, ...]) -> list[str]:
    return [name for n in forest for name in (n.member, *members(n.learners))]


@given(COHORTS)
def test_every_leader_stands_in_the_lineage_exactly_once_whatever_they_claim(cohorts: list[Cohort]) -> None:
    leaders = {lead.member for cohort in cohorts for lead in cohort.leads}

    assert sorted(members(lineage(cohorts))) == sorted(leaders)
