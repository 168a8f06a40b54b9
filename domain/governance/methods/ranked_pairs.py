"""
Ranked pairs: lock in majorities from the strongest on, unless one closes a circle.

Strongest means most winning votes, then smaller opposition. Equal majorities are taken in every order, and only
what comes out the same is decided. Source: Tideman, Independence of clones as a criterion for voting rules
(Social Choice and Welfare 4, 1987), with winning votes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from domain.governance.methods.box import Box
from domain.governance.methods.branching import Ended, Fork, all_outcomes
from domain.governance.methods.pairwise import Matrix, Ranking, condorcet_winner, matrix
from domain.governance.methods.result import Outcome, Status, settled
from domain.governance.methods.schulze import by_name

Pair = tuple[int, int]
Reach = tuple[int, ...]
"""By option the options that its locked majorities lead to, as bits."""


@dataclass(frozen=True)
class _State:
    """*group* is the number of the group of equal majorities at work, *left* those of it not yet looked at."""

    group: int
    left: frozenset[Pair]
    reach: Reach


@dataclass(frozen=True)
class RankedPairsCount:
    """*majorities* are the winning pairs from the strongest on, each with its votes for and against."""

    outcome: Outcome
    pairwise: dict[str, dict[str, int]]
    majorities: tuple[tuple[str, str, int, int], ...]
    condorcet_winner: str | None


def count_ranked_pairs(box: Box[Ranking]) -> RankedPairsCount:
    """Return the matrix, the majorities in their order, and the option that heads what is locked."""
    votes = matrix(box)
    ordered = sorted(_majorities(votes), key=lambda pair: (_weight(votes, pair), pair))
    groups = [frozenset(group) for _, group in groupby(ordered, key=lambda pair: _weight(votes, pair))]
    outcome = _outcome(box, groups) if box.valid else Outcome(Status.NO_BALLOTS)
    names = box.options
    winner = condorcet_winner(votes) if box.valid else None
    return RankedPairsCount(
        outcome,
        by_name(box, votes),
        tuple((names[i], names[j], votes[i][j], votes[j][i]) for i, j in ordered),
        None if winner is None else names[winner],
    )


def _majorities(votes: Matrix) -> list[Pair]:
    everyone = range(len(votes))
    return [(i, j) for i in everyone for j in everyone if votes[i][j] > votes[j][i]]


def _weight(votes: Matrix, pair: Pair) -> tuple[int, int]:
    i, j = pair
    return -votes[i][j], votes[j][i]


def _outcome(box: Box[Ranking], groups: list[frozenset[Pair]]) -> Outcome:
    options = len(box.options)

    def after(state: _State) -> Ended | Fork[_State]:
        open_ones = _undecided(state.left, state.reach)
        locked = _locked_in_any_order(open_ones, state.reach)
        if locked:
            return Fork([_State(state.group, open_ones - locked, _lock_all(state.reach, locked))])
        if open_ones:
            return Fork([_State(state.group, open_ones - {p}, _lock(state.reach, p)) for p in sorted(open_ones)])
        if state.group + 1 < len(groups):
            return Fork([_State(state.group + 1, groups[state.group + 1], state.reach)])
        return Ended(frozenset(_heads(state.reach)))

    start = _State(-1, frozenset(), (0,) * options)
    ends = all_outcomes(start, after)
    # Where several head what is locked, they tie: each of them may win.
    return settled(None if ends is None else {box.named([head]) for heads in ends for head in heads})


def _undecided(pairs: Iterable[Pair], reach: Reach) -> frozenset[Pair]:
    """Return the pairs that what is locked neither forbids nor says already."""
    return frozenset((i, j) for i, j in pairs if not reach[j] >> i & 1 and not reach[i] >> j & 1)


def _locked_in_any_order(pairs: frozenset[Pair], reach: Reach) -> frozenset[Pair]:
    """Return those of the pairs that lie on no circle even if all of them were locked."""
    everything = _lock_all(reach, pairs)
    return frozenset((i, j) for i, j in pairs if not everything[j] >> i & 1)


def _lock_all(reach: Reach, pairs: Iterable[Pair]) -> Reach:
    for pair in sorted(pairs):
        reach = _lock(reach, pair)
    return reach


def _lock(reach: Reach, pair: Pair) -> Reach:
    """Return what leads where once i > j is locked: i, and whoever leads to i, leads to j and beyond."""
    i, j = pair
    more = reach[j] | 1 << j
    return tuple(r | more if k == i or r >> i & 1 else r for k, r in enumerate(reach))


def _heads(reach: Reach) -> list[int]:
    """Return the options to which no locked majority leads."""
    led_to = 0
    for options in reach:
        led_to |= options
    return [option for option in range(len(reach)) if not led_to >> option & 1]
