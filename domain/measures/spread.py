"""How giving and receiving are spread over people: who does both, and how unequal the hours are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from domain.measures.hours import Network


@dataclass(frozen=True)
class Roles:
    """People by what they did in the window; together they are everybody who did anything."""

    both: int
    gave_only: int
    received_only: int

    @property
    def active(self) -> int:
        return self.both + self.gave_only + self.received_only


def roles(network: Network) -> Roles:
    """Return how many gave and received, only gave, only received."""
    givers = {giver for giver, _ in network.hours}
    receivers = {receiver for _, receiver in network.hours}
    return Roles(len(givers & receivers), len(givers - receivers), len(receivers - givers))


def dual_role_share(network: Network) -> Fraction | None:
    """
    Return people with hours given and received / people with any; None without people.

    Source: transaction indicators of Collom, International Journal of Community Currency Research 16(A) (2012).
    """
    found = roles(network)
    return Fraction(found.both, found.active) if found.active else None


def gini(amounts: Iterable[int]) -> Fraction | None:
    """
    Return the Gini coefficient: 0 where all have the same, 1 - 1/N where one has everything; None without any.

    Source: Gini, "Variabilità e mutabilità" (1912), as the mean difference over twice the mean.
    """
    ordered = sorted(amounts)
    total = sum(ordered)
    if not total:
        return None
    number = len(ordered)
    ranked = sum(place * amount for place, amount in enumerate(ordered, start=1))
    return Fraction(2 * ranked, number * total) - Fraction(number + 1, number)
