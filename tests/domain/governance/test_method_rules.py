"""Which rules a method asks for, and how many options."""

from __future__ import annotations

import pytest

from domain.governance.method_rules import RULES, USES, least_options, used_by, uses
from domain.governance.policy import Method


def test_every_rule_belongs_to_a_method_and_every_method_uses_known_rules() -> None:
    assert {rule for rules in USES.values() for rule in rules} == set(RULES)
    assert uses(Method.SCHULZE) == ()
    assert used_by("budget") == (Method.BUDGET_GREEDY, Method.BUDGET_EQUAL_SHARES)


@pytest.mark.parametrize(
    ("method", "options"),
    [(Method.YES_NO, 0), (Method.CONSENT, 0), (Method.STV, 1), (Method.BUDGET_GREEDY, 1), (Method.SCHULZE, 2)],
)
def test_a_choice_is_between_two_unless_each_can_be_turned_down_alone(method: Method, options: int) -> None:
    assert least_options(method) == options
