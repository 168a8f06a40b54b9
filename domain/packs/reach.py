"""How far the calls of a tree would reach when some of them fail: simulated, never promised."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from math import ceil

from domain.packs.call_tree import CallTree

FAILURE = 0.3
"""The share of calls that reach nobody, as assumed."""

RUNS = 500
"""How often the calls are played through."""

UNSURE_WEIGHT = 0.5
"""What a person counts for whose word on their time has run out: they answer half as often."""

NINE_IN_TEN = 0.9


@dataclass(frozen=True)
class Reach:
    """
    Out of *people*: how many are reached on average (tenths), and how many at least in nine runs of ten.

    Those who begin are counted as reached.
    """

    people: int
    mean_tenths: int
    nine_in_ten: int


def expected_reach(
    tree: CallTree,
    unsure: Collection[str],
    draw: Callable[[], float],
    *,
    failure: float = FAILURE,
    runs: int = RUNS,
) -> Reach:
    """
    Play the calls through *runs* times; each fails by chance, more often to those in *unsure*.

    *draw* gives numbers from 0 up to, and not including, 1; the same numbers give the same answer.
    Source: bond percolation (Albert, Jeong and Barabási 2000).
    """
    answers = {p: (1 - failure) * (UNSURE_WEIGHT if p in unsure else 1) for p in tree.callers}
    found = sorted(_one_run(tree, answers, draw) for _ in range(runs))
    return Reach(
        people=len(tree.roots) + len(tree.callers) + len(tree.unreached),
        mean_tenths=round(10 * sum(found) / runs),
        nine_in_ten=found[runs - ceil(runs * NINE_IN_TEN)],
    )


def _one_run(tree: CallTree, answers: Mapping[str, float], draw: Callable[[], float]) -> int:
    reached = set(tree.roots)
    ringing = list(tree.roots)
    for caller in ringing:
        for callee in tree.calls[caller]:
            # Drawn even where somebody else got through before: the number of draws depends on nobody's luck
            # but the callers' own.
            answered = draw() < answers[callee]
            if answered and callee not in reached:
                reached.add(callee)
                ringing.append(callee)
    return len(reached)
