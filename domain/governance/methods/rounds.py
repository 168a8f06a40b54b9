"""What happened in a count by rounds, in the order it happened."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from domain.governance.methods.branching import Ended

S = TypeVar("S", bound=Hashable)


@dataclass(frozen=True)
class Round:
    """
    One round: the *votes* of those in the count, and what was done.

    *open_ones* are those among whom the rules leave open who is next, () where they do not: the count follows
    every branch from here, and the rounds after it show only the first by code point.
    """

    votes: dict[str, Fraction]
    exhausted: Fraction
    elected: tuple[str, ...] = ()
    transferred: str = ""
    eliminated: tuple[str, ...] = ()
    open_ones: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step(Generic[S]):
    """What follows a state: one of *states*, equally entitled; *round* tells the first of them."""

    states: tuple[S, ...]
    round: Round


def story(start: S, after: Callable[[S], Ended | Step[S]]) -> tuple[Round, ...]:
    """Return the rounds of the first branch, from its start to its end."""
    rounds = []
    reached = after(start)
    while isinstance(reached, Step):
        rounds.append(reached.round)
        reached = after(reached.states[0])
    return tuple(rounds)
