"""How far a call travels over verified ties when some calls fail: expected call reach."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import product

from domain.measures.chance import Chance
from domain.measures.cohesion import Ties, distances, ties_of

FAILS = Fraction(3, 10)
"""So many calls fail in the published figure: three in ten."""

MOST_CALLS = 200_000
MOST_ROUNDS, FEWEST_ROUNDS = 1000, 100


def call_reach(ties: Ties, start: str, fails: Fraction) -> Fraction:
    """
    Return the expected share of the others whom a call from *start* reaches when each tie fails with *fails*.

    Exact, by every way the ties can fail: for small networks. Source: bond percolation, after Albert, Jeong and
    Barabási (2000).
    """
    lines = _lines(ties)
    expected = Fraction(0)
    for kept in product((False, True), repeat=len(lines)):
        standing = ties_of(line for line, holds in zip(lines, kept, strict=True) if holds)
        reached = len(distances(standing, start)) - 1 if start in standing else 0
        expected += reached * (1 - fails) ** sum(kept) * fails ** (len(lines) - sum(kept))
    return expected / (len(ties) - 1)


def _lines(ties: Ties) -> list[tuple[str, str]]:
    return sorted((one, other) for one, others in ties.items() for other in others if one < other)


def rounds_for(lines: int) -> int:
    """Return how many rounds are simulated for so many ties: fewer for larger networks."""
    return max(FEWEST_ROUNDS, min(MOST_ROUNDS, MOST_CALLS // max(1, lines)))


def simulated_reach(ties: Ties, fails: Fraction, chance: Chance, rounds: int | None = None) -> Fraction | None:
    """
    Return the share of the others reached, averaged over all who might begin, by simulation; None without ties.

    In a round each tie fails by chance; whoever begins reaches the part they then stand in.
    """
    lines = _lines(ties)
    if not lines:
        return None
    number = rounds_for(len(lines)) if rounds is None else rounds
    reached, limit = 0, float(fails)
    for _ in range(number):
        holding = (line for line in lines if chance() >= limit)
        reached += sum(size * (size - 1) for size in _parts(ties, holding))
    return Fraction(reached, number * len(ties) * (len(ties) - 1))


def _parts(ties: Ties, lines: Iterable[tuple[str, str]]) -> list[int]:
    """Return the sizes of the parts that *lines* join, by union and find."""
    above = {person: person for person in ties}
    size = dict.fromkeys(ties, 1)

    def top(person: str) -> str:
        while above[person] != person:
            above[person] = above[above[person]]
            person = above[person]
        return person

    for one, other in lines:
        first, second = top(one), top(other)
        if first != second:
            above[first] = second
            size[second] += size.pop(first)
    return list(size.values())
