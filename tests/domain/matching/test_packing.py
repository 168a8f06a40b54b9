"""Circles and chains on plain names: as many as possible receive, and nobody is in two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise, permutations

import networkx as nx
from hypothesis import example, given
from hypothesis import strategies as st

from domain.matching.packing import LONGEST, Leg, Trail, circles, closed, pack

EXAMPLE: dict[Leg, int] = {
    ("Dora", "Ana"): 800,
    ("Eli", "Ana"): 900,
    ("Ana", "Ben"): 900,
    ("Eli", "Chi"): 900,
    ("Ben", "Dora"): 800,
    ("Chi", "Eli"): 900,
}


def turned(trail: Trail) -> Trail:
    """Return a circle from its first member by name, a chain as it is."""
    if trail[0][0] != trail[-1][1]:
        return trail
    start = trail.index(min(trail))
    return trail[start:] + trail[:start]


def test_the_five_of_the_worked_example_stand_in_two_circles_with_4_3() -> None:
    found = pack(EXAMPLE, [])

    assert {turned(trail) for trail in found} == {
        (("Chi", "Eli"), ("Eli", "Chi")),
        (("Ana", "Ben"), ("Ben", "Dora"), ("Dora", "Ana")),
    }
    assert sum(EXAMPLE[leg] for trail in found for leg in trail) == 4300


LEGS = st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(lambda leg: leg[0] != leg[1])
GRAPHS = st.dictionaries(LEGS, st.integers(1, 9), max_size=14)
STARTERS = st.sets(st.sampled_from("abcdefg"), max_size=2)


def every_trail(points: Mapping[Leg, int], starters: set[str]) -> Iterator[Trail]:
    """Yield every circle and chain there can be, by trying every order of members."""
    people = {member for leg in points for member in leg}
    for count in range(2, LONGEST + 2):
        for path in permutations(sorted(people), count):
            ring = closed(path)
            if path[0] == min(path) and count <= LONGEST and all(leg in points for leg in ring):
                yield ring
            if path[0] in starters and count > 2 and all(leg in points for leg in ring[:-1]):
                yield ring[:-1]


def most(trails: list[Trail], points: Mapping[Leg, int], taken: frozenset[str] = frozenset()) -> tuple[int, int]:
    """Return the most legs, and the most points at that, of trails that share nobody."""
    found = (0, 0)
    for place, trail in enumerate(trails):
        members = {member for leg in trail for member in leg}
        if not members & taken:
            legs, sum_of_points = most(trails[place + 1 :], points, taken | members)
            found = max(found, (legs + len(trail), sum_of_points + sum(points[leg] for leg in trail)))
    return found


@given(GRAPHS, STARTERS)
@example({("a", "b"): 1, ("b", "c"): 1, ("c", "d"): 1, ("d", "e"): 1, ("e", "f"): 9}, {"a"})
@example({("a", "b"): 1, ("b", "a"): 1, ("b", "c"): 1, ("c", "a"): 1}, {"a"})
def test_no_other_choice_lets_more_receive_nor_fits_better(points: dict[Leg, int], starters: set[str]) -> None:
    found = pack(points, starters)

    expected = most(list(every_trail(points, starters)), points)
    assert (sum(map(len, found)), sum(points[leg] for trail in found for leg in trail)) == expected


@given(GRAPHS, STARTERS)
def test_every_trail_is_a_circle_or_a_chain_from_a_starter_and_nobody_is_in_two(
    points: dict[Leg, int], starters: set[str]
) -> None:
    found = pack(points, starters)

    possible = set(every_trail(points, starters))
    members = [member for trail in found for member in sorted({m for leg in trail for m in leg})]
    assert {turned(trail) for trail in found} <= possible
    assert len(members) == len(set(members))


@given(GRAPHS)
def test_the_circles_are_those_that_networkx_finds(points: dict[Leg, int]) -> None:
    gives: dict[str, list[str]] = {}
    for giver, receiver in points:
        gives.setdefault(giver, []).append(receiver)

    expected = nx.simple_cycles(nx.DiGraph(list(points)), length_bound=LONGEST)

    found = [turned(closed(ring)) for ring in circles(gives)]
    assert sorted(found) == sorted(turned(closed(ring)) for ring in expected)


def test_a_chain_begins_only_with_somebody_who_asks_nothing_back() -> None:
    legs = {("a", "b"): 1, ("b", "c"): 1}

    assert pack(legs, []) == []
    assert pack(legs, ["b"]) == []
    assert pack(legs, ["a"]) == [(("a", "b"), ("b", "c"))]


def test_a_chain_has_at_most_four_legs() -> None:
    names = "abcdefg"
    legs = dict.fromkeys(pairwise(names), 1)

    assert pack(legs, ["a"]) == [(("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"))]


def test_nobody_who_could_is_no_circle() -> None:
    assert pack({}, ["a"]) == []


@given(GRAPHS, STARTERS)
def test_with_slack_the_answer_is_a_packing_still_and_nearly_the_best(
    points: dict[Leg, int], starters: set[str]
) -> None:
    found, best = pack(points, starters, slack=0.5), pack(points, starters)

    members = [member for trail in found for member in sorted({m for leg in trail for m in leg})]
    assert {turned(trail) for trail in found} <= set(every_trail(points, starters))
    assert len(members) == len(set(members))
    assert 2 * (sum(map(len, found)) + 1) >= sum(map(len, best))
