"""Coverage, jobs, cohesion and the dividend as figures: who is counted, and what is too few to tell."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from domain.measures.cohesion import (
    LARGEST_COUNTED,
    Connectivity,
    Ties,
    connectivity,
    efficiency,
    left_after_loss,
    ties_of,
)
from domain.measures.cover import expected_coverage
from domain.measures.jobs import MOST_TRIED, before_joining, covered_with_absent, dividend
from domain.measures.passport import Measure
from domain.measures.rest import cohesion_figures, coverage_figures, job_figures
from domain.resilience import Holder, Slot, simultaneous_coverage
from tests.domain.measures.networks import (
    EXAMPLE_WANTED,
    a_playbook,
    example_holders,
    example_ties,
    slots_for,
)

DAY = "2026-11-23"
JOBS = slots_for(EXAMPLE_WANTED)


def by_key(figures: tuple[Measure, ...]) -> dict[str, Measure]:
    return {figure.key: figure for figure in figures}


def a_ring(people: int, tail: int = 0) -> Ties:
    """Return a circle of so many, and a tail of so many more behind its first."""
    line = [f"r{n:03}" for n in range(people)]
    pairs = list(zip(line, line[1:] + line[:1], strict=True))
    behind = [line[0], *(f"t{n:03}" for n in range(tail))]
    return ties_of([*pairs, *pairwise(behind)])


def held(ties: Ties, *, exact: bool = False) -> dict[str, Measure]:
    return by_key(cohesion_figures(ties, DAY, Random(1).random, exact=exact))


def test_coverage_counts_skills_and_what_is_left_when_people_are_away() -> None:
    found = by_key(coverage_figures([a_playbook(JOBS)], example_holders(), DAY))

    assert (found["coverage"].value, found["coverage"].part, found["coverage"].whole) == ("1", "5", "5")
    assert found["coverage"].counted == {"skills": 5, "skills_with_two_away": 3}
    assert [found[k].value for k in ("robustness", "coverage_20", "coverage_40")] == ["0", "0.870", "0.715"]


def test_a_skill_is_wanted_as_often_as_the_playbook_that_asks_for_most() -> None:
    books = [a_playbook(slots_for({"repair": 1})), a_playbook(slots_for({"repair": 2, "driving": 1}), "flood")]
    found = by_key(coverage_figures(books, example_holders(), DAY))

    assert (found["coverage"].value, found["robustness"].value) == ("1/2", "-1")


def test_whose_word_on_their_time_has_run_out_is_not_counted() -> None:
    holders = [replace(holder, in_force=holder.member != "Dora") for holder in example_holders()]
    found = by_key(coverage_figures([a_playbook(JOBS)], holders, DAY))
    jobs = by_key(job_figures([a_playbook(JOBS)], holders, {}, DAY))

    assert found["coverage"].part == "4"
    assert jobs["simultaneous"].part == str(simultaneous_coverage(JOBS, holders).covered) == "4"


def test_without_playbooks_or_jobs_there_is_nothing_to_cover() -> None:
    assert coverage_figures([], example_holders(), DAY) == ()
    assert expected_coverage([], Fraction(1, 5)) is None
    assert job_figures([a_playbook(())], example_holders(), {}, DAY) == ()


def test_the_dividend_is_jobs_now_minus_jobs_with_the_skills_people_came_with() -> None:
    learnt = {"Chi": {"childcare"}, "Nobody": {"repair"}}
    found = by_key(job_figures([a_playbook(JOBS)], example_holders(), learnt, DAY))["dividend"]

    assert dividend(JOBS, example_holders(), learnt) == 0
    assert dividend(JOBS, example_holders(), {"Dora": ("repair", "driving")}) == 1
    assert (found.value, found.about) == ("0", "power-cut")
    assert found.counted == {"jobs": 6, "covered_now": 5, "covered_before_joining": 5}
    assert before_joining(example_holders(), learnt)[2].skills == {"first-aid"}


def test_who_is_away_is_not_tried_beyond_what_is_quick() -> None:
    skills = [f"s{n}" for n in range(70)]
    slots = [Slot(skill, 1, 4) for skill in skills]
    holders = [Holder(f"m{n}", frozenset({skill})) for n, skill in enumerate(skills)]
    found = by_key(job_figures([a_playbook(tuple(slots))], holders, {}, DAY))["simultaneous"]

    assert len(skills) * (len(skills) - 1) // 2 > MOST_TRIED
    assert covered_with_absent(slots, holders, 2) is None
    assert found.counted == {"jobs": 70, "covered_with_1_away": 69}


def test_people_who_fit_no_job_change_nothing() -> None:
    assert covered_with_absent(JOBS, [], 2) == 0
    assert covered_with_absent(JOBS, [Holder("x", frozenset({"juggling"}))], 1) == 0


def test_few_cut_members_and_few_who_would_come_loose_are_not_told() -> None:
    found = held(a_ring(12, tail=3))

    assert found["connectivity"].value == "1"
    assert (found["cut_members"].value, found["cut_members"].part, found["cut_members"].too_few) == ("", "", True)
    assert "bridges" not in found["cut_members"].counted
    assert (found["after_loss"].value, found["after_loss"].too_few) == ("", True)


def test_many_cut_members_and_none_are_told() -> None:
    many, none = held(a_ring(12, tail=7)), held(a_ring(12))

    assert (many["cut_members"].value, many["cut_members"].counted["bridges"]) == ("7", 7)
    assert (many["after_loss"].part, many["after_loss"].whole) == ("11", "18")
    assert (none["cut_members"].value, none["after_loss"].value, none["connectivity"].value) == ("0", "1", "2")


def test_stewards_read_even_the_few() -> None:
    found = held(a_ring(12, tail=3), exact=True)

    assert (found["cut_members"].value, found["cut_members"].counted["bridges"]) == ("3", 3)
    assert found["after_loss"].value == "11/14"


def test_nobody_and_two_hold_together_as_they_can() -> None:
    assert cohesion_figures({}, DAY, lambda: 0.5) == ()
    assert connectivity({}) == Connectivity(0)
    assert connectivity(ties_of([("a", "b")])) == Connectivity(1)
    assert connectivity(ties_of([("a", "b"), ("c", "d")])) == Connectivity(0)
    assert left_after_loss({}) == 0
    assert efficiency({}) is None


def test_a_large_network_is_told_no_closer_than_two_or_more_and_its_distances_not_at_all() -> None:
    found = held(a_ring(LARGEST_COUNTED + 1))["connectivity"]

    assert (found.value, found.or_more) == ("2", True)
    assert found.counted == {"people": LARGEST_COUNTED + 1, "ties": LARGEST_COUNTED + 1}


def test_a_pair_of_one_is_no_tie() -> None:
    assert ties_of([("a", "a")]) == {}
    assert example_ties()["Eli"] == {"Dora"}


@pytest.mark.parametrize("people", [4, 5])
def test_where_everybody_knows_everybody_the_network_falls_apart_last(people: int) -> None:
    everybody = [f"p{n}" for n in range(people)]
    ties = ties_of((one, other) for one in everybody for other in everybody)

    assert connectivity(ties) == Connectivity(3, or_more=people > 4)
