"""The rules of a vote in words: each method says how it is voted and counted, with all its rules."""

from __future__ import annotations

import re
from typing import Any

import pytest

from domain.governance.method_rules import uses
from domain.governance.policy import Base, ConstituencyRule, Method, MethodRules, Policy, Proportion, TieRule
from domain.governance.terms import terms
from presentation.environment import environment
from tests.builders import a_policy

RULES: dict[str, Any] = {
    "max_score": 7,
    "credits": 23,
    "seats": 13,
    "quota": "droop",
    "arithmetic": "exact",
    "budget": "4711",
    "utility": "cost",
    "completion": "add1",
}


NUMBERS = ("max_score", "credits", "seats", "budget")


def of(method: Method, **changes: Any) -> Policy:
    return a_policy(method=method, rules=MethodRules(**{rule: RULES[rule] for rule in uses(method)}), **changes)


def words(policy: Policy, members: int = 0) -> str:
    """Return the list of rules as text."""
    page = environment("en").from_string(
        '{% from "shared/rules.html" import rules with context %}{{ rules(policy, terms) }}'
    )
    html = page.render(policy=policy, terms=terms(policy, members) if members else None)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("members", [0, 120])
def test_every_method_says_how_it_is_voted_counted_and_passed(method: Method, members: int) -> None:
    told = words(of(method), members)

    assert "How you vote You " in told and "How it is counted " in told and "Passes when " in told
    assert all(
        str(RULES[rule]) in told for rule in uses(method) if rule in ("max_score", "credits", "seats", "budget")
    )
    assert ("“None of these”" in told) is (method not in (Method.YES_NO, Method.CONSENT))


def test_all_methods_are_told_apart() -> None:
    counted = {words(of(method)).split("How it is counted")[1].split("Passes when")[0] for method in Method}

    assert len(counted) == len(Method)


def test_quorum_and_approval_are_told_in_numbers_where_the_roll_is_known() -> None:
    quarter = Proportion(1, 4, Base.ELIGIBLE)

    assert "at least 17 yes votes" in words(of(Method.YES_NO), 120)
    assert "at least 17 members consent" in words(of(Method.CONSENT), 120)
    assert "at least 17 ballots have to like it better" in words(of(Method.SCHULZE), 120)
    assert "besides, at least 1 in 4 of the roll are in favour (30 votes)." in words(
        of(Method.YES_NO, approval_quorum=quarter), 120
    )
    assert "besides, at least 1 in 4 of the roll like the option better" in words(
        of(Method.STAR, approval_quorum=quarter)
    )


@pytest.mark.parametrize("base", [Base.YES_NO, Base.VALID, Base.CAST, Base.ELIGIBLE])
@pytest.mark.parametrize("method", [Method.YES_NO, Method.APPROVAL])
def test_a_threshold_says_of_whom_it_is_a_share(base: Base, method: Method) -> None:
    told = words(of(method, threshold=Proportion(2, 3, base)))

    assert "at least two thirds of" in told


@pytest.mark.parametrize("base", [Base.YES, Base.VALID, Base.CAST])
@pytest.mark.parametrize("method", [Method.YES_NO, Method.CONSENT, Method.STV])
def test_a_quorum_says_what_it_is_a_share_of(base: Base, method: Method) -> None:
    assert "at least 1 in 5 of the roll" in words(of(method, quorum=Proportion(1, 5, base)), 40)


@pytest.mark.parametrize(
    ("rule", "group", "told"),
    [
        (ConstituencyRule.CONCURRENT, "", "takes or took part in the program"),
        (ConstituencyRule.CONCURRENT, "zone:mill-lane", "lives in the zone mill-lane"),
        (ConstituencyRule.SECOND_READING, "role:host", "with the role host"),
        (ConstituencyRule.OPEN_VOICE, "", "takes or took part in the program"),
    ],
)
def test_a_group_is_told_with_the_eleven_it_needs(rule: ConstituencyRule, group: str, told: str) -> None:
    said = words(of(Method.YES_NO, constituency=rule, group=group))

    assert told in said
    assert ("at least 11 on the roll" in said) is (rule is not ConstituencyRule.OPEN_VOICE)


@pytest.mark.parametrize(
    ("tie", "told"),
    [
        (TieRule.NOTHING_CHANGES, "Nothing changes"),
        (TieRule.LOOK_BACK, "looks back"),
        (TieRule.DRAW, "Lots are drawn"),
    ],
)
def test_what_a_tie_means_is_told(tie: TieRule, told: str) -> None:
    assert told in words(of(Method.IRV, tie=tie))


def test_consent_cannot_tie_and_paper_is_told_where_it_is_taken() -> None:
    assert "If it ties" not in words(of(Method.CONSENT))
    assert "Ballots on paper are taken too" in words(of(Method.STV, paper=True))
    assert "paper" not in words(of(Method.STV))


@pytest.mark.parametrize(
    ("method", "rules", "told"),
    [
        (Method.STV, {"quota": "droop", "arithmetic": "exact"}, ["Droop", "exact fractions"]),
        (Method.STV, {"quota": "hare", "arithmetic": "scottish"}, ["Hare", "Scotland"]),
        (Method.STV, {"quota": "hagenbach_bischoff", "arithmetic": "exact"}, ["Hagenbach-Bischoff"]),
        (Method.BUDGET_EQUAL_SHARES, {"utility": "cost", "completion": "add1"}, ["what it costs", "raised by 1"]),
        (
            Method.BUDGET_EQUAL_SHARES,
            {"utility": "cardinality", "completion": "greedy"},
            ["still fits"],
        ),
        (Method.BUDGET_EQUAL_SHARES, {"utility": "cost", "completion": "none"}, ["stays unspent"]),
    ],
)
def test_the_rules_that_are_words_are_told_too(method: Method, rules: dict[str, str], told: list[str]) -> None:
    policy = a_policy(method=method, rules=MethodRules(**({rule: RULES[rule] for rule in uses(method)} | rules)))

    assert all(part in words(policy) for part in told)
