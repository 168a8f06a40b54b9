"""What chance alone would give: everybody gives to as many and receives from as many, partners drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from domain.measures.circles import hours_in_circles
from domain.measures.hours import Network, Tie
from domain.measures.returned import answered_ties, hours_back

Chance = Callable[[], float]
"""A source of numbers in [0, 1), such as `random.Random(seed).random`."""

MOST_STEPS = 60_000
MOST_NETWORKS, FEWEST_NETWORKS = 500, 100
MIXING = 10
"""So many steps per tie before the first network counts."""


@dataclass(frozen=True)
class ByChance:
    """A figure over *networks* rewired ones: mean and variance, and the share at least as high as ours."""

    mean: Fraction
    variance: Fraction
    at_least: Fraction
    networks: int


MEASURED: Mapping[str, Callable[[Network], int]] = {
    "reciprocity": answered_ties,
    "weighted_reciprocity": hours_back,
    "circular_share": hours_in_circles,
}
"""The parts of the figures that rewiring can change; the others depend on each person's own hours only."""


def networks_drawn(ties: int) -> int:
    """Return how many rewired networks are drawn: fewer where ties are many, so that publishing stays quick."""
    return max(FEWEST_NETWORKS, min(MOST_NETWORKS, MOST_STEPS // max(1, ties)))


def rewired(network: Network, number: int, chance: Chance) -> Iterator[Network]:
    """
    Yield *number* networks in which everybody gives to as many and receives from as many people as in *network*.

    A tie keeps its giver and its hours; two ties swap receivers where no tie is doubled and nobody gives to
    themself, else the step stands still, which makes every such network equally likely among those reached. One
    network is kept after as many steps as there are ties.
    Source: Maslov and Sneppen, Science 296 (2002), 910-913; standing still: Rao, Jana and Bandyopadhyay (1996).
    """
    ties = sorted(network.hours)
    hours = [network.hours[tie] for tie in ties]
    there = set(ties)
    for drawn in range(number):
        for _ in range(len(ties) * (MIXING if drawn == 0 else 1)):
            _swap(ties, there, chance)
        yield Network(dict(zip(ties, hours, strict=True)), network.per_hour)


def _swap(ties: list[Tie], there: set[Tie], chance: Chance) -> None:
    one, other = int(chance() * len(ties)), int(chance() * len(ties))
    (giver, receiver), (other_giver, other_receiver) = ties[one], ties[other]
    new, other_new = (giver, other_receiver), (other_giver, receiver)
    if giver == other_receiver or other_giver == receiver or new in there or other_new in there:
        return
    there -= {ties[one], ties[other]}
    there |= {new, other_new}
    ties[one], ties[other] = new, other_new


def by_chance(network: Network, chance: Chance, number: int | None = None) -> dict[str, ByChance]:
    """Return each figure of MEASURED over rewired networks; nothing for a network without ties."""
    if not network.hours:
        return {}
    drawn = networks_drawn(len(network.hours)) if number is None else number
    found: dict[str, list[int]] = {name: [] for name in MEASURED}
    for other in rewired(network, drawn, chance):
        for name, part in MEASURED.items():
            found[name].append(part(other))
    whole = dict.fromkeys(MEASURED, network.total) | {"reciprocity": len(network.hours)}
    return {name: _summary(found[name], MEASURED[name](network), whole[name]) for name in MEASURED}


def _summary(parts: list[int], ours: int, whole: int) -> ByChance:
    number = len(parts)
    mean = Fraction(sum(parts), number)
    variance = Fraction(sum(part * part for part in parts), number) - mean * mean
    at_least = Fraction(sum(part >= ours for part in parts), number)
    return ByChance(mean / whole, variance / whole**2, at_least, number)
