"""pabutools (GPL-3.0-or-later): budgets, equal ballots put together. Run beside our code, never shipped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pabutools.election import (
    ApprovalMultiProfile,
    Cardinality_Sat,
    Cost_Sat,
    FrozenApprovalBallot,
    Instance,
    Project,
)
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares

from benchmarks.peers import ballots
from benchmarks.peers.adapters import Contest, Count, Row, Winners


def _election(rows: Sequence[Row], contest: Contest) -> tuple[Instance, ApprovalMultiProfile]:
    projects = {name: Project(name, cost) for name, cost in contest.costs}
    instance = Instance(list(projects.values()), budget_limit=contest.budget)
    profile = ApprovalMultiProfile(instance=instance)
    for chosen, count in ballots.approvals(rows).items():
        profile[FrozenApprovalBallot(projects[name] for name in chosen)] = count
    return instance, profile


def greedy(rows: Sequence[Row], contest: Contest) -> Winners:
    instance, profile = _election(rows, contest)
    return sorted(p.name for p in greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat))


def equal_shares(sat: type[Any], **more: Any) -> Count:
    def count(rows: Sequence[Row], contest: Contest) -> Winners:
        instance, profile = _election(rows, contest)
        return sorted(p.name for p in method_of_equal_shares(instance, profile, sat_class=sat, **more))

    return count


COUNTS = {
    "budget_greedy": greedy,
    "budget_equal_shares": equal_shares(Cost_Sat),
    "budget_equal_shares add1": equal_shares(Cost_Sat, voter_budget_increment=1),
    "budget_equal_shares cardinality": equal_shares(Cardinality_Sat),
}
