"""What may lie in the box: whatever the policy's method can count, in its one canonical form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.governance.castable import valid_choice
from domain.governance.policy import Method, MethodRules, Policy
from domain.governance.proposal import Option

OPTIONS = (Option("a", "A", cost="3"), Option("b", "B", cost="4"))
RULES = MethodRules(max_score=5, credits=9, seats=1, quota="droop", arithmetic="exact", budget="9")
POLICY = Policy("s", 1, {"en": "S"}, {"en": "S"})


def takes(method: str, text: str, rules: MethodRules = RULES) -> bool:
    return valid_choice(replace(POLICY, method=Method(method), rules=rules), OPTIONS, text)


@pytest.mark.parametrize(
    ("method", "text"),
    [
        ("yes_no", "abstain"),
        ("consent", "object"),
        ("plurality", "none-of-these"),
        ("approval", '{"approve":["a","none-of-these"]}'),
        ("score", '{"scores":{"a":5}}'),
        ("star", '{"scores":{}}'),
        ("irv", '{"ranking":[["b"],["a"]]}'),
        ("schulze", '{"ranking":[["a","b"],["none-of-these"]]}'),
        ("ranked_pairs", '{"ranking":[["a"]]}'),
        ("stv", '{"ranking":[["a","b"]]}'),
        ("dots", '{"credits":{"a":4,"b":5}}'),
        ("quadratic", '{"credits":{"a":3}}'),
        ("budget_greedy", '{"approve":["a"]}'),
        ("budget_equal_shares", '{"approve":["none-of-these"]}'),
    ],
)
def test_each_method_takes_its_ballots_and_blank_ones_and_none_called_invalid(method: str, text: str) -> None:
    assert takes(method, text)
    assert takes(method, "blank")
    assert not takes(method, "invalid")
    assert not takes(method, text + " ")


@pytest.mark.parametrize(
    ("method", "text"),
    [
        ("yes_no", "consent"),
        ("consent", "yes"),
        ("plurality", "c"),
        ("plurality", '{"approve":["a"]}'),
        ("approval", '{"approve":["a","a"]}'),
        ("approval", '{"approve":["b","a"]}'),
        ("score", '{"scores":{"a":6}}'),
        ("score", '{"scores":{"a":1.5}}'),
        ("schulze", '{"ranking":[["a"],["a"]]}'),
        ("schulze", '{"ranking":[]}'),
        ("schulze", '{"ranking":[[["a"]]]}'),
        ("dots", '{"credits":{"a":5,"b":5}}'),
        ("quadratic", '{"credits":{"a":2,"b":3}}'),
        ("quadratic", '{"credits":{"a":-1}}'),
        ("quadratic", '{"credits":{"a":true}}'),
        ("budget_greedy", '{"approve":["c"]}'),
        ("irv", "[" * 5000),
    ],
)
def test_what_no_count_would_take_as_valid_is_no_ballot(method: str, text: str) -> None:
    assert not takes(method, text)


def test_equal_ranks_are_taken_only_where_the_count_can_share_a_vote() -> None:
    text = '{"ranking":[["a","b"]]}'

    assert takes("stv", text)
    assert not takes("stv", text, replace(RULES, arithmetic="scottish"))
