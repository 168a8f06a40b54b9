"""Options compared two by two: the matrix, who is preferred to whom, the strongest paths, what is locked in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, pairwise
from typing import Any

from domain.governance.vote import VoteResult

Votes = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Pair:
    """More ballots prefer *one* to *other*, or as many: *for_* against *against*."""

    one: str
    other: str
    for_: int
    against: int


@dataclass(frozen=True)
class Path:
    """The strongest way from one option to another: its *links*, and *strength*, the weakest of them; 0: none."""

    strength: int
    links: tuple[Pair, ...]


@dataclass(frozen=True)
class Match:
    """How *one*, unbeaten, and *other* meet by their strongest paths."""

    one: str
    other: str
    there: Path
    back: Path


@dataclass(frozen=True)
class Majority:
    """*fate* is locked, circle (it would close one) or open (it depends on the order among equals)."""

    pair: Pair
    fate: str


@dataclass(frozen=True)
class Pairs:
    """*matrix* and *strengths* by option and other option; *strengths* is empty where the method has none."""

    order: tuple[str, ...]
    matrix: Votes
    pairs: tuple[Pair, ...]
    beats_all: str
    strengths: Votes
    matches: tuple[Match, ...]
    majorities: tuple[Majority, ...]


def pairs(result: VoteResult, order: Sequence[str]) -> Pairs:
    """Return the comparisons of a pairwise count; *order* is that of the options on the page."""
    detail: Mapping[str, Any] = result.detail
    matrix: Votes = detail.get("pairwise") or {}
    kept = tuple(option for option in order if option in matrix)
    strengths: Votes = detail.get("strongest_paths") or {}
    return Pairs(
        order=kept,
        matrix=matrix,
        pairs=tuple(_pair(matrix, one, other) for one, other in combinations(kept, 2)),
        beats_all=detail.get("condorcet_winner") or "",
        strengths=strengths,
        matches=tuple(_matches(matrix, strengths, kept, result.winners or result.tied)) if strengths else (),
        majorities=fates(detail.get("majorities") or ()),
    )


def _pair(matrix: Votes, one: str, other: str) -> Pair:
    if matrix[one][other] < matrix[other][one]:
        one, other = other, one
    return Pair(one, other, matrix[one][other], matrix[other][one])


def _matches(matrix: Votes, strengths: Votes, order: Sequence[str], first: Sequence[str]) -> Iterable[Match]:
    unbeaten = [option for option in first if option in matrix]
    for place, one in enumerate(unbeaten):
        for other in order:
            if other not in unbeaten[: place + 1]:
                yield Match(
                    one,
                    other,
                    Path(strengths[one][other], _links(matrix, one, other, strengths[one][other])),
                    Path(strengths[other][one], _links(matrix, other, one, strengths[other][one])),
                )


def _links(matrix: Votes, start: str, end: str, strength: int) -> tuple[Pair, ...]:
    """Return the shortest way whose links all have at least *strength*; none where that is 0."""
    ways: list[tuple[str, ...]] = [(start,)] if strength else []
    seen = {start}
    for way in ways:
        if way[-1] == end:
            return tuple(Pair(a, b, matrix[a][b], matrix[b][a]) for a, b in pairwise(way))
        here = way[-1]
        for other in sorted(matrix[here]):
            if other not in seen and matrix[other][here] < matrix[here][other] >= strength:
                seen.add(other)
                ways.append((*way, other))
    return ()


def fates(majorities: Sequence[Sequence[Any]]) -> tuple[Majority, ...]:
    """Return what became of each majority, given from the strongest on."""
    leads: set[tuple[str, str]] = set()
    found: list[Majority] = []
    every = [Pair(*majority) for majority in majorities]
    for _, group in groupby(every, key=lambda pair: (pair.for_, pair.against)):
        equal = list(group)
        free = [pair for pair in equal if (pair.other, pair.one) not in leads]
        together = _joined(leads, free)
        sure = [pair for pair in free if (pair.other, pair.one) not in together]
        leads = _joined(leads, sure)
        for pair in equal:
            fate = "locked" if pair in sure else ("open" if pair in free else "circle")
            found.append(Majority(pair, fate))
            if fate == "open" and (pair.other, pair.one) not in leads:
                leads = _joined(leads, [pair])
    return tuple(found)


def _joined(leads: set[tuple[str, str]], more: Iterable[Pair]) -> set[tuple[str, str]]:
    """Return what leads where once *more* are locked: whatever led to the one now leads on to the other."""
    reach = set(leads)
    for pair in more:
        before = {a for a, b in reach if b == pair.one} | {pair.one}
        behind = {b for a, b in reach if a == pair.other} | {pair.other}
        reach |= {(a, b) for a in before for b in behind}
    return reach
