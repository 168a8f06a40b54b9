"""Verified ties, in both directions alike: how well the network holds together when somebody is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

Ties = Mapping[str, frozenset[str]]
"""With whom each person has a verified tie."""

LARGEST_COUNTED = 300
"""Up to so many people a connectivity of three is told from two, and distances are counted."""


@dataclass(frozen=True)
class Connectivity:
    """The fewest people whose absence breaks the network apart; with *or_more* at least so many."""

    people: int
    or_more: bool = False


def ties_of(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Return pairs of people as ties; a pair of one is none."""
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        if one != other:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return {person: frozenset(found[person]) for person in sorted(found)}


def without(ties: Ties, gone: str) -> dict[str, frozenset[str]]:
    """Return the ties of the others when one person is missing."""
    return {person: others - {gone} for person, others in ties.items() if person != gone}


def pieces(ties: Ties) -> list[int]:
    """Return how many people are in each part that holds together, the largest first."""
    seen: set[str] = set()
    sizes = []
    for start in ties:
        if start not in seen:
            found = set(distances(ties, start))
            seen |= found
            sizes.append(len(found))
    return sorted(sizes, reverse=True)


def distances(ties: Ties, start: str) -> dict[str, int]:
    """Return how many steps everybody in reach is away from *start*."""
    steps = {start: 0}
    waiting = [start]
    for person in waiting:
        for other in ties[person]:
            if other not in steps:
                steps[other] = steps[person] + 1
                waiting.append(other)
    return steps


@dataclass(frozen=True)
class Cuts:
    """The people and the ties without which a part comes loose."""

    members: frozenset[str]
    bridges: frozenset[frozenset[str]]


def cuts(ties: Ties) -> Cuts:
    """
    Return the cut members and the bridges.

    Source: Hopcroft and Tarjan, Communications of the ACM 16 (1973), 372-378, without recursion.
    """
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    members: set[str] = set()
    bridges: set[frozenset[str]] = set()
    for root in ties:
        if root in number:
            continue
        number[root] = low[root] = len(number)
        path = [(root, "", iter(ties[root]))]
        branches = 0
        while path:
            person, came_from, others = path[-1]
            other = next(others, None)
            if other is None:
                path.pop()
                if path:
                    branches += _step_back(came_from, person, root, (number, low), members, bridges)
            elif other not in number:
                number[other] = low[other] = len(number)
                path.append((other, person, iter(ties[other])))
            elif other != came_from:
                low[person] = min(low[person], number[other])
        if branches > 1:
            members.add(root)
    return Cuts(frozenset(members), frozenset(bridges))


def _step_back(
    above: str,
    person: str,
    root: str,
    order: tuple[dict[str, int], dict[str, int]],
    members: set[str],
    bridges: set[frozenset[str]],
) -> bool:
    """Note what the finished *person* says about the one *above*; tell whether it is a branch of the root."""
    number, low = order
    low[above] = min(low[above], low[person])
    if low[person] > number[above]:
        bridges.add(frozenset((above, person)))
    if above != root and low[person] >= number[above]:
        members.add(above)
    return above == root


def connectivity(ties: Ties) -> Connectivity:
    """
    Return the node connectivity as 0, 1, 2, or "3 or more"; in a large network two is told as "2 or more".

    Source: Menger, Fundamenta Mathematicae 10 (1927). Where everybody has a tie with everybody it is N - 1.
    """
    if len(ties) < 2 or len(pieces(ties)) > 1:
        return Connectivity(0)
    if len(ties) == 2 or cuts(ties).members:
        return Connectivity(1)
    if len(ties) > LARGEST_COUNTED:
        return Connectivity(2, or_more=True)
    if len(ties) == 3 or any(cuts(without(ties, person)).members for person in ties):
        return Connectivity(2)
    return Connectivity(3, or_more=len(ties) > 4)


def left_after_loss(ties: Ties) -> int:
    """
    Return how many of the others still hold together after the loss that leaves the fewest.

    Source: the attack tolerance of Albert, Jeong and Barabási, Nature 406 (2000), for one loss.
    """
    # Whoever is no cut member costs their part one person, which tells most in the largest part.
    largest, *others = pieces(ties) or [1]
    harmless = max([largest - 1, *others[:1]])
    return min([harmless, *(max(pieces(without(ties, person))) for person in cuts(ties).members)])


def efficiency(ties: Ties) -> Fraction | None:
    """
    Return the mean of 1 / steps over all pairs; None for fewer than two people or a network too large to walk.

    Source: Latora and Marchiori, Physical Review Letters 87, 198701 (2001).
    """
    people = len(ties)
    if not 2 <= people <= LARGEST_COUNTED:
        return None
    counts: dict[int, int] = {}
    for start in ties:
        for steps in distances(ties, start).values():
            counts[steps] = counts.get(steps, 0) + 1
    near = sum((Fraction(pairs, steps) for steps, pairs in counts.items() if steps), Fraction(0))
    return near / (people * (people - 1))
