"""
Piles of transferable ballots: each ballot lies, with its weight, with the best option it still has.

A ballot that ranks several options as equals splits equally, in exact fractions, among those of them that are
still in the count. Ballots of one weight lie together in a parcel, so that a pile is added up parcel by parcel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from domain.governance.methods.pairwise import Ranking

Weight = Fraction
Reweigh = Callable[[Weight], Weight]


@dataclass(frozen=True, eq=False)
class Parcel:
    """Different ballots, each with how many there are of it, all of one *weight*."""

    weight: Weight
    ballots: tuple[tuple[Ranking, int], ...]
    count: int

    @property
    def votes(self) -> Fraction:
        return self.weight * self.count


Pile = tuple[Parcel, ...]


@dataclass(frozen=True, eq=False)
class Piles:
    """By option its pile; *exhausted* is the weight of ballots that have nobody left."""

    of: Mapping[int, Pile]
    exhausted: Fraction = Fraction(0)

    def votes(self) -> dict[int, Fraction]:
        """Return the votes of each option that has a pile."""
        return {option: sum((p.votes for p in pile), Fraction(0)) for option, pile in self.of.items()}


def dealt(ballots: Mapping[Ranking, int], options: Iterable[int]) -> Piles:
    """Return the piles at the start: every ballot with its first choice among *options*."""
    everyone = frozenset(options)
    whole = Parcel(Fraction(1), tuple(ballots.items()), sum(ballots.values()))
    return _spread(Piles(dict.fromkeys(everyone, ())), (whole,), everyone, lambda weight: weight)


def passed_on(piles: Piles, option: int, continuing: frozenset[int], reweigh: Reweigh) -> Piles:
    """Return the piles after the option's pile went on, at a new weight, to those *continuing*."""
    rest = Piles({o: pile for o, pile in piles.of.items() if o != option}, piles.exhausted)
    return _spread(rest, piles.of[option], continuing, reweigh)


def _spread(piles: Piles, pile: Pile, continuing: frozenset[int], reweigh: Reweigh) -> Piles:
    fresh: dict[tuple[int, Fraction], list[tuple[Ranking, int]]] = {}
    exhausted = piles.exhausted
    for parcel in pile:
        weight = reweigh(parcel.weight)
        if not weight:
            continue
        for takers, ballots in _by_takers(parcel, continuing).items():
            if not takers:
                exhausted += weight * sum(count for _, count in ballots)
            for taker in takers:
                fresh.setdefault((taker, weight / len(takers)), []).extend(ballots)
    of = dict(piles.of)
    for (option, weight), ballots in fresh.items():
        parcel = Parcel(weight, tuple(ballots), sum(count for _, count in ballots))
        of[option] = (*of[option], parcel)
    return Piles(of, exhausted)


def _by_takers(parcel: Parcel, continuing: frozenset[int]) -> dict[tuple[int, ...], list[tuple[Ranking, int]]]:
    """Return the ballots of a parcel by the options that share them next, () where nobody is left."""
    found: dict[tuple[int, ...], list[tuple[Ranking, int]]] = {}
    for ballot in parcel.ballots:
        found.setdefault(_best_rank(ballot[0], continuing), []).append(ballot)
    return found


def _best_rank(ranking: Ranking, continuing: frozenset[int]) -> tuple[int, ...]:
    for rank in ranking:
        if len(rank) == 1:
            if rank[0] in continuing:
                return rank
            continue
        left = tuple(option for option in rank if option in continuing)
        if left:
            return left
    return ()
