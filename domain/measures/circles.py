"""What returns through others: hours inside groups in which help from each reaches every other."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from domain.measures.hours import Network

LONGEST = 4
"""Circles are counted up to this many people, as they are suggested up to this many."""


def strong_groups(receivers: Mapping[str, frozenset[str]]) -> tuple[frozenset[str], ...]:
    """
    Return the strongly connected components, each person in exactly one.

    Source: Tarjan, "Depth-first search and linear graph algorithms" (1972); here by Kosaraju's two passes, which
    need no recursion.
    """
    order = _finished(receivers)
    givers: dict[str, list[str]] = {person: [] for person in receivers}
    for giver, others in receivers.items():
        for other in others:
            givers[other].append(giver)
    groups, placed = [], set()
    for person in reversed(order):
        if person in placed:
            continue
        group, waiting = {person}, [person]
        while waiting:
            for giver in givers[waiting.pop()]:
                if giver not in placed and giver not in group:
                    group.add(giver)
                    waiting.append(giver)
        placed |= group
        groups.append(frozenset(group))
    return tuple(groups)


def _finished(receivers: Mapping[str, frozenset[str]]) -> list[str]:
    """Return the people in the order in which a depth-first walk is done with them."""
    seen: set[str] = set()
    done: list[str] = []
    for start in receivers:
        if start in seen:
            continue
        seen.add(start)
        path = [(start, iter(receivers[start]))]
        while path:
            person, others = path[-1]
            other = next((o for o in others if o not in seen), None)
            if other is None:
                done.append(person)
                path.pop()
            else:
                seen.add(other)
                path.append((other, iter(receivers[other])))
    return done


def hours_in_circles(network: Network) -> int:
    """Return the parts of hours whose giver and receiver lie in one strongly connected component."""
    group_of = {p: n for n, group in enumerate(strong_groups(network.receivers)) for p in group}
    return sum(hours for (one, other), hours in network.hours.items() if group_of[one] == group_of[other])


def circular_share(network: Network) -> Fraction | None:
    """Return hours inside strongly connected components / all hours; None without hours."""
    return Fraction(hours_in_circles(network), network.total) if network.hours else None


def circles(network: Network) -> int:
    """
    Return the number of circles of two, three or four people along ties.

    Counted by steps of two: a circle of four is two ways from one person to another and back, a walk
    back and forth over one and the same middle person being none.
    """
    to = network.receivers
    mutual = {p: frozenset(o for o in others if p in to[o]) for p, others in to.items()}
    twos = sum(map(len, mutual.values())) // 2
    threes = sum(p in to[third] for p, seconds in to.items() for s in seconds for third in to[s]) // 3
    over: dict[tuple[str, str], int] = {}
    back_and_forth: dict[tuple[str, str], int] = {}
    for first, middles in to.items():
        for middle in middles:
            for last in to[middle] - {first}:
                over[first, last] = over.get((first, last), 0) + 1
                if middle in mutual[first] and last in mutual[middle]:
                    back_and_forth[first, last] = back_and_forth.get((first, last), 0) + 1
    walks = sum(ways * over.get((last, first), 0) for (first, last), ways in over.items())
    fours = (walks - sum(back_and_forth.values())) // LONGEST
    return twos + threes + fours
