"""
The method of equal shares: every voter gets the same part of the budget and pays for what they approve.

Source: Peters, Pierczyński & Skowron, Proportional Participatory Budgeting with Additive Utilities (2021).
At each step the project is taken whose supporters pay least for each unit of utility; where several are equal,
each is followed. `add1` raises every voter's part by 1 until the outcome is exhaustive or would cost too much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import compress

from domain.governance.methods.box import Box
from domain.governance.methods.branching import Ended, Fork, all_outcomes
from domain.governance.methods.budget import BudgetCount, completions, spent_on
from domain.governance.methods.marks import Marks, columns, totals_of
from domain.governance.methods.result import Outcome, Status, settled


class Utility(StrEnum):
    """What a project is worth to who approves of it: what it costs, or one."""

    COST = "cost"
    CARDINALITY = "cardinality"


class Completion(StrEnum):
    """What becomes of money left over."""

    NONE = "none"
    ADD1 = "add1"
    GREEDY = "greedy"


@dataclass(frozen=True)
class _State:
    """*purses* are what one voter of each different ballot has left, in the order of the box."""

    chosen: frozenset[int]
    # To hash many fractions is dear, and who is chosen tells most states apart.
    purses: tuple[Fraction, ...] = field(hash=False)


@dataclass(frozen=True)
class _Election:
    voters: tuple[tuple[Marks, int], ...]
    costs: Sequence[Fraction]
    utility: Utility
    backers: tuple[tuple[int, ...], ...]
    """By project the voters that approve of it, by their place among the voters."""

    def price(self, project: int, purses: tuple[Fraction, ...]) -> Fraction | None:
        """
        Return the most that any supporter pays for *project* if all pay as equally as their purses allow.

        None where they cannot pay for it together.
        """
        backing = self._backing(project, purses)
        left, heads = self.costs[project], sum(count for _, count in backing)
        for purse, count in backing:
            if left <= purse * heads:
                return left / heads
            left -= purse * count
            heads -= count
        return None

    def _backing(self, project: int, purses: tuple[Fraction, ...]) -> list[tuple[Fraction, int]]:
        """Return the purses of the supporters, smallest first, with how many voters have each."""
        # Most voters have paid for the same projects and hold one and the same number: it is found by identity,
        # since comparing fractions is dear. An equal one that is another object stands beside it unharmed.
        heads: dict[int, int] = {}
        known: dict[int, Fraction] = {}
        for v in self.backers[project]:
            purse = purses[v]
            known[id(purse)] = purse
            heads[id(purse)] = heads.get(id(purse), 0) + self.voters[v][1]
        return sorted((purse, heads[one]) for one, purse in known.items())

    def dearness(self, project: int, price: Fraction) -> Fraction:
        """Return the price for each unit of utility; a project that costs nothing is never dear."""
        if self.utility is Utility.CARDINALITY or not self.costs[project]:
            return price
        return price / self.costs[project]

    def after(self, state: _State) -> Ended | Fork[_State]:
        prices = {
            project: price
            for project in range(len(self.costs))
            if project not in state.chosen and (price := self.price(project, state.purses)) is not None
        }
        if not prices:
            return Ended(state.chosen)
        dear = {project: self.dearness(project, price) for project, price in prices.items()}
        least = min(dear.values())
        return Fork([self._paid(state, p, prices[p]) for p in sorted(dear) if dear[p] == least])

    def _paid(self, state: _State, project: int, price: Fraction) -> _State:
        purses = list(state.purses)
        after: dict[int, Fraction] = {}
        for voter in self.backers[project]:
            purse = purses[voter]
            if id(purse) not in after:
                after[id(purse)] = purse - min(purse, price)
            purses[voter] = after[id(purse)]
        return _State(state.chosen | {project}, tuple(purses))

    def outcomes(self, share: Fraction) -> set[frozenset[int]] | None:
        """Return every outcome with so much for each voter."""
        return all_outcomes(_State(frozenset(), (share,) * len(self.voters)), self.after)

    def cost(self, chosen: frozenset[int]) -> Fraction:
        return sum((self.costs[project] for project in chosen), Fraction(0))


def count_equal_shares(
    box: Box[Marks],
    *,
    budget: Fraction,
    costs: Sequence[Fraction],
    utility: Utility = Utility.COST,
    completion: Completion = Completion.NONE,
) -> BudgetCount:
    """Return which projects are paid for out of *budget*, *costs* being by place."""
    scores = dict(zip(box.options, totals_of(box), strict=True))
    if not box.valid:
        return BudgetCount(Outcome(Status.NO_BALLOTS), scores, Fraction(0))
    backers = tuple(tuple(compress(range(len(box.ballots)), column)) for column in columns(box))
    election = _Election(tuple(box.ballots.items()), costs, utility, backers)
    share = budget / box.valid
    ends = election.outcomes(share)
    if completion is Completion.ADD1:
        ends = _raised(election, budget, share, ends)
    elif completion is Completion.GREEDY:
        ends = _completed(box, budget, costs, ends)
    outcome = settled(None if ends is None else {box.named(end) for end in ends})
    return BudgetCount(outcome, scores, spent_on(box, outcome, costs))


def _raised(
    election: _Election, budget: Fraction, share: Fraction, ends: set[frozenset[int]] | None
) -> set[frozenset[int]] | None:
    """
    Return the outcomes at the last raise of 1 for each voter before one costs too much.

    It stops as soon as no outcome leaves a project that would still fit. Once one voter alone could pay for
    everything, raising on would change nothing.
    """
    everything = sum(election.costs)
    while ends is not None and share <= everything and not all(_exhaustive(election, budget, e) for e in ends):
        share += 1
        raised = election.outcomes(share)
        if raised is None or any(election.cost(end) > budget for end in raised):
            return raised and ends
        ends = raised
    return ends


def _exhaustive(election: _Election, budget: Fraction, chosen: frozenset[int]) -> bool:
    over = budget - election.cost(chosen)
    return all(project in chosen or cost > over for project, cost in enumerate(election.costs))


def _completed(
    box: Box[Marks], budget: Fraction, costs: Sequence[Fraction], ends: set[frozenset[int]] | None
) -> set[frozenset[int]] | None:
    found: set[frozenset[int]] = set()
    for end in ends or ():
        more = completions(box, budget, costs, end)
        if more is None:
            return None
        found |= more
    return found or None
