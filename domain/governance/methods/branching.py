"""
Ties inside a count: follow every branch, merge equal states, and see whether they end differently.

No step of a count may pick among equals in silence. Where the rules leave several next steps open, all of them
are followed; only what comes out the same whichever way was taken is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

S = TypeVar("S", bound=Hashable)

MOST_STATES = 10_000
"""Beyond this many states the answer is that the tie is not resolved."""


@dataclass(frozen=True)
class Ended:
    """A branch that came to its end: who would win."""

    winners: frozenset[int]


@dataclass(frozen=True)
class Fork(Generic[S]):
    """The states that may come next: one, or several where the rules leave it open."""

    states: Sequence[S]


def all_outcomes(
    start: S, after: Callable[[S], Ended | Fork[S]], most: int = MOST_STATES
) -> set[frozenset[int]] | None:
    """
    Return every outcome that can be reached from *start*, or None where more than *most* states would be.

    *after* tells what follows a state; equal states are followed once.
    """
    seen, waiting = {start}, [start]
    outcomes: set[frozenset[int]] = set()
    while waiting:
        reached = after(waiting.pop())
        if isinstance(reached, Ended):
            outcomes.add(reached.winners)
            continue
        fresh = [state for state in reached.states if state not in seen]
        seen.update(fresh)
        if len(seen) > most:
            return None
        waiting.extend(fresh)
    return outcomes
