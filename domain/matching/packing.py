"""
Circles and chains that share nobody, so that as many as possible receive, and of those the ones that fit best.

Circles of up to four are listed; chains are built of links numbered by their place, which needs far fewer
variables than listing every chain. Source: Dickerson, Manlove, Plaut, Sandholm and Trimble, "Position-indexed
formulations for kidney exchange" (2016), its PICEF; the circles as in Biró, Manlove and Rizzi (2009).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

Leg = tuple[str, str]
"""Who gives, and who receives."""

Trail = tuple[Leg, ...]
"""Legs in the order of giving: a circle where the last receiver is the first giver, else a chain."""

Ring = tuple[str, ...]
"""The members of a circle in the order of giving, from the first by name."""

LONGEST = 4
"""Legs of a circle or chain: what a telephone call can still explain."""


class Link(NamedTuple):
    """A leg of a chain at its place, the first being 1."""

    giver: str
    receiver: str
    place: int


def pack(points: Mapping[Leg, int], starters: Collection[str], *, slack: float = 0) -> list[Trail]:
    """
    Return the circles and chains; everybody is in at most one, and chains begin with one of the *starters*.

    First as many legs as possible, then the most points; with *slack* at most that share below the best there is,
    and much sooner. A chain has at least two legs: one leg alone is an ordinary suggestion.
    """
    gives: dict[str, list[str]] = {}
    for giver, receiver in sorted(points):
        gives.setdefault(giver, []).append(receiver)
    rings, chain_links = list(circles(gives)), list(links(gives, starters))
    trails: list[Trail] = [*map(closed, rings), *(((link.giver, link.receiver),) for link in chain_links)]
    if not trails:
        return []
    every_leg = 1 + max(points.values()) * len({receiver for _, receiver in points})
    worth = [sum(every_leg + points[leg] for leg in trail) for trail in trails]
    chosen = _solve(worth, dict(_conditions(rings, chain_links)), slack)
    found = [trails[n] for n in chosen if n < len(rings)]
    return found + list(chains([chain_links[n - len(rings)] for n in chosen if n >= len(rings)]))


def closed(ring: Sequence[str]) -> Trail:
    """Return the legs of a circle given by its members."""
    return tuple(zip(ring, (*ring[1:], ring[0]), strict=True))


def circles(gives: Mapping[str, Sequence[str]]) -> Iterator[Ring]:
    """Yield each circle of up to LONGEST legs once."""
    for first in sorted(gives):
        begun: list[Ring] = [(first,)]
        while begun:
            path = begun.pop()
            for member in gives.get(path[-1], ()):
                if member == first:
                    yield path
                elif member > first and len(path) < LONGEST and member not in path:
                    begun.append((*path, member))


def links(gives: Mapping[str, Sequence[str]], starters: Iterable[str]) -> Iterator[Link]:
    """Yield each leg at each place of a chain it can have, counting from the starters."""
    front = set(starters)
    for place in range(1, LONGEST + 1):
        found = [Link(giver, receiver, place) for giver in sorted(front) for receiver in gives.get(giver, ())]
        yield from found
        front = {link.receiver for link in found}


def chains(chosen: Iterable[Link]) -> Iterator[Trail]:
    """Yield the chains that the chosen links make, one after the other."""
    after = {(link.giver, link.place): link for link in chosen}
    for link in [link for link in after.values() if link.place == 1]:
        trail: list[Leg] = []
        following: Link | None = link
        while following is not None:
            trail.append((following.giver, following.receiver))
            following = after.get((following.receiver, following.place + 1))
        yield tuple(trail)


class Condition(NamedTuple):
    """A sum over variables, each with its sign, between two bounds; without *least* only the upper one holds."""

    most: int
    least: int | None
    terms: list[tuple[int, int]]


def _conditions(
    rings: Sequence[tuple[str, ...]], chain_links: Sequence[Link]
) -> Iterator[tuple[object, Condition]]:
    """Yield what must hold, by its subject: each member at most once, and no link without the one before."""
    found: dict[object, Condition] = {}

    def once(member: str, variable: int) -> None:
        found.setdefault(member, Condition(1, None, [])).terms.append((variable, 1))

    def goes_on(member: str, place: int, variable: int, sign: int) -> None:
        # After its first link a chain must go on, later it may.
        least = 0 if place == 1 else None
        found.setdefault((member, place), Condition(0, least, [])).terms.append((variable, sign))

    for variable, ring in enumerate(rings):
        for member in ring:
            once(member, variable)
    for variable, (giver, receiver, place) in enumerate(chain_links, len(rings)):
        once(receiver, variable)
        if place == 1:
            once(giver, variable)
        else:
            goes_on(giver, place - 1, variable, 1)
        if place < LONGEST:
            goes_on(receiver, place, variable, -1)
    yield from found.items()


def _solve(worth: Sequence[int], conditions: Mapping[object, Condition], slack: float) -> list[int]:
    """Return the variables taken for the most worth in all."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    held = list(conditions.values())
    entries = [(row, variable, sign) for row, c in enumerate(held) for variable, sign in c.terms]
    row, variable, sign = zip(*entries, strict=True)
    table = csr_array((sign, (row, variable)), shape=(len(held), len(worth)))
    least = [-np.inf if c.least is None else c.least for c in held]
    answer = milp(
        -np.array(worth, dtype=float),
        integrality=np.ones(len(worth)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(table, least, [c.most for c in held]),
        options={"mip_rel_gap": slack},
    )
    return [int(n) for n in np.flatnonzero(answer.x > 0.5)]
