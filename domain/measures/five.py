"""
The first five figures: reciprocity of ties, of hours, circles, roles, concentration.

Rules of this file: where the hours are *listed* in public every figure is exact and recomputes from outside.
Otherwise a count of people or pairs is told only where neither it nor the rest is too few, a figure is rounded,
and what may not be told leaves an interval of all that it could be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from domain.measures.chance import ByChance
from domain.measures.circles import circles, hours_in_circles, strong_groups
from domain.measures.hours import Network
from domain.measures.intervals import SCALE, Interval, wilson, wilson_over
from domain.measures.passport import Measure, bounds, decimals, measure, null_of
from domain.measures.returned import Pairs, beyond_chance, hours_back, pairs
from domain.measures.shape import roles_shown
from domain.measures.spread import gini, roles
from domain.privacy import possible_parts, shown_count, split_told


@dataclass(frozen=True)
class Reading:
    """A network of hours as it is to be told: of which window, beside what chance gave, listed or not."""

    network: Network
    window: str
    chances: Mapping[str, ByChance]
    listed: bool

    @property
    def people(self) -> int:
        return len(self.network.people)

    def value(self, figure: Fraction) -> str:
        return str(figure) if self.listed else decimals(figure)

    def hours(self, parts: int) -> str:
        return str(Fraction(parts, self.network.per_hour))


def first_five(reading: Reading) -> tuple[Measure, ...]:
    """Return the first five figures, two of them in two numbers; none for a network without ties."""
    if not reading.network.hours:
        return ()
    found = pairs(reading.network)
    told = reading.listed or split_told(found.mutual, found.linked)
    return (
        *(_ties(reading, found) if told else _few_ties(reading, found)),
        _hours_back(reading, told=told),
        _circles(reading),
        _roles(reading),
        *_concentration(reading),
    )


def _ties(reading: Reading, found: Pairs) -> tuple[Measure, ...]:
    ties, answered = len(reading.network.hours), 2 * found.mutual
    counted = {"people": reading.people, "ties": ties, "pairs": found.linked, "mutual_pairs": found.mutual}
    reciprocity = measure(
        "reciprocity",
        reading.value(Fraction(answered, ties)),
        reading.window,
        part=str(answered),
        whole=str(ties),
        counted=counted,
        null=null_of(reading.chances.get("reciprocity")),
        recomputable=reading.listed,
        **bounds(_for_ties(wilson(found.mutual, found.linked))),
    )
    rho = beyond_chance(reading.network)
    if rho is None:
        return (reciprocity,)
    return reciprocity, measure(
        "beyond_chance",
        reading.value(rho),
        reading.window,
        counted=counted,
        recomputable=reading.listed,
    )


def _few_ties(reading: Reading, found: Pairs) -> tuple[Measure, ...]:
    could_be = wilson_over(possible_parts(found.mutual, found.linked), found.linked)
    counted = {"people": reading.people, "pairs": found.linked}
    return (
        measure("reciprocity", "", reading.window, counted=counted, too_few=True, **bounds(_for_ties(could_be))),
    )


def _for_ties(pairs_both_ways: Interval) -> Interval:
    """Return the interval of a share of pairs as one of the share of ties: r = 2 p / (1 + p), rounded outwards."""
    low, high = pairs_both_ways.low, pairs_both_ways.high
    return Interval(2 * SCALE * low // (SCALE + low), -(-2 * SCALE * high // (SCALE + high)))


def _hours_back(reading: Reading, *, told: bool) -> Measure:
    network, key = reading.network, "weighted_reciprocity"
    if not told:
        return measure(key, "", reading.window, whole=reading.hours(network.total), too_few=True)
    back = hours_back(network)
    return measure(
        key,
        reading.value(Fraction(back, network.total)),
        reading.window,
        part=reading.hours(back),
        whole=reading.hours(network.total),
        counted={"people": reading.people, "ties": len(network.hours)},
        null=null_of(reading.chances.get(key)),
        recomputable=reading.listed,
    )


def _circles(reading: Reading) -> Measure:
    network, key = reading.network, "circular_share"
    if not (reading.listed or _circles_told(network)):
        return measure(key, "", reading.window, whole=reading.hours(network.total), too_few=True)
    inside, number = hours_in_circles(network), circles(network)
    shown = number if reading.listed else shown_count(number)
    return measure(
        key,
        reading.value(Fraction(inside, network.total)),
        reading.window,
        part=reading.hours(inside),
        whole=reading.hours(network.total),
        counted={"people": reading.people} | ({} if shown is None else {"circles": shown}),
        null=null_of(reading.chances.get(key)),
        recomputable=reading.listed,
    )


def _circles_told(network: Network) -> bool:
    """Tell whether hours inside and outside circles are those of enough people each, or of nobody."""
    group_of = {p: n for n, group in enumerate(strong_groups(network.receivers)) for p in group}
    inside: set[str] = set()
    outside: set[str] = set()
    for giver, receiver in network.hours:
        (inside if group_of[giver] == group_of[receiver] else outside).update((giver, receiver))
    return shown_count(len(inside)) is not None and shown_count(len(outside)) is not None


def _roles(reading: Reading) -> Measure:
    found, key = roles(reading.network), "dual_role_share"
    counted = {"people": found.active}
    if roles_shown(found, listed=reading.listed).cells[0] is None:
        could_be = wilson_over(possible_parts(found.both, found.active), found.active)
        return measure(key, "", reading.window, counted=counted, too_few=True, **bounds(could_be))
    return measure(
        key,
        reading.value(Fraction(found.both, found.active)),
        reading.window,
        part=str(found.both),
        whole=str(found.active),
        counted=counted,
        recomputable=reading.listed,
        **bounds(wilson(found.both, found.active)),
    )


def _concentration(reading: Reading) -> tuple[Measure, ...]:
    amounts = {"gini_giving": reading.network.given, "gini_receiving": reading.network.received}
    return tuple(
        measure(
            key,
            reading.value(gini(hours.values()) or Fraction(0)),
            reading.window,
            counted={"people": reading.people},
            recomputable=reading.listed,
        )
        for key, hours in amounts.items()
    )
