"""
Circles and chains: everybody in one gives to the next, and in a circle everybody receives too.

A circle is a suggestion and each leg stands alone: it is a suggestion like any other, that breaks no hard rule and
asks for its own two answers. Whoever declines or leaves cancels nothing else and owes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.matching.assignment import in_order, suggestions
from domain.matching.model import (
    NO_BLOCKS,
    Arrangement,
    Blocks,
    Circle,
    CircleKind,
    Giver,
    ReasonKind,
    Search,
    Seeker,
    Suggestion,
)
from domain.matching.packing import Leg, Trail, pack
from domain.matching.pairs import Weighed, weigh
from domain.matching.solver import Choice, Pairs, best

ALL_UP_TO = 300
"""Legs among which circles are looked for without leaving any out."""

BEST_PER_NEED = 5
NEAR_ENOUGH = 0.02
"""Among thinned legs the search stops so near to the best: the last step is worth one person and takes minutes."""

MOST_LEGS = 1500
"""Beyond this the search grows too long for a page; with fewer than two legs for each need it is not begun."""


def arrange(needs: Iterable[Seeker], givers: Iterable[Giver], blocks: Blocks = NO_BLOCKS) -> Arrangement:
    """
    Return circles and chains of up to four legs in which as many as possible receive, and the rest by assignment.

    Chains begin with members who ask nothing back. Everybody is in one circle or chain at most, and gives once in
    it; what is left of their free slots goes to the other needs. Where there are too many legs to search, only
    each need's best are looked at and the answer is near to the best, or none are: `Arrangement.search` says so.
    """
    rows, columns = in_order(needs, givers)
    weighed = weigh(rows, columns, blocks)
    legs, search = thinned(_legs(weighed.pairs, rows, columns))
    starters = {g.member for g in columns if g.asks_nothing}
    slack = NEAR_ENOUGH if search is Search.THINNED else 0
    trails = pack({leg: choice.points for leg, choice in legs.items()}, starters, slack=slack)
    in_trails = [legs[leg] for trail in trails for leg in trail]
    chosen = in_trails + _others(weighed, in_trails, columns)
    made = {(s.giver, s.need): s for s in suggestions(chosen, weighed, rows, columns, blocks)}

    def taken(choice: Choice) -> Suggestion:
        return made.pop((columns[choice.col].member, rows[choice.row].id))

    found = tuple(_circle(trail, [taken(legs[leg]) for leg in trail]) for trail in trails)
    return Arrangement(found, tuple(made.values()), search)


def without(circle: Circle, member: str) -> tuple[Suggestion, ...]:
    """Return the legs that stand when a member leaves: all in which they neither give nor receive."""
    return tuple(
        _alone(leg) if leg.apprentice == member else leg
        for leg in circle.legs
        if member not in (leg.giver, leg.receiver)
    )


def _alone(leg: Suggestion) -> Suggestion:
    """Return the leg without its apprentice; who gives and why stays as it was."""
    told = tuple(reason for reason in leg.reasons if reason.kind is not ReasonKind.APPRENTICE)
    return replace(leg, apprentice="", reasons=told)


def _circle(trail: Trail, legs: Sequence[Suggestion]) -> Circle:
    kind = CircleKind.CIRCLE if trail[-1][1] == trail[0][0] else CircleKind.CHAIN
    return Circle(kind, tuple(legs))


def _legs(pairs: Pairs, needs: Sequence[Seeker], givers: Sequence[Giver]) -> dict[Leg, Choice]:
    """Return the best pair for each giver and receiver; the oldest need where several fit equally."""
    found: dict[Leg, Choice] = {}
    for choice in pairs.choices():
        leg = givers[choice.col].member, needs[choice.row].member
        if leg not in found or choice.points > found[leg].points:
            found[leg] = choice
    return found


def thinned(legs: dict[Leg, Choice]) -> tuple[dict[Leg, Choice], Search]:
    """Return the legs to look for circles among: all of them if few, else each receiver's best, or none."""
    receivers: dict[str, list[Leg]] = {}
    for leg in sorted(legs, key=lambda leg: (-legs[leg].points, legs[leg].col, leg)):
        receivers.setdefault(leg[1], []).append(leg)
    if len(legs) <= ALL_UP_TO:
        return legs, Search.FULL
    if 2 * len(receivers) > MOST_LEGS:
        return {}, Search.LEFT_OUT
    most = min(BEST_PER_NEED, MOST_LEGS // len(receivers))
    return {leg: legs[leg] for offered in receivers.values() for leg in offered[:most]}, Search.THINNED


def _others(weighed: Weighed, in_trails: Sequence[Choice], givers: Sequence[Giver]) -> list[Choice]:
    """Return the assignment of the needs in no trail to the slots the trails leave free."""
    import numpy as np

    giving = {choice.col for choice in in_trails}
    met = [choice.row for choice in in_trails]
    pairs = weighed.pairs
    left = ~np.isin(pairs.rows, met)
    slots = [giver.free - (col in giving) for col, giver in enumerate(givers)]
    return best(pairs.those(left), slots, [g.carried for g in givers])
