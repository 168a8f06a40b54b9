"""Rewiring by chance keeps what it must and is the same again from the same seed; calls that fail by chance."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from random import Random

import pytest

from domain.measures.chance import (
    FEWEST_NETWORKS,
    MOST_NETWORKS,
    by_chance,
    networks_drawn,
    rewired,
)
from domain.measures.cohesion import ties_of
from domain.measures.reach import FEWEST_ROUNDS, MOST_ROUNDS, call_reach, rounds_for, simulated_reach
from tests.domain.measures.networks import example, example_ties, made


@pytest.mark.parametrize("seed", range(20))
def test_rewiring_keeps_to_how_many_everybody_gives_and_from_how_many_they_receive(seed: int) -> None:
    network = made(seed).network
    for other in rewired(network, 5, Random(seed).random):
        for side in (0, 1):
            assert Counter(t[side] for t in other.hours) == Counter(t[side] for t in network.hours)
        assert other.given == network.given
        assert all(giver != receiver for giver, receiver in other.hours)


def test_rewiring_reaches_other_networks() -> None:
    seen = {frozenset(other.hours) for other in rewired(example(), 400, Random(1).random)}

    assert len(seen) > 15


def test_the_same_seed_gives_the_same_answer() -> None:
    one, two = (by_chance(example(), Random(5).random) for _ in range(2))

    assert one == two
    assert one["reciprocity"].networks == MOST_NETWORKS


@pytest.mark.parametrize(
    ("ties", "networks"), [(1, MOST_NETWORKS), (200, 300), (100_000, FEWEST_NETWORKS), (0, MOST_NETWORKS)]
)
def test_a_large_network_is_rewired_fewer_times(ties: int, networks: int) -> None:
    assert networks_drawn(ties) == networks


def test_simulated_calls_come_near_to_the_exact_reach() -> None:
    ties, fails = example_ties(), Fraction(3, 10)
    exact = sum((call_reach(ties, start, fails) for start in ties), Fraction(0)) / len(ties)
    found = simulated_reach(ties, fails, Random(2).random, 4000)

    assert found is not None
    assert abs(found - exact) < Fraction(1, 50)


def test_no_call_fails_reaches_the_part_and_every_call_fails_reaches_nobody() -> None:
    ties = ties_of([("a", "b"), ("b", "c"), ("d", "e")])

    assert simulated_reach(ties, Fraction(0), lambda: 0.5, 3) == Fraction(8, 20)
    assert simulated_reach(ties, Fraction(1), lambda: 0.5, 3) == 0
    assert simulated_reach({}, Fraction(0), lambda: 0.5) is None


@pytest.mark.parametrize(("lines", "rounds"), [(0, MOST_ROUNDS), (400, 500), (10**6, FEWEST_ROUNDS)])
def test_more_ties_are_played_through_fewer_times(lines: int, rounds: int) -> None:
    assert rounds_for(lines) == rounds
