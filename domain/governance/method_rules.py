"""Which rules each method asks for besides its ballots, and which options it can choose among."""

from __future__ import annotations

from dataclasses import fields

from domain.governance.policy import OF_BUDGET, OF_ONE_QUESTION, Method, MethodRules

USES: dict[Method, tuple[str, ...]] = {
    Method.SCORE: ("max_score",),
    Method.STAR: ("max_score",),
    Method.STV: ("seats", "quota", "arithmetic"),
    Method.DOTS: ("credits",),
    Method.QUADRATIC: ("credits",),
    Method.BUDGET_GREEDY: ("budget",),
    Method.BUDGET_EQUAL_SHARES: ("budget", "utility", "completion"),
}
"""The rules of a method; one that is not here asks for none."""

RULES = tuple(field.name for field in fields(MethodRules))

MOST_OPTIONS = 20
"""As many options as one proposal may have: a ballot has to be read to its end."""


def uses(method: Method) -> tuple[str, ...]:
    """Return the names of the rules that *method* asks for."""
    return USES.get(method, ())


def used_by(rule: str) -> tuple[Method, ...]:
    """Return the methods that ask for *rule*."""
    return tuple(method for method in Method if rule in uses(method))


def least_options(method: Method) -> int:
    """
    Return how many options a proposal needs besides "none of these", which always stands.

    One question has none. A budget may have one project and an election one who stands: each can still be turned
    down. Everywhere else a choice is between two at least.
    """
    if method in OF_ONE_QUESTION:
        return 0
    return 1 if method in OF_BUDGET or method is Method.STV else 2
