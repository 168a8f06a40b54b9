"""
Participatory budgets counted greedily: projects by approvals, skipping what no longer fits.

Source: the usual count of city budgets, as described by Rey & Maly, The (Computational) Social Choice Take on
Indivisible Participatory Budgeting (2023), section 3.1. Equal approvals are taken in every order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from domain.governance.methods.box import Box
from domain.governance.methods.branching import Ended, Fork, all_outcomes
from domain.governance.methods.marks import Marks, totals_of
from domain.governance.methods.result import Outcome, Status, settled


@dataclass(frozen=True)
class BudgetCount:
    """*winners* of the outcome are the projects certain to be paid for; *spent* is what these cost."""

    outcome: Outcome
    scores: dict[str, int]
    spent: Fraction


@dataclass(frozen=True)
class _State:
    group: int
    left: frozenset[int]
    chosen: frozenset[int]


def count_greedy(box: Box[Marks], *, budget: Fraction, costs: Sequence[Fraction]) -> BudgetCount:
    """Return which projects are paid for out of *budget*, *costs* being by place."""
    totals = totals_of(box)
    scores = dict(zip(box.options, totals, strict=True))
    if not box.valid:
        return BudgetCount(Outcome(Status.NO_BALLOTS), scores, Fraction(0))
    ends = completions(box, budget, costs, frozenset())
    outcome = settled(None if ends is None else {box.named(end) for end in ends})
    return BudgetCount(outcome, scores, spent_on(box, outcome, costs))


def spent_on(box: Box[Marks], outcome: Outcome, costs: Sequence[Fraction]) -> Fraction:
    """Return what the certain projects cost."""
    return sum((costs[box.options.index(name)] for name in outcome.winners), Fraction(0))


def completions(
    box: Box[Marks], budget: Fraction, costs: Sequence[Fraction], already: frozenset[int]
) -> set[frozenset[int]] | None:
    """Return every set that *already* chosen projects can be completed to, greedily by approvals."""
    totals = totals_of(box)
    rest = [project for project in range(len(totals)) if project not in already]
    ordered = sorted(rest, key=lambda project: -totals[project])
    groups = [frozenset(group) for _, group in groupby(ordered, key=lambda project: totals[project])]

    def after(state: _State) -> Ended | Fork[_State]:
        over = budget - sum(costs[project] for project in state.chosen)
        fitting = frozenset(project for project in state.left if costs[project] <= over)
        if fitting and sum(costs[project] for project in fitting) <= over:
            return Fork([_State(state.group, frozenset(), state.chosen | fitting)])
        if fitting:
            return Fork([_State(state.group, fitting - {p}, state.chosen | {p}) for p in sorted(fitting)])
        if state.group + 1 < len(groups):
            return Fork([_State(state.group + 1, groups[state.group + 1], state.chosen)])
        return Ended(state.chosen)

    return all_outcomes(_State(-1, frozenset(), already), after)
