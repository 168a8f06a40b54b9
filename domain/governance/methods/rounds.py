"""What happened in a count by rounds, in the order it happened."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

from domain.governance.methods.branching import Ended, Fork, all_outcomes

S = TypeVar("S", bound=Hashable)


class Tie(StrEnum):
    """
    What becomes of equals where one of them has to be taken: every way is followed, or first it is looked back.

    Looking back: of the equals those with fewest votes (for a surplus: most) at the last earlier round at which
    they were not all equal; if these are still several, the same again further back. Whoever was never apart is
    followed in every branch, as without the rule.
    Source: the Scottish Local Government Elections Order 2007, rules 49 (2) and 51 (2), without their lot.
    """

    EVERY_BRANCH = "every_branch"
    LOOK_BACK = "look_back"


Votes = tuple[tuple[int, Fraction], ...]
"""The votes of those in the count at one round, as a value that can be compared."""


def told_apart(
    equals: Sequence[int], past: Sequence[Votes], pick: Callable[[Iterable[Fraction]], Fraction]
) -> tuple[list[int], int]:
    """
    Return whom looking back leaves of *equals*, and the number of the round that said so, 0 where none did.

    *past* are the votes of all earlier rounds; *pick* is min or max.
    """
    left, said_by = list(equals), 0
    for number in range(len(past), 0, -1):
        votes = dict(past[number - 1])
        sought = pick(votes[option] for option in left)
        fewer = [option for option in left if votes[option] == sought]
        if len(fewer) < len(left):
            left, said_by = fewer, number
    return left, said_by


@dataclass(frozen=True)
class Round:
    """
    One round: the *votes* of those in the count, and what was done.

    *open_ones* are those among whom the rules leave open who is next, () where they do not: the count follows
    every branch from here, and the rounds after it show only the first by code point. *looked_back* is the number
    of the earlier round that told equals apart, where the rule is to look back and one did, else 0.
    """

    votes: dict[str, Fraction]
    exhausted: Fraction
    elected: tuple[str, ...] = ()
    transferred: str = ""
    eliminated: tuple[str, ...] = ()
    open_ones: tuple[str, ...] = ()
    looked_back: int = 0


@dataclass(frozen=True)
class Step(Generic[S]):
    """What follows a state: one of *states*, equally entitled; *round* tells the first of them."""

    states: tuple[S, ...]
    round: Round


def followed(
    start: S, after: Callable[[S], Ended | Step[S]]
) -> tuple[set[frozenset[int]] | None, tuple[Round, ...]]:
    """
    Return every outcome there can be (None: too many to follow), and the rounds of the first branch to its end.
    """
    known: dict[S, Ended | Step[S]] = {}
    rounds, state = [], start
    reached = known[start] = after(start)
    while isinstance(reached, Step):
        rounds.append(reached.round)
        state = reached.states[0]
        reached = known[state] = after(state)

    def fork(state: S) -> Ended | Fork[S]:
        found = known.get(state) or after(state)
        return found if isinstance(found, Ended) else Fork(found.states)

    return all_outcomes(start, fork), tuple(rounds)
