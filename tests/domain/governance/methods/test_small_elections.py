"""Every small election through every method that can take it: what was expected, and what always holds."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest

from domain.governance.case import read_case
from domain.governance.methods.result import Status
from domain.governance.tally import METHODS as COUNTED
from domain.governance.tally import tally
from tests.domain.governance.methods.small_elections import (
    ELECTIONS,
    METHODS,
    QUESTIONS,
    case,
    expected,
    takes,
)

HELD = [(m, name) for name, election in ELECTIONS.items() for m in METHODS if takes(m, election)]


def verdict(result: Mapping[str, Any]) -> tuple[Any, ...]:
    if "passed" in result:
        return result["status"], result["passed"]
    return result["status"], tuple(result["winners"]), tuple(result["tied"])


def test_the_list_is_run_through_every_method() -> None:
    assert set(METHODS) == set(COUNTED)
    assert {method for method, _ in HELD} == set(COUNTED)


@pytest.mark.parametrize(("method", "name"), HELD)
def test_it_comes_out_as_expected_in_words(method: str, name: str) -> None:
    election = ELECTIONS[name]

    assert verdict(tally(read_case(case(method, election)))) == expected(method, election), election.expected


@pytest.mark.parametrize(("method", "name"), HELD)
def test_what_every_result_says_of_itself_agrees(method: str, name: str) -> None:
    result = tally(read_case(case(method, ELECTIONS[name])))
    cast = sum(count for _, count in ELECTIONS[name].cast)

    assert result["status"] in list(Status)
    assert result["cast"] == cast == result["valid"] + result["blank"] + result["invalid"]
    assert (result["status"] == "no_ballots") == (result["valid"] == 0)
    if method not in QUESTIONS:
        winners, tied = result["winners"], result["tied"]
        assert (sorted(winners), sorted(tied)) == (winners, tied)
        assert set(winners) | set(tied) <= set(ELECTIONS[name].options)
        assert not set(winners) & set(tied)
        assert (result["status"] == "tied") == bool(tied)
    for text in (*_amounts(result), *(a for told in result.get("rounds", ()) for a in told["votes"].values())):
        assert str(Fraction(text)) == text


def _amounts(result: Mapping[str, Any]) -> list[str]:
    return [result[name] for name in ("quota", "spent") if name in result]


@pytest.mark.parametrize(("method", "name"), [(m, name) for m, name in HELD if m not in QUESTIONS])
def test_new_names_for_the_options_name_the_same_outcome(method: str, name: str) -> None:
    election = ELECTIONS[name]
    status, winners, tied = expected(method, election)
    for order in permutations(election.options):
        names = dict(zip(election.options, order, strict=True))
        found = verdict(tally(read_case(case(method, election, names))))

        assert found == (
            status,
            tuple(sorted(names[option] for option in winners)),
            tuple(sorted(names[option] for option in tied)),
        )


@pytest.mark.parametrize(("members", "passed"), [(1, True), (2, True), (3, False)])
def test_a_share_of_a_very_small_network_is_a_share_like_any_other(members: int, passed: bool) -> None:
    one_yes = case("yes_no", ELECTIONS["one ballot"]) | {"eligible": members}
    one_yes["params"]["quorum"] = {"num": 1, "den": 2, "strict": False, "base": "valid"}
    result = tally(read_case(one_yes))

    assert (result["passed"], result["quorum_met"]) == (passed, passed)
    assert result["status"] == ("decided" if passed else "no_quorum")
