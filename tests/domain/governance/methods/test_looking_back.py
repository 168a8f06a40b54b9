"""A tie that is looked back on: the last earlier round at which the equals differed decides, else every branch."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.governance.methods.rounds import told_apart
from tests.domain.governance.methods.elections import BALLOTS, count, examples, ranked, verdict

ABCD = ("a", "b", "c", "d")


def test_without_the_rule_a_tie_for_who_goes_out_is_followed_both_ways() -> None:
    result = count("irv", ranked(("a", 9), ("b a", 5), ("c b", 4), ("d c", 1)), options=ABCD)

    assert result["rounds"][1]["votes"] == {"a": "9", "b": "5", "c": "5"}
    assert result["rounds"][1]["open"] == ["b", "c"]
    assert "looked_back" not in result["rounds"][1]


def test_the_last_earlier_round_at_which_they_differed_decides() -> None:
    result = count("irv", ranked(("a", 9), ("b a", 5), ("c b", 4), ("d c", 1)), options=ABCD, tie="look_back")
    second = result["rounds"][1]

    assert (second["votes"]["b"], second["votes"]["c"]) == ("5", "5")
    assert (second["eliminated"], second["open"], second["looked_back"]) == (["c"], [], 1)
    assert verdict(result) == ("decided", ("a",), ())


def test_equals_that_never_differed_are_followed_in_every_branch() -> None:
    result = count("irv", ranked(("a", 2), ("b", 2)), options=("a", "b"), tie="look_back")

    assert verdict(result) == ("tied", (), ("a", "b"))
    assert "looked_back" not in result["rounds"][0]


def test_a_tie_of_the_last_two_goes_to_who_had_more_before() -> None:
    ballots = ranked(("a", 5), ("b", 4), ("c b", 1))
    rules: dict[str, Any] = {"options": ("a", "b", "c")}

    assert verdict(count("irv", ballots, **rules)) == ("tied", (), ("a", "b"))
    assert verdict(count("irv", ballots, tie="look_back", **rules)) == ("decided", ("a",), ())
    assert verdict(count("stv", ballots, seats=1, tie="look_back", **rules)) == ("decided", ("a",), ())


def test_equal_surpluses_go_on_in_the_order_of_who_had_more_before() -> None:
    # Out goes e, whose ballots lift a and b to 12 over a quota of 11: a had more before that.
    ballots = ranked(("a c", 10), ("b d", 9), ("e a", 2), ("e b", 3), ("c", 8), ("d", 8))
    rules: dict[str, Any] = {"options": (*ABCD, "e"), "seats": 3}
    plain, back = (count("stv", ballots, **rules, **tie) for tie in ({}, {"tie": "look_back"}))

    assert (plain["rounds"][2]["transferred"], plain["rounds"][2]["open"]) == ("a", ["a", "b"])
    assert (back["rounds"][2]["transferred"], back["rounds"][2]["looked_back"]) == ("a", 1)
    assert back["rounds"][2]["open"] == []


def test_of_three_equals_those_with_fewest_are_looked_further_back_on() -> None:
    past = (((1, 3), (2, 2), (3, 9)), ((1, 1), (2, 1), (3, 4)), ((1, 4), (2, 4), (3, 4)))

    assert told_apart([1, 2, 3], past, min) == ([2], 1)  # type: ignore[arg-type]
    assert told_apart([1, 2, 3], past, max) == ([3], 2)  # type: ignore[arg-type]
    assert told_apart([1, 2], past[1:], min) == ([1, 2], 0)  # type: ignore[arg-type]


@examples(25)
@given(st.lists(BALLOTS["irv"], min_size=1, max_size=7), st.sampled_from(["irv", "stv"]))
def test_looking_back_only_takes_branches_away(cast: list[dict[str, Any]], method: str) -> None:
    plain = count(method, cast)
    back = count(method, cast, tie="look_back")

    assert set(plain["winners"]) <= set(back["winners"])
    assert {*back["winners"], *back["tied"]} <= {*plain["winners"], *plain["tied"]}
