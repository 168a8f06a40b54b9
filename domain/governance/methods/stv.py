"""
The single transferable vote with weighted inclusive Gregory transfers, for several seats.

One surplus at a time, the largest first, all of the elected one's ballots going on at surplus / votes of their
weight; then, with no surplus left, who has fewest votes goes out. Two arithmetics: `exact`, in fractions, and
`scottish`, where every transferred weight is cut after five decimals. Ties are followed in every branch.

Sources: the Scottish Local Government Elections Order 2007, rules 45-52; Newland & Britton (1997) for the quota.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from domain.governance.methods.box import Box
from domain.governance.methods.branching import Ended
from domain.governance.methods.irv import RoundsCount
from domain.governance.methods.pairwise import Ranking
from domain.governance.methods.piles import Piles, Weight, dealt, passed_on
from domain.governance.methods.result import Outcome, Status, settled
from domain.governance.methods.rounds import Round, Step, Tie, Votes, followed, told_apart


class Quota(StrEnum):
    """
    How many votes are enough: droop and hare are reached, hagenbach_bischoff is passed.
    """

    DROOP = "droop"
    HARE = "hare"
    HAGENBACH_BISCHOFF = "hagenbach_bischoff"


class Arithmetic(StrEnum):
    EXACT = "exact"
    SCOTTISH = "scottish"


DECIMALS = 10**5
"""The Scottish order cuts every transfer value after five decimals."""


def quota_of(kind: Quota, valid: int, seats: int) -> Fraction:
    """Return the quota for *valid* ballots and so many seats."""
    if kind is Quota.DROOP:
        return Fraction(valid // (seats + 1) + 1)
    return Fraction(valid, seats if kind is Quota.HARE else seats + 1)


@dataclass(frozen=True)
class _State:
    """
    Who is in, who waits with a surplus, who is still in the count.

    *history* says who was elected and whose surplus went on while who was in the count: with the rest it tells
    where every ballot lies and at what weight, so the piles themselves are not compared. *past* are the votes of
    the rounds before, where they may be looked back on.
    """

    elected: frozenset[int]
    surplus: frozenset[int]
    continuing: frozenset[int]
    history: tuple[tuple[frozenset[int], frozenset[int]], ...]
    piles: Piles
    past: tuple[Votes, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _State) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        return self.elected, self.surplus, self.continuing, self.history, self.past


class _Count:
    def __init__(self, box: Box[Ranking], seats: int, kind: Quota, arithmetic: Arithmetic, tie: Tie) -> None:
        self._box = box
        self._seats = seats
        self.quota = quota_of(kind, box.valid, seats)
        self._strict = kind is Quota.HAGENBACH_BISCHOFF
        self._scottish = arithmetic is Arithmetic.SCOTTISH
        self._looks_back = tie is Tie.LOOK_BACK

    def start(self) -> _State:
        everyone = frozenset(range(len(self._box.options)))
        none: frozenset[int] = frozenset()
        return _State(none, none, everyone, (), dealt(self._box.ballots, everyone))

    def after(self, state: _State) -> Ended | Step[_State]:
        """Return what follows: who is elected, whose surplus goes on, or who goes out."""
        if len(state.elected) == self._seats or not state.continuing:
            return Ended(state.elected)
        votes = state.piles.votes()
        if len(state.elected) + len(state.continuing) <= self._seats:
            return self._elect(state, state.continuing, votes)
        enough = frozenset(option for option in state.continuing if self._reaches(votes[option]))
        if enough:
            return self._elect(state, enough, votes)
        if state.surplus:
            return self._transfer(state, votes)
        return self._eliminate(state, votes)

    def _reaches(self, votes: Fraction) -> bool:
        return votes > self.quota if self._strict else votes >= self.quota

    def _elect(self, state: _State, who: frozenset[int], votes: dict[int, Fraction]) -> Step[_State]:
        over = frozenset(option for option in who if votes[option] > self.quota)
        left = state.continuing - who
        history = (*state.history, (who, left))
        past = self._past(state, votes)
        after = _State(state.elected | who, state.surplus | over, left, history, state.piles, past)
        return Step((after,), self._round(state, votes, elected=who))

    def _transfer(self, state: _State, votes: dict[int, Fraction]) -> Step[_State]:
        most = max(votes[option] for option in state.surplus)
        equals = sorted(option for option in state.surplus if votes[option] == most)
        largest, said_by = told_apart(equals, state.past, max)
        states = tuple(self._passed_on(state, option, votes) for option in largest)
        told = self._round(state, votes, transferred=largest[0], open_ones=largest, looked_back=said_by)
        return Step(states, told)

    def _passed_on(self, state: _State, option: int, votes: dict[int, Fraction]) -> _State:
        piles = passed_on(state.piles, option, state.continuing, self._reweigh(votes[option]))
        history = (*state.history, (frozenset({option}), state.continuing))
        past = self._past(state, votes)
        return _State(state.elected, state.surplus - {option}, state.continuing, history, piles, past)

    def _past(self, state: _State, votes: dict[int, Fraction]) -> tuple[Votes, ...]:
        return (*state.past, tuple(votes.items())) if self._looks_back else ()

    def _reweigh(self, votes: Fraction) -> Callable[[Weight], Weight]:
        share = (votes - self.quota) / votes
        if self._scottish:
            return lambda weight: Fraction(int(weight * share * DECIMALS), DECIMALS)
        return lambda weight: weight * share

    def _eliminate(self, state: _State, votes: dict[int, Fraction]) -> Step[_State]:
        fewest = min(votes[option] for option in state.continuing)
        lowest = sorted(option for option in state.continuing if votes[option] == fewest)
        if not fewest and len(state.elected) + len(state.continuing) - len(lowest) >= self._seats:
            # Whoever has nothing passes nothing on: the order among them changes nothing.
            after = _out(state, lowest, self._past(state, votes))
            return Step((after,), self._round(state, votes, eliminated=frozenset(lowest)))
        last, said_by = told_apart(lowest, state.past, min)
        states = tuple(_out(state, [option], self._past(state, votes)) for option in last)
        told = self._round(state, votes, eliminated=frozenset(last[:1]), open_ones=last, looked_back=said_by)
        return Step(states, told)

    def _round(
        self,
        state: _State,
        votes: dict[int, Fraction],
        *,
        elected: frozenset[int] = frozenset(),
        transferred: int | None = None,
        eliminated: frozenset[int] = frozenset(),
        open_ones: list[int] | None = None,
        looked_back: int = 0,
    ) -> Round:
        names = self._box.options
        return Round(
            votes={names[option]: votes[option] for option in sorted(votes)},
            exhausted=state.piles.exhausted,
            elected=tuple(names[option] for option in sorted(elected)),
            transferred="" if transferred is None else names[transferred],
            eliminated=tuple(names[option] for option in sorted(eliminated)),
            open_ones=tuple(names[o] for o in open_ones) if open_ones and len(open_ones) > 1 else (),
            looked_back=looked_back,
        )


def _out(state: _State, options: list[int], past: tuple[Votes, ...]) -> _State:
    piles, continuing = state.piles, state.continuing
    for option in options:
        continuing = continuing - {option}
        piles = passed_on(piles, option, continuing, lambda weight: weight)
    return _State(state.elected, state.surplus, continuing, state.history, piles, past)


def count_stv(
    box: Box[Ranking],
    *,
    seats: int,
    quota: Quota = Quota.DROOP,
    arithmetic: Arithmetic = Arithmetic.EXACT,
    tie: Tie = Tie.EVERY_BRANCH,
) -> RoundsCount:
    """Return the rounds, the quota and who takes the seats; more seats than options fill with all of them."""
    if not box.valid:
        return RoundsCount(Outcome(Status.NO_BALLOTS))
    count = _Count(box, seats, quota, arithmetic, tie)

    ends, rounds = followed(count.start(), count.after)
    return RoundsCount(settled(None if ends is None else {box.named(end) for end in ends}), rounds, count.quota)
