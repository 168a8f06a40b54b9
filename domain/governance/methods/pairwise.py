"""The pairwise matrix of ranked ballots: how many put one option above another. Unranked options are tied last."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from domain.governance.methods.box import Box, Empty, Places, Spoilt, Unusual

Ranking = tuple[tuple[int, ...], ...]
"""The places of options, best rank first, equals at one rank together."""

Matrix = list[list[int]]
"""matrix[i][j] is the number of ballots that prefer i to j."""


class RankingReader:
    """Reads ranked ballots. An option ranked twice spoils one, and so do equals where they are not allowed."""

    def __init__(self, places: Places, *, equals: bool = True) -> None:
        self._places = places
        self._alone = {name: (place,) for place, name in enumerate(places.names)}
        self._equals = equals

    def __call__(self, given: object, where: str) -> Ranking:
        """
        Return the ranking.

        Raises:
            BallotUnreadable: no list of lists of options. Spoilt, Empty.
        """
        where = f"{where}.ranking"
        ranks = given if isinstance(given, list | tuple) else self._places.all_of(given, where)
        ranking = tuple(r for r in (self._places.all_of(rank, where) for rank in ranks) if r)
        named = [place for rank in ranking for place in rank]
        if not named:
            raise Empty
        if len(set(named)) < len(named) or (not self._equals and len(named) > len(ranking)):
            raise Spoilt
        return tuple(tuple(sorted(rank)) for rank in ranking)

    def keys(self, given: Iterable[Any]) -> Iterable[Hashable]:
        """Return the names of each ranking, in a row where no ballot has equals, else rank by rank."""
        given = list(given)
        if not set(map(type, given)) | set(map(type, chain.from_iterable(given))) <= {list, tuple}:
            raise Unusual
        if set(map(len, chain.from_iterable(given))) <= {1}:
            return map(tuple, map(chain.from_iterable, given))
        return (tuple(map(tuple, ranks)) for ranks in given)

    def ballot(self, key: tuple[Any, ...]) -> Ranking:
        if key and isinstance(key[0], str):
            ranking = tuple(map(self._alone.__getitem__, key))
            if len(set(ranking)) < len(ranking):
                raise Spoilt
            return ranking
        return self(key, "")

    def ready(self, keys: Mapping[Any, int]) -> bool:
        return False


def matrix(box: Box[Ranking]) -> Matrix:
    """Return the pairwise matrix of the box."""
    import numpy as np

    options = len(box.options)
    if not box.ballots:
        return [[0] * options for _ in range(options)]
    rankings = list(box.ballots)
    ranked = [sum(map(len, ranking)) for ranking in rankings]
    places = [place for ranking in rankings for rank in ranking for place in rank]
    at = [level for ranking in rankings for level, rank in enumerate(ranking) for _ in rank]
    levels = np.full((len(rankings), options), options, dtype=np.int16)
    levels[np.repeat(np.arange(len(rankings)), ranked), places] = at
    counts = np.fromiter(box.ballots.values(), dtype=np.int64, count=len(box.ballots))
    return [[int(counts[levels[:, i] < levels[:, j]].sum()) for j in range(options)] for i in range(options)]


def condorcet_winner(votes: Sequence[Sequence[int]]) -> int | None:
    """Return the option that more ballots prefer to each other one than the reverse; None where there is none."""
    everyone = range(len(votes))
    for i in everyone:
        if all(votes[i][j] > votes[j][i] for j in everyone if j != i):
            return i
    return None
