"""How close a count was: the fewest ballots whose change would alter the outcome, exactly or as a proven bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.governance.case import Case
from domain.governance.methods.margin_bounds import (
    greedy_bound,
    irv_bound,
    ranked_pairs_bound,
    schulze_bound,
    star_bound,
    stv_bound,
)

Plain = Mapping[str, Any]


def margin_of(method: str, case: Case, result: Plain) -> tuple[int | None, bool]:
    """
    Return the margin and whether it is exact, else a proven lower bound; None where no change could alter it.

    To change a ballot is to put any other valid ballot in the place of a valid one. *result* is what `tally` makes
    of *case*; where it knows the margin exactly, it says so itself.
    """
    if "margin" in result:
        return result["margin"], True
    if result["status"] == "no_ballots":
        return (1, False) if result["valid"] else (None, True)
    if len(case.options) == 1 or (method == "stv" and case.whole("seats") >= len(case.options)):
        return None, True
    bound = _BOUNDS[method](case, result)
    return bound, bound is None


def _star(case: Case, result: Plain) -> int:
    return star_bound(result, case.whole("max_score", least=1))


def _stv(case: Case, result: Plain) -> int:
    strict = case.params.get("quota") == "hagenbach_bischoff"
    return stv_bound(result, case.whole("seats", least=1), strict=strict)


def _greedy(case: Case, result: Plain) -> int | None:
    costs = dict(zip(case.options, case.costs(), strict=True))
    return greedy_bound(result, costs, case.amount("budget"))


def _equal_shares(case: Case, result: Plain) -> int | None:
    """Return one: nothing more is proven, except where the budget buys no project at all."""
    budget = case.amount("budget")
    return 1 if any(cost <= budget for cost in case.costs()) else None


_BOUNDS: Mapping[str, Callable[[Case, Plain], int | None]] = {
    "star": _star,
    "irv": lambda case, result: irv_bound(result),
    "stv": _stv,
    "schulze": lambda case, result: schulze_bound(result),
    "ranked_pairs": lambda case, result: ranked_pairs_bound(result),
    "budget_greedy": _greedy,
    "budget_equal_shares": _equal_shares,
}
