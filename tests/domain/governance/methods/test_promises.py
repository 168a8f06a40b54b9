"""
What some methods promise and others do not, under random ballots.

Monotonicity: to be put higher never harms who would have won. Condorcet: who beats everyone wins; Smith: the
winner is among the smallest group that beats everyone else. Clones: an option that stands beside another on every
ballot does not let a third one win. Of irv and star none but the clones (irv) is claimed, because none holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.governance.methods.elections import BALLOTS, OPTIONS, PARAMS, count, examples, verdict

Row = dict[str, Any]


def raised(method: str, ballot: Row, winner: str) -> Row:
    """Return the ballot with *winner* higher on it and nothing else moved, as the method allows."""
    if "choice" in ballot:
        return {"choice": winner, "count": 1}
    if "approve" in ballot:
        return {"approve": sorted({*ballot["approve"], winner}), "count": 1}
    if "scores" in ballot:
        return {"scores": {**ballot["scores"], winner: 5}, "count": 1}
    if "credits" in ballot:
        return {"credits": {winner: ballot["credits"].get(winner, 0)}, "count": 1}
    rest = [[option for option in rank if option != winner] for rank in ballot["ranking"]]
    return {"ranking": [[winner], *(rank for rank in rest if rank)], "count": 1}


@pytest.mark.parametrize(
    "method", ["plurality", "approval", "score", "dots", "quadratic", "schulze", "ranked_pairs", "budget_greedy"]
)
@examples(15)
@given(data=st.data())
def test_to_be_put_higher_never_takes_a_win_away(method: str, data: st.DataObject) -> None:
    cast = data.draw(st.lists(BALLOTS[method], min_size=1, max_size=6))
    cast = [{**ballot, "count": 1} for ballot in cast for _ in range(ballot["count"])]
    at = data.draw(st.integers(0, len(cast) - 1))
    for winner in count(method, cast)["winners"]:
        higher = [*cast[:at], raised(method, cast[at], winner), *cast[at + 1 :]]

        assert winner in count(method, higher)["winners"]


HALF = {"num": 1, "den": 2, "strict": True, "base": "yes_no"}
FIFTH = {"num": 1, "den": 5, "strict": False, "base": "valid"}


@examples(25)
@given(st.lists(st.sampled_from(["yes", "no", "abstain", "blank"]), min_size=1, max_size=12), st.booleans())
def test_one_more_yes_never_stops_what_has_passed(cast: list[str], quorum: bool) -> None:
    rules: dict[str, Any] = {"threshold": HALF} | ({"quorum": FIFTH} if quorum else {})
    before = count("yes_no", [{"choice": c} for c in cast], (), eligible=20, **rules)
    for at in range(len(cast)):
        turned = [*cast[:at], "yes", *cast[at + 1 :]]
        after = count("yes_no", [{"choice": c} for c in turned], (), eligible=20, **rules)

        assert after["passed"] or not before["passed"]


@pytest.mark.parametrize("method", ["schulze", "ranked_pairs"])
@examples(25)
@given(data=st.data())
def test_who_beats_everyone_in_pairs_wins(method: str, data: st.DataObject) -> None:
    result = count(method, data.draw(st.lists(BALLOTS[method], min_size=1, max_size=7)))

    if result["condorcet_winner"] is not None:
        assert verdict(result) == ("decided", (result["condorcet_winner"],), ())


def smith_set(votes: Mapping[str, Mapping[str, int]]) -> set[str]:
    """Return the smallest group each of which beats everyone outside it."""
    return next(
        set(group)
        for size in range(1, len(votes) + 1)
        for group in combinations(sorted(votes), size)
        if all(votes[i][j] > votes[j][i] for i in group for j in votes if j not in group)
    )


@pytest.mark.parametrize("method", ["schulze", "ranked_pairs"])
@examples(25)
@given(data=st.data())
def test_who_may_win_is_of_the_smallest_group_that_beats_all_others(method: str, data: st.DataObject) -> None:
    result = count(method, data.draw(st.lists(BALLOTS[method], min_size=1, max_size=7)))

    assert {*result["winners"], *result["tied"]} <= smith_set(result["pairwise"])


STRICT = st.permutations(OPTIONS).map(lambda order: [[option] for option in order])


@pytest.mark.parametrize("method", ["irv", "schulze", "ranked_pairs"])
@examples(20)
@given(data=st.data())
def test_an_option_that_always_stands_beside_the_winner_does_not_let_a_third_one_win(
    method: str, data: st.DataObject
) -> None:
    rankings = data.draw(st.lists(STRICT, min_size=1, max_size=7))
    for winner in count(method, [{"ranking": ranking} for ranking in rankings])["winners"]:
        beside = [
            [rank for old in ranking for rank in ([old, ["twin"]] if old == [winner] else [old])]
            for ranking in rankings
        ]
        after = count(method, [{"ranking": ranking} for ranking in beside], options=[*OPTIONS, "twin"])

        assert {*after["winners"], *after["tied"]} <= {winner, "twin"}


@pytest.mark.parametrize("method", ["irv", "schulze", "ranked_pairs"])
@examples(20)
@given(data=st.data())
def test_a_twin_of_a_loser_changes_nothing(method: str, data: st.DataObject) -> None:
    rankings = data.draw(st.lists(STRICT, min_size=1, max_size=7))
    before = count(method, [{"ranking": ranking} for ranking in rankings])
    losers = set(OPTIONS) - {*before["winners"], *before["tied"]}
    for loser in sorted(losers) if before["status"] == "decided" else ():
        beside = [
            [rank for old in ranking for rank in ([["twin"], old] if old == [loser] else [old])]
            for ranking in rankings
        ]
        after = count(method, [{"ranking": ranking} for ranking in beside], options=[*OPTIONS, "twin"])

        assert verdict(after) == verdict(before)


@examples(30)
@given(
    st.lists(STRICT, max_size=6),
    st.integers(1, 9),
    st.sets(st.sampled_from(OPTIONS), min_size=1, max_size=3),
    st.integers(1, 3),
    st.sampled_from(["exact", "scottish"]),
    st.randoms(use_true_random=False),
)
def test_a_group_with_so_many_quotas_gets_so_many_of_its_seats(
    others: list[list[list[str]]], voters: int, group: set[str], seats: int, arithmetic: str, order: Any
) -> None:
    # Droop proportionality for solid coalitions: they rank the same options above all others, each in any order.
    solid = [[[option] for option in order.sample(sorted(group), len(group))] for _ in range(voters)]
    cast = [{"ranking": ranking} for ranking in [*others, *solid]]
    result = count("stv", cast, seats=seats, arithmetic=arithmetic)
    due = min(voters // int(result["quota"]), len(group), seats)

    assert len(group & {*result["winners"], *result["tied"]}) >= due
    if result["status"] == "decided":
        assert len(group & set(result["winners"])) >= due


@examples(30)
@given(st.lists(BALLOTS["budget_equal_shares"], max_size=6), st.integers(1, 9), st.sampled_from(OPTIONS))
def test_who_can_pay_for_a_project_out_of_their_own_shares_gets_it(
    others: list[Row], voters: int, project: str
) -> None:
    cast = [*others, {"approve": [project], "count": voters}]
    result = count("budget_equal_shares", cast)
    share = Fraction(10, result["valid"])

    if share * voters >= Fraction(PARAMS["budget_equal_shares"]["costs"][project]):
        assert project in result["winners"]


@pytest.mark.parametrize("utility", ["cost", "cardinality"])
@examples(15)
@given(cast=st.lists(BALLOTS["budget_equal_shares"], min_size=1, max_size=6))
def test_completed_greedily_no_project_is_left_that_would_still_fit(utility: str, cast: list[Row]) -> None:
    result = count("budget_equal_shares", cast, completion="greedy", utility=utility)
    left = 10 - Fraction(result["spent"])
    costs = PARAMS["budget_equal_shares"]["costs"]

    if result["status"] == "decided":
        assert all(Fraction(costs[option]) > left for option in OPTIONS if option not in result["winners"])
