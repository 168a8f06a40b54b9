"""The worked example of five members: every figure to the third decimal."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from domain.measures.chance import by_chance
from domain.measures.circles import circles, circular_share
from domain.measures.cohesion import Connectivity, connectivity, cuts, efficiency, left_after_loss
from domain.measures.cover import coverage, expected_coverage, robustness, wants, worst_coverage
from domain.measures.intervals import Interval, wilson
from domain.measures.jobs import covered_jobs, covered_with_absent
from domain.measures.passport import decimals
from domain.measures.reach import call_reach
from domain.measures.returned import Pairs, beyond_chance, density, pairs, tie_reciprocity, weighted_reciprocity
from domain.measures.spread import dual_role_share, gini
from domain.resilience import simultaneous_coverage
from tests.domain.measures.networks import (
    EXAMPLE_WANTED,
    example,
    example_holders,
    example_ties,
    slots_for,
)

FAILS = Fraction(3, 10)
HOURS = example()
HOLDERS = example_holders()
TIES = example_ties()
JOBS = slots_for(EXAMPLE_WANTED)

FIGURES = {
    "tie reciprocity": (tie_reciprocity(HOURS), "0.286"),
    "density": (density(HOURS), "0.350"),
    "beyond chance": (beyond_chance(HOURS), "-0.099"),
    "weighted reciprocity": (weighted_reciprocity(HOURS), "0.222"),
    "circular share": (circular_share(HOURS), "0.833"),
    "dual-role share": (dual_role_share(HOURS), "0.800"),
    "Gini of giving": (gini(HOURS.given.values()), "0.356"),
    "Gini of receiving": (gini(HOURS.received.values()), "0.200"),
    "coverage": (coverage(wants(EXAMPLE_WANTED, HOLDERS)), "1.000"),
    "coverage with one in five away": (
        expected_coverage(wants(EXAMPLE_WANTED, HOLDERS), Fraction(1, 5)),
        "0.870",
    ),
    "coverage with two in five away": (
        expected_coverage(wants(EXAMPLE_WANTED, HOLDERS), Fraction(2, 5)),
        "0.715",
    ),
    "coverage with the worst two away": (worst_coverage(EXAMPLE_WANTED, HOLDERS, 2), "0.600"),
    "jobs covered": (Fraction(covered_jobs(JOBS, HOLDERS), 6), "0.833"),
    "jobs covered with one away": (Fraction(covered_with_absent(JOBS, HOLDERS, 1) or 0, 6), "0.667"),
    "jobs covered with two away": (Fraction(covered_with_absent(JOBS, HOLDERS, 2) or 0, 6), "0.500"),
    "left after the worst loss": (Fraction(left_after_loss(TIES), 4), "0.750"),
    "efficiency": (efficiency(TIES), "0.783"),
    "reach from Ana": (call_reach(TIES, "Ana", FAILS), "0.823"),
    "reach from Eli": (call_reach(TIES, "Eli", FAILS), "0.623"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_the_example_holds_to_the_third_decimal(name: str) -> None:
    found, expected = FIGURES[name]

    assert found is not None
    assert decimals(found) == expected


def test_the_counts_of_the_example_hold() -> None:
    assert (len(HOURS.people), HOURS.total, len(HOURS.hours)) == (5, 18, 7)
    assert pairs(HOURS) == Pairs(linked=6, mutual=1)
    assert circles(HOURS) == 3
    assert robustness(wants(EXAMPLE_WANTED, HOLDERS)) == 0
    assert simultaneous_coverage(JOBS, HOLDERS).covered == covered_jobs(JOBS, HOLDERS) == 5


def test_dora_is_the_cut_member_of_the_example_and_dora_eli_its_bridge() -> None:
    found = cuts(TIES)

    assert connectivity(TIES) == Connectivity(1)
    assert found.members == {"Dora"}
    assert found.bridges == {frozenset({"Dora", "Eli"})}


def test_one_of_six_pairs_is_known_to_lie_between_three_and_fifty_six_in_a_hundred() -> None:
    assert wilson(1, 6) == Interval(30, 564)


def test_rewired_by_chance_the_example_has_more_reciprocity_than_it_has() -> None:
    """All 23 networks of these degrees have 0.348 on average, deviation 0.206, 83 of 100 at least ours."""
    found = by_chance(HOURS, Random(3).random, 2000)["reciprocity"]

    assert found.networks == 2000
    assert abs(found.mean - Fraction(347, 1000)) < Fraction(1, 40)
    assert abs(float(found.variance) ** 0.5 - 0.207) < 0.02
    assert abs(found.at_least - Fraction(82, 100)) < Fraction(1, 20)
