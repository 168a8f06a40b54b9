"""Wordings, options and what their marks stand for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.governance.choice import NONE
from domain.governance.deliberation import (
    RESERVED,
    Amendment,
    AmendmentKind,
    OptionProblem,
    option_problem,
    same_words,
    version_id,
    version_of,
    with_ids,
)
from domain.governance.method_rules import MOST_OPTIONS
from domain.governance.moderation import amendment_mark, version_mark
from domain.governance.policy import Method, MethodRules, Policy
from domain.governance.proposal import Option, Proposal
from tests.builders import NOW

PROPOSAL = Proposal("2026-1", "A bench", "One bench.", "By the weir.", "m1", NOW, "ordinary")


def options(*titles: str, cost: str = "") -> tuple[Option, ...]:
    return tuple(Option("", title, cost=cost) for title in titles)


def policy(method: Method, **rules: Any) -> Policy:
    return Policy("p", 1, {}, {}, method=method, rules=MethodRules(**rules))


BUDGET = policy(Method.BUDGET_GREEDY, budget="1200")


@pytest.mark.parametrize(
    ("given", "rules", "problem"),
    [
        (options("A", "B"), policy(Method.SCHULZE), None),
        ((), policy(Method.YES_NO), None),
        (options("A"), policy(Method.CONSENT), OptionProblem.NONE_ASKED),
        (options("A"), policy(Method.SCHULZE), OptionProblem.TOO_FEW),
        (options("A"), policy(Method.STV), None),
        (options(*map(str, range(MOST_OPTIONS + 1))), policy(Method.SCHULZE), OptionProblem.TOO_MANY),
        (options("A bench", "a BENCH"), policy(Method.SCHULZE), OptionProblem.TWICE),
        (options("A"), BUDGET, OptionProblem.COST_MISSING),
        (options("A", "B", cost="5"), policy(Method.SCHULZE), OptionProblem.COST_UNASKED),
        (options("A", cost="1200.01"), BUDGET, OptionProblem.COST_BEYOND),
        (options("A", cost="1200"), BUDGET, None),
    ],
)
def test_what_is_wrong_with_options_is_told_by_the_first_thing(
    given: tuple[Option, ...], rules: Policy, problem: OptionProblem | None
) -> None:
    assert option_problem(given, rules) is problem


def test_an_option_is_called_by_a_slug_of_its_title_and_keeps_it() -> None:
    first = with_ids(options("A bench", "مقعد", "مقاعد"))
    then = with_ids(options("A swing", "a Bench", "مقاعد"), first)

    assert [option.id for option in first] == ["a-bench", "option", "option-2"]
    assert [option.id for option in then] == ["a-swing", "a-bench", "option-2"]


@pytest.mark.parametrize("title", ["Blank", "Invalid", "None of these", "Yes"])
def test_no_option_is_called_by_a_word_that_is_a_choice_of_its_own(title: str) -> None:
    (named,) = with_ids(options(title))

    assert named.id not in RESERVED
    assert NONE in RESERVED


def test_a_title_that_stands_twice_still_gets_two_ids() -> None:
    first = with_ids(options("A"))

    assert len({option.id for option in with_ids(options("A", "A"), first)}) == 2


def test_a_version_is_the_proposal_as_it_is_worded() -> None:
    version = version_of(replace(PROPOSAL, version=3), NOW, "m2", "00" * 16, "shorter")

    assert (version.id, version.by, version.why) == (version_id("2026-1", 3), "m2", "shorter")
    assert (version.title, version.summary, version.text) == (PROPOSAL.title, PROPOSAL.summary, PROPOSAL.text)


def test_only_words_and_options_make_a_wording_another_one() -> None:
    assert same_words(PROPOSAL, replace(PROPOSAL, version=2, named=True))
    assert not same_words(PROPOSAL, replace(PROPOSAL, options=options("A")))
    assert not same_words(PROPOSAL, replace(PROPOSAL, text="By the mill."))


@pytest.mark.parametrize(
    "changed",
    [
        {"salt": "01" * 16},
        {"text": "By the mill."},
        {"title": "The bench"},
        {"summary": "Two."},
        {"options": options("A")},
        {"number": 2},
        {"proposal": "2026-2"},
    ],
)
def test_the_mark_of_a_version_changes_with_all_it_stands_for(changed: dict[str, Any]) -> None:
    version = version_of(PROPOSAL, NOW, "m1", "00" * 16)

    assert version_mark(version) == version_mark(replace(version, by="m9", removed="insult"))
    assert version_mark(version) != version_mark(replace(version, **changed))


def test_the_mark_of_an_amendment_is_salted_with_its_own_id() -> None:
    amendment = Amendment("f1", "2026-1", 1, "m3", NOW, AmendmentKind.WORDING, 1, "Two", "Two benches.", "Why")

    assert amendment_mark(amendment) == amendment_mark(replace(amendment, removed="insult"))
    assert amendment_mark(amendment) != amendment_mark(replace(amendment, id="f2"))
    assert amendment_mark(amendment) != amendment_mark(replace(amendment, text="Three benches."))
