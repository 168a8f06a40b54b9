"""What a vote on a budget bought, what it cost, what was left, and why the rest was not bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.governance.policy import Method, Policy
from domain.governance.proposal import Option
from domain.governance.vote import VoteResult


@dataclass(frozen=True)
class Project:
    """
    *fate* is bought, open (a tie), dropped (before the count) or not; *left* is what was left when its turn came.

    *purse* is what its supporters had together at the start, by equal shares; "" in the other method.
    """

    option: str
    cost: str
    approvals: int
    fate: str
    left: str = ""
    purse: str = ""


@dataclass(frozen=True)
class Budget:
    """Amounts as text; *share* is each valid ballot's part of the budget, "" where there are no parts."""

    budget: str
    spent: str
    left: str
    share: str
    projects: tuple[Project, ...]


def budget(result: VoteResult, policy: Policy, options: Sequence[Option]) -> Budget:
    """Return the table of a vote on a budget, projects by approvals and then as the author wrote them."""
    whole = Fraction(policy.rules.budget or "0")
    spent = Fraction(result.detail.get("spent") or "0")
    shares = policy.method is Method.BUDGET_EQUAL_SHARES and result.valid
    share = str(whole / result.valid) if shares else ""
    ordered = sorted(options, key=lambda option: -_approvals(result, option))
    fates = [_fate(result, option) for option in ordered]
    left, projects = whole, []
    for option, fate in sorted(zip(ordered, fates, strict=True), key=lambda one: _turn(result, *one)):
        approvals = _approvals(result, option)
        purse = str(Fraction(share) * approvals) if share else ""
        projects.append(Project(option.id, option.cost, approvals, fate, str(left), purse))
        if fate == "bought":
            left -= Fraction(option.cost)
    return Budget(str(whole), str(spent), str(whole - spent), share, tuple(projects))


def _approvals(result: VoteResult, option: Option) -> int:
    standing = next((one for one in result.standings if one.option == option.id), None)
    return standing.for_ if standing else result.scores.get(option.id, 0)


def _fate(result: VoteResult, option: Option) -> str:
    if option.id in result.winners:
        return "bought"
    if option.id in result.tied:
        return "open"
    return "dropped" if any(s.option == option.id and s.dropped for s in result.standings) else "not"


def _turn(result: VoteResult, option: Option, fate: str) -> tuple[int, int]:
    """Return what orders projects as their turn came; among equals those that were bought stand first."""
    return -_approvals(result, option), ("bought", "open", "not", "dropped").index(fate)
