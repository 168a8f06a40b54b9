"""
The shape of the network without names: who gives, who receives, who does both, and who stands in one great circle.

Rules of this file: one row of counts for everything that is told about it (`domain.privacy.suppressed`), so that
no two figures can be subtracted from one another; points and lines only where the list of hours is public.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.measures.circles import strong_groups
from domain.measures.hours import Network
from domain.measures.spread import Roles, roles
from domain.privacy import Shown, split_told, suppressed

MOST_POINTS = 150
"""More people than this draw as one grey ball."""

WIDTH, HEIGHT = 1000, 700
SEED = 7


@dataclass(frozen=True)
class Shape:
    """
    People by what they did, None where too few to tell; together they are all *people*.

    *in_one_circle* of those who did *both* stand in the largest group in which help from each reaches every other.
    *points* are places on a paper of 1000 by 700, in no order that means anything, *lines* join two by number.
    """

    people: int | None
    both: int | None
    gave_only: int | None
    received_only: int | None
    in_one_circle: int | None
    points: tuple[tuple[int, int], ...] = ()
    lines: tuple[tuple[int, int], ...] = ()


def roles_shown(found: Roles, *, listed: bool) -> Shown:
    """Return those who did both, only gave, only received, as they may be told; all where the list is public."""
    cells = found.both, found.gave_only, found.received_only
    return Shown(cells, found.active) if listed else suppressed(cells)


def great_circle(network: Network) -> int:
    """Return how many people are in the largest strongly connected component; 0 where help returns to nobody."""
    return max((len(group) for group in strong_groups(network.receivers) if len(group) > 1), default=0)


def shape(network: Network, *, listed: bool) -> Shape:
    """Return the shape as it may be told; with points and lines where the hours are *listed*."""
    told = roles_shown(roles(network), listed=listed)
    both, gave_only, received_only = told.cells
    core = great_circle(network)
    core_told = both is not None and (listed or split_told(core, both))
    drawn = layout(network) if listed and len(network.people) <= MOST_POINTS else ((), ())
    return Shape(told.total, both, gave_only, received_only, core if core_told else None, *drawn)


def layout(network: Network) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """
    Return places for the people and lines between who gave to whom, by a spring layout of fixed seed.

    Source: Fruchterman and Reingold, Software: Practice and Experience 21 (1991), 1129-1164.
    """
    import networkx

    number = {person: place for place, person in enumerate(network.people)}
    joined = ((number[one], number[other]) for one, other in network.hours)
    lines = sorted({(min(line), max(line)) for line in joined})
    graph: Any = networkx.Graph()
    graph.add_nodes_from(range(len(number)))
    graph.add_edges_from(lines)
    places = networkx.spring_layout(graph, seed=SEED, iterations=100)
    across = _stretched([float(places[n][0]) for n in range(len(number))], WIDTH)
    down = _stretched([float(places[n][1]) for n in range(len(number))], HEIGHT)
    return tuple(zip(across, down, strict=True)), tuple(lines)


def _stretched(places: list[float], length: int) -> list[int]:
    """Return the places from 0 to *length*, so that the drawing fills its paper."""
    least, most = min(places), max(places)
    return [round((place - least) / (most - least) * length) for place in places]
