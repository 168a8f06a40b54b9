"""What flows back between the same two people: reciprocity of ties and of hours."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from domain.measures.hours import Network


@dataclass(frozen=True)
class Pairs:
    """Pairs of people with any tie between them, and those with ties both ways."""

    linked: int
    mutual: int


def pairs(network: Network) -> Pairs:
    """Return how many pairs are linked, and how many of them both ways."""
    linked = {frozenset(tie) for tie in network.hours}
    return Pairs(len(linked), len(network.hours) - len(linked))


def answered_ties(network: Network) -> int:
    """Return how many ties have one the other way."""
    return sum(tie[::-1] in network.hours for tie in network.hours)


def tie_reciprocity(network: Network) -> Fraction | None:
    """
    Return r = ties that are answered / ties; None without a tie.

    Source: Wasserman and Faust, "Social Network Analysis" (1994).
    """
    return Fraction(answered_ties(network), len(network.hours)) if network.hours else None


def density(network: Network) -> Fraction | None:
    """Return a = L / (N (N - 1)), the share of possible ties that are there; None for fewer than two people."""
    people = len(network.people)
    return Fraction(len(network.hours), people * (people - 1)) if people > 1 else None


def beyond_chance(network: Network) -> Fraction | None:
    """
    Return rho = (r - a) / (1 - a): 0 as in a random network of this density; None where a is 1 or there is no tie.

    Source: Garlaschelli and Loffredo, Physical Review Letters 93, 268701 (2004).
    """
    r, a = tie_reciprocity(network), density(network)
    return None if r is None or a is None or a == 1 else (r - a) / (1 - a)


def hours_back(network: Network) -> int:
    """Return the parts of hours that flowed back to the same person, both directions counted."""
    hours = network.hours
    return sum(min(given, hours.get(tie[::-1], 0)) for tie, given in hours.items())


def weighted_reciprocity(network: Network) -> Fraction | None:
    """
    Return the share of hours that flowed back to the same person: sum of min(w_ij, w_ji) over sum of w_ij.

    Source: Squartini, Picciolo, Ruzzenenti and Garlaschelli, Scientific Reports 3, 2729 (2013).
    """
    return Fraction(hours_back(network), network.total) if network.hours else None
