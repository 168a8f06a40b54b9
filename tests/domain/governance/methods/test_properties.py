"""What every method must agree with itself on, whatever the ballots."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.governance.methods.elections import BALLOTS, OPTIONS, PARAMS, count, examples, verdict

METHODS = sorted(BALLOTS)


def renamed(value: Any, names: dict[str, str]) -> Any:
    """Return *value* with every option under its new name."""
    if isinstance(value, dict):
        return {names.get(key, key): renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value


@pytest.mark.parametrize("method", METHODS)
@examples(12)
@given(data=st.data())
def test_the_order_of_the_ballots_changes_nothing(method: str, data: st.DataObject) -> None:
    ballots = data.draw(st.lists(BALLOTS[method], max_size=7))
    shuffled = data.draw(st.permutations(ballots))

    assert count(method, shuffled) == count(method, ballots)


@pytest.mark.parametrize("method", METHODS)
@examples(12)
@given(data=st.data())
def test_counting_equal_ballots_one_by_one_changes_nothing(method: str, data: st.DataObject) -> None:
    ballots = data.draw(st.lists(BALLOTS[method], max_size=5))
    one_by_one = [{**ballot, "count": 1} for ballot in ballots for _ in range(ballot["count"])]

    assert count(method, one_by_one) == count(method, ballots)


@pytest.mark.parametrize("method", METHODS)
@examples(12)
@given(data=st.data())
def test_a_blank_and_a_spoilt_ballot_are_counted_and_change_nothing(method: str, data: st.DataObject) -> None:
    ballots = data.draw(st.lists(BALLOTS[method], max_size=5))
    before = count(method, ballots)
    after = count(method, [*ballots, {"choice": "blank", "count": 3}, {"choice": "invalid"}])

    assert verdict(after) == verdict(before)
    assert (after["blank"], after["invalid"]) == (before["blank"] + 3, before["invalid"] + 1)


@pytest.mark.parametrize("method", METHODS)
@examples(12)
@given(data=st.data())
def test_no_option_is_favoured_by_its_name(method: str, data: st.DataObject) -> None:
    ballots = data.draw(st.lists(BALLOTS[method], max_size=7))
    names = dict(zip(OPTIONS, data.draw(st.permutations(OPTIONS)), strict=True))
    before = count(method, ballots)
    after = count(method, renamed(ballots, names), **renamed(dict(PARAMS[method]), names))

    status, winners, tied = verdict(before)
    assert verdict(after) == (
        status,
        tuple(sorted(names[option] for option in winners)),
        tuple(sorted(names[option] for option in tied)),
    )


@pytest.mark.parametrize("method", METHODS)
def test_without_a_ballot_nobody_wins(method: str) -> None:
    result = count(method, [])

    assert verdict(result) == ("no_ballots", (), ())
    assert result["cast"] == 0


@pytest.mark.parametrize("method", METHODS)
def test_a_box_full_of_blanks_has_no_winner(method: str) -> None:
    result = count(method, [{"choice": "blank", "count": 12}])

    assert verdict(result) == ("no_ballots", (), ())
    assert (result["cast"], result["blank"], result["valid"]) == (12, 12, 0)


@examples(20)
@given(st.lists(BALLOTS["stv"], max_size=8), st.integers(1, 6), st.sampled_from(["droop", "hare"]))
def test_every_seat_is_filled_as_far_as_there_are_options(
    ballots: list[dict[str, Any]], seats: int, quota: str
) -> None:
    result = count("stv", ballots, seats=seats, quota=quota)

    if result["status"] == "decided":
        assert len(result["winners"]) == min(seats, len(OPTIONS))
    if result["status"] == "tied":
        assert len(result["winners"]) < min(seats, len(OPTIONS)) < len(result["winners"]) + len(result["tied"])


@examples(20)
@given(st.lists(BALLOTS["budget_equal_shares"], max_size=8), st.sampled_from(["none", "add1", "greedy"]))
def test_no_budget_is_ever_overspent(ballots: list[dict[str, Any]], completion: str) -> None:
    from fractions import Fraction

    for method in ("budget_greedy", "budget_equal_shares"):
        result = count(method, ballots, completion=completion)

        assert Fraction(result["spent"]) <= 10
