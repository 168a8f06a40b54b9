"""
Instant runoff: who has fewest votes goes out, their ballots go on, until one has more than half.

Ranks held by equals split a vote equally. A tie for who goes out is followed in every branch, or first looked back
on where the rule says so. Source: Robert's Rules of Order Newly Revised (12th edition), 45:62-69, preferential
voting; equal ranks split as votes do in Hill, Wichmann & Woodall, Algorithm 123 (1987), section 2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from domain.governance.methods.box import Box
from domain.governance.methods.branching import Ended
from domain.governance.methods.pairwise import Ranking
from domain.governance.methods.piles import Piles, dealt, passed_on
from domain.governance.methods.result import Outcome, Status, settled
from domain.governance.methods.rounds import Round, Step, Tie, Votes, followed, told_apart


@dataclass(frozen=True)
class _State:
    """
    Who is still in the count; the piles follow from that and from the box, so they are not compared.

    *past* are the votes of the rounds before, where they may be looked back on.
    """

    continuing: frozenset[int]
    piles: Piles = field(compare=False)
    past: tuple[Votes, ...] = ()


@dataclass(frozen=True)
class RoundsCount:
    """A count by rounds; *quota* is None where the method has none."""

    outcome: Outcome
    rounds: tuple[Round, ...] = ()
    quota: Fraction | None = None


def count_irv(box: Box[Ranking], *, tie: Tie = Tie.EVERY_BRANCH) -> RoundsCount:
    """Return the rounds and who wins."""
    if not box.valid:
        return RoundsCount(Outcome(Status.NO_BALLOTS))
    everyone = frozenset(range(len(box.options)))
    start = _State(everyone, dealt(box.ballots, everyone))

    def after(state: _State) -> Ended | Step[_State]:
        return _after(box, state, tie)

    ends, rounds = followed(start, after)
    return RoundsCount(settled(None if ends is None else {box.named(end) for end in ends}), rounds)


def _after(box: Box[Ranking], state: _State, tie: Tie) -> Ended | Step[_State]:
    votes = state.piles.votes()
    if len(state.continuing) == 1:
        return Ended(state.continuing)
    leader = max(sorted(votes), key=lambda option: votes[option])
    done = 2 * votes[leader] > sum(votes.values())
    going = [] if done else _going(votes)
    said_by = 0
    if tie is Tie.LOOK_BACK and len(going) > 1:
        left, said_by = told_apart([out[0] for out in going], state.past, min)
        going = [(option,) for option in left]
    past = (*state.past, tuple(votes.items())) if tie is Tie.LOOK_BACK else ()
    states = tuple(_without(state, out, past) for out in going) or (_State(frozenset({leader}), state.piles),)
    told = Round(
        votes={box.options[option]: votes[option] for option in sorted(votes)},
        exhausted=state.piles.exhausted,
        elected=(box.options[leader],) if done else (),
        eliminated=tuple(box.options[option] for option in going[0]) if going else (),
        open_ones=tuple(box.options[out[0]] for out in going) if len(going) > 1 else (),
        looked_back=said_by,
    )
    return Step(states, told)


def _going(votes: dict[int, Fraction]) -> list[tuple[int, ...]]:
    """
    Return who may go out next: several together where the order among them changes nothing, else each in turn.

    Those with fewest votes go out one after the other, whatever the order, if all they have together is less than
    what the next has: none of them can be lifted over it.
    """
    fewest = min(votes.values())
    lowest = sorted(option for option in votes if votes[option] == fewest)
    others = [votes[option] for option in votes if votes[option] > fewest]
    if others and fewest * len(lowest) < min(others):
        return [tuple(lowest)]
    return [(option,) for option in lowest]


def _without(state: _State, out: tuple[int, ...], past: tuple[Votes, ...]) -> _State:
    piles, continuing = state.piles, state.continuing
    for option in out:
        continuing = continuing - {option}
        piles = passed_on(piles, option, continuing, lambda weight: weight)
    return _State(continuing, piles, past)
