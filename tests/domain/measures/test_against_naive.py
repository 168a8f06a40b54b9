"""Every figure, on two hundred random networks, equal to the naive way of tests/domain/measures/naive.py."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest

from domain.measures import circles, cohesion, cover, jobs, reach, returned, shape, spread
from domain.measures.intervals import wilson
from tests.domain.measures import naive
from tests.domain.measures.networks import a_playbook, made

NETWORKS = [made(seed) for seed in range(200)]
FIFTH = Fraction(1, 5)


@pytest.mark.parametrize("number", range(len(NETWORKS)))
def test_figures_of_hours_equal_the_naive_ones(number: int) -> None:
    it = NETWORKS[number]
    network, slow = it.network, naive.Hours(it.given)

    assert list(network.people) == slow.people
    assert Fraction(network.total, network.per_hour) == slow.total()
    assert returned.tie_reciprocity(network) == naive.reciprocity(slow)
    assert returned.beyond_chance(network) == naive.beyond_chance(slow)
    assert returned.weighted_reciprocity(network) == naive.weighted_reciprocity(slow)
    assert circles.circular_share(network) == naive.circular_share(slow)
    assert circles.circles(network) == naive.circles(slow)
    assert shape.great_circle(network) == naive.great_circle(slow)
    assert spread.dual_role_share(network) == naive.dual_role_share(slow)
    assert spread.gini(network.given.values()) == naive.gini(naive.given(slow))
    assert spread.gini(network.received.values()) == naive.gini(naive.received(slow))


@pytest.mark.parametrize("number", range(len(NETWORKS)))
def test_figures_of_skills_and_jobs_equal_the_naive_ones(number: int) -> None:
    it = NETWORKS[number]
    wanted = cover.wanted_skills([a_playbook(it.slots)])
    found = cover.wants(wanted, it.holders)
    slow_k = naive.robustness(wanted, it.holders)
    k = cover.robustness(found)

    assert wanted == naive.wanted_of(it.slots)
    assert cover.coverage(found) == naive.covered_share(wanted, it.holders)
    assert k == slow_k if slow_k is not None else k is not None and k < 0
    assert cover.expected_coverage(found, FIFTH) == naive.expected_coverage(wanted, it.holders, FIFTH)
    assert jobs.covered_jobs(it.slots, it.holders) == naive.covered_jobs(it.slots, it.holders)
    for absent in (1, 2):
        left = list(naive.absences(it.holders, absent))
        assert cover.worst_coverage(wanted, it.holders, absent) == min(
            naive.covered_share(wanted, x) for x in left
        )
        assert jobs.covered_with_absent(it.slots, it.holders, absent) == min(
            naive.covered_jobs(it.slots, x) for x in left
        )


@pytest.mark.parametrize("number", range(len(NETWORKS)))
def test_figures_of_verified_ties_equal_the_naive_ones(number: int) -> None:
    it = NETWORKS[number]
    ties, slow = cohesion.ties_of(it.pairs), naive.Joined(it.pairs)
    found, kappa = cohesion.cuts(ties), naive.connectivity(slow)

    assert list(ties) == slow.people
    assert cohesion.pieces(ties) == slow.parts()
    assert found.members == naive.cut_members(slow)
    assert found.bridges == naive.bridges(slow)
    assert cohesion.connectivity(ties).people == min(3, kappa)
    assert cohesion.connectivity(ties).or_more or kappa <= 3
    assert cohesion.left_after_loss(ties) == naive.left_after_loss(slow)
    assert cohesion.efficiency(ties) == naive.efficiency(slow)
    if len(slow.pairs) <= 5:
        start = slow.people[0]
        assert reach.call_reach(ties, start, FIFTH) == naive.call_reach(slow, start, FIFTH)


@pytest.mark.parametrize("whole", [1, 2, 6, 39, 4000])
def test_an_interval_is_wilsons_rounded_outwards_to_thousandths(whole: int) -> None:
    for part in {0, 1, whole // 2, whole - 1, whole}:
        p, z = part / whole, 1.959964
        middle, half = p + z * z / (2 * whole), z * sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
        scale = 1 + z * z / whole
        found = wilson(part, whole)

        assert -1e-9 <= (middle - half) / scale - found.low / 1000 < 0.00101
        assert -1e-9 <= found.high / 1000 - (middle + half) / scale < 0.00101
