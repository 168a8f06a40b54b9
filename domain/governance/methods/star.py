"""
STAR: score, then automatic runoff. The two highest totals meet, and whom more ballots prefer wins.

Source: the Equal Vote Coalition's official protocol for ties, without its random step. A tie for the runoff goes
to those preferred on more ballots in the pairings among the tied, then to those with more highest marks; a tie
in the runoff to the higher total, then to more highest marks. What is left is followed in every branch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, compress, permutations
from operator import gt

from domain.governance.methods.box import Box
from domain.governance.methods.marks import Marks, columns, totals_of
from domain.governance.methods.result import Outcome, Status, settled

Measure = Callable[[Sequence[int]], dict[int, int]]


@dataclass(frozen=True)
class StarCount:
    """*finalists* are the two of the runoff, more where it is open who they are; *runoff* holds their votes."""

    outcome: Outcome
    scores: dict[str, int]
    finalists: tuple[str, ...] = ()
    runoff: dict[str, int] | None = None


def count_star(box: Box[Marks], *, max_score: int) -> StarCount:
    """Return the totals, the finalists and who wins; with one option that one does."""
    ballots = _Ballots(box, max_score)
    everyone = range(len(box.options))
    totals = ballots.totals(everyone)
    scores = {box.options[place]: total for place, total in totals.items()}
    if not box.valid:
        return StarCount(Outcome(Status.NO_BALLOTS), scores)
    pairs = _finalists(ballots, everyone)
    outcomes = {box.named([winner]) for pair in pairs for winner in _runoff(ballots, pair)}
    met = tuple(sorted(box.named({place for pair in pairs for place in pair})))
    runoff = ballots.preferred(pairs[0]) if len(pairs) == 1 else None
    votes = {box.options[place]: count for place, count in runoff.items()} if runoff is not None else None
    return StarCount(settled(outcomes), scores, met, votes)


class _Ballots:
    """What the steps ask of the ballots, for some of the options."""

    def __init__(self, box: Box[Marks], max_score: int) -> None:
        self._counts = tuple(box.ballots.values())
        self._marks = columns(box)
        self._totals = totals_of(box, self._marks)
        self._max = max_score

    def totals(self, among: Sequence[int]) -> dict[int, int]:
        """Return the sum of marks of each."""
        return {place: self._totals[place] for place in among}

    def preferred(self, among: Sequence[int]) -> dict[int, int]:
        """Return for each how often a ballot puts it above another of them, pair by pair."""
        wins = dict.fromkeys(among, 0)
        for one, other in permutations(among, 2):
            wins[one] += sum(compress(self._counts, map(gt, self._marks[one], self._marks[other])))
        return wins

    def highest(self, among: Sequence[int]) -> dict[int, int]:
        """Return for each on how many ballots it has the highest mark there is."""
        return {place: sum(compress(self._counts, map(self._max.__eq__, self._marks[place]))) for place in among}


def _finalists(ballots: _Ballots, everyone: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the pairs that may meet in the runoff: one, or each that a tie leaves open."""
    sure: list[int] = []
    tied: list[int] = list(everyone)
    for measure in (ballots.totals, ballots.preferred, ballots.highest):
        sure, tied = _seats(measure, sure, tied)
        if len(sure) + len(tied) <= 2:
            return [(*sure, *tied)]
    return [(*sure, *rest) for rest in combinations(tied, 2 - len(sure))]


def _seats(measure: Measure, sure: list[int], tied: list[int]) -> tuple[list[int], list[int]]:
    """Return who is in the runoff for sure by *measure*, and who still ties for what is left of it."""
    values = measure(tied)
    ranks = [[p for p in tied if values[p] == value] for value in sorted(set(values.values()), reverse=True)]
    for rank in ranks:
        if len(sure) + len(rank) > 2:
            return sure, rank
        sure = [*sure, *rank]
        if len(sure) == 2:
            break
    return sure, []


def _runoff(ballots: _Ballots, pair: Sequence[int]) -> list[int]:
    """Return the winner of the runoff; both where nothing tells them apart."""
    left = list(pair)
    for measure in (ballots.preferred, ballots.totals, ballots.highest):
        values = measure(left)
        most = max(values.values())
        left = [place for place in left if values[place] == most]
    return left
