"""Small elections with a known outcome, one question each."""

from __future__ import annotations

from typing import Any

import pytest

from domain.governance.methods.result import BallotUnreadable
from tests.domain.governance.methods.elections import count, ranked, verdict

ABC = ("a", "b", "c")


def test_the_most_choices_win_and_equals_are_tied() -> None:
    clear = count("plurality", [{"choice": "bench", "count": 3}, {"choice": "swing"}])
    even = count("plurality", [{"choice": "bench", "count": 2}, {"choice": "swing", "count": 2}])

    assert verdict(clear) == ("decided", ("bench",), ())
    assert verdict(even) == ("tied", (), ("bench", "swing"))


def test_an_approval_ballot_may_be_empty_but_names_nobody_twice() -> None:
    result = count("approval", [{"approve": []}, {"approve": ["bench"]}, {"approve": ["bench", "bench"]}])

    assert (result["valid"], result["invalid"]) == (2, 1)
    assert result["scores"]["bench"] == 1


@pytest.mark.parametrize("given", [{"bench": 6}, {"bench": -1}])
def test_a_mark_outside_the_scale_spoils_the_ballot(given: dict[str, int]) -> None:
    assert count("score", [{"scores": given}])["invalid"] == 1
    assert count("star", [{"scores": given}])["invalid"] == 1


@pytest.mark.parametrize(
    ("method", "given", "invalid"),
    [
        ("dots", {"bench": 9}, 0),
        ("dots", {"bench": 5, "swing": 5}, 1),
        ("dots", {"bench": 5, "swing": -1}, 1),
        ("quadratic", {"bench": 4}, 0),
        ("quadratic", {"bench": 4, "swing": 1}, 1),
        ("quadratic", {"bench": -4}, 1),
    ],
)
def test_who_spends_more_than_there_is_has_spoilt_the_ballot(
    method: str, given: dict[str, int], invalid: int
) -> None:
    assert count(method, [{"credits": given}])["invalid"] == invalid


def test_a_tie_for_the_second_finalist_that_changes_nothing_is_no_tie() -> None:
    # Brook is ahead of everyone; whoever of the other two meets it in the runoff loses.
    scores = {"brook": 5, "dale": 4, "elm": 4, "ash": 1}
    result = count("star", [{"scores": scores}], options=("ash", "brook", "dale", "elm"))

    assert verdict(result) == ("decided", ("brook",), ())
    assert result["finalists"] == ["brook", "dale", "elm"]
    assert result["runoff"] is None


def test_the_runoff_goes_to_whom_more_ballots_prefer_not_to_the_higher_total() -> None:
    ballots = [{"scores": {"a": 5, "b": 0}, "count": 2}, {"scores": {"a": 3, "b": 4}, "count": 3}]
    result = count("star", ballots, options=("a", "b"))

    assert result["scores"] == {"a": 19, "b": 12}
    assert result["runoff"] == {"a": 2, "b": 3}
    assert verdict(result) == ("decided", ("b",), ())


def test_a_lone_option_wins() -> None:
    assert verdict(count("star", [{"scores": {"a": 1}}], options=("a",))) == ("decided", ("a",), ())
    assert verdict(count("irv", ranked("a"), options=("a",))) == ("decided", ("a",), ())


def test_an_equal_rank_splits_a_vote() -> None:
    result = count("irv", ranked(("a=b", 2), ("c", 1)), options=ABC)

    assert result["rounds"][0]["votes"] == {"a": "1", "b": "1", "c": "1"}
    assert verdict(result) == ("tied", (), ("a", "b"))


def test_equal_thirds_are_thirds() -> None:
    result = count("irv", ranked("a=b=c", ("c", 4)), options=ABC)

    assert result["rounds"][0]["votes"] == {"a": "1/3", "b": "1/3", "c": "13/3"}
    assert verdict(result) == ("decided", ("c",), ())


def test_when_every_ballot_is_exhausted_those_left_are_tied() -> None:
    result = count("irv", ranked(("a", 2), ("b", 2)), options=(*ABC, "d"))

    assert verdict(result) == ("tied", (), ("a", "b"))
    assert result["rounds"][0]["eliminated"] == ["c", "d"]


def test_options_that_nobody_ranked_tie_for_what_nobody_decided() -> None:
    result = count("stv", ranked(("a", 3)), options=(*ABC, "d"), seats=2)

    assert verdict(result) == ("tied", ("a",), ("b", "c", "d"))


def test_a_tie_with_too_many_branches_is_said_to_be_not_resolved() -> None:
    # Sixteen in a ring, each ranking its neighbour second: every subset may be left, and none is like another.
    many = [f"o{i:02}" for i in range(16)]
    ring = ranked(*(f"{many[i]} {many[(i + 1) % 16]} {many[(i + 7) % 16]}" for i in range(16)))
    result = count("irv", ring, options=many)

    assert verdict(result) == ("not_resolved", (), ())


def test_a_surplus_goes_on_at_a_part_of_its_weight() -> None:
    ballots = ranked(("a b", 8), ("c", 3), ("d", 1))
    result = count("stv", ballots, options=(*ABC, "d"), seats=2)

    assert result["quota"] == "5"
    assert result["rounds"][2]["votes"] == {"b": "3", "c": "3", "d": "1"}
    assert verdict(result) == ("tied", ("a",), ("b", "c"))


def test_the_scottish_order_cuts_a_transfer_after_five_decimals_and_takes_no_equals() -> None:
    ballots = [*ranked(("a b", 7), ("c", 2), ("d", 1)), *ranked("a=b")]
    result = count("stv", ballots, options=(*ABC, "d"), seats=2, arithmetic="scottish")

    assert result["invalid"] == 1
    assert result["quota"] == "4"
    assert result["rounds"][2]["votes"]["b"] == "299999/100000"


def test_a_surplus_too_small_to_be_written_is_not_passed_on() -> None:
    ballots = ranked(("a b", 100_002), ("b", 99_999), ("c", 99_999))
    result = count("stv", ballots, options=ABC, seats=2, arithmetic="scottish")

    assert result["quota"] == "100001"
    assert result["rounds"][2]["votes"] == {"b": "99999", "c": "99999"}
    assert verdict(result) == ("tied", ("a",), ("b", "c"))


def test_hagenbach_bischoff_is_passed_and_droop_is_reached() -> None:
    ballots = ranked(("a", 3), ("b", 2), ("c", 1))
    exact = count("stv", ballots, options=ABC, seats=1, quota="hagenbach_bischoff")
    droop = count("stv", ranked(("a", 4), ("b", 2), ("c", 1)), options=ABC, seats=1)

    assert exact["quota"] == "3"
    assert exact["rounds"][0]["eliminated"] == ["c"]
    assert droop["quota"] == "4"
    assert droop["rounds"][0]["elected"] == ["a"]


def test_an_option_elected_on_the_quota_has_nothing_to_pass_on() -> None:
    result = count("stv", ranked(("a b", 4), ("b", 3), ("c", 3)), options=ABC, seats=2)

    assert result["quota"] == "4"
    assert [told["transferred"] for told in result["rounds"]] == ["", "", ""]
    assert verdict(result) == ("tied", ("a",), ("b", "c"))


def test_equal_majorities_in_a_circle_are_taken_in_every_order() -> None:
    circle = ranked("a b c", "b c a", "c a b")

    assert verdict(count("ranked_pairs", circle, options=ABC)) == ("tied", (), ABC)
    assert verdict(count("schulze", circle, options=ABC)) == ("tied", (), ABC)


def test_projects_with_equal_approvals_that_do_not_all_fit_are_tied() -> None:
    ballots = [{"approve": ["a", "b", "c"], "count": 2}, {"approve": ["c"]}]
    costs = {"a": "6", "b": "6", "c": "3"}
    result = count("budget_greedy", ballots, options=ABC, budget="10", costs=costs)

    assert verdict(result) == ("tied", ("c",), ("a", "b"))
    assert result["spent"] == "3"


def test_supporters_of_a_small_group_get_their_share() -> None:
    ballots = [{"approve": ["a", "b"], "count": 6}, {"approve": ["c"], "count": 4}]
    costs = dict.fromkeys(ABC, "4")
    shares = count("budget_equal_shares", ballots, options=ABC, budget="10", costs=costs)
    greedy = count("budget_greedy", ballots, options=ABC, budget="10", costs=costs)

    assert verdict(shares) == ("tied", ("c",), ("a", "b"))
    assert verdict(greedy) == ("decided", ("a", "b"), ())


def test_money_left_over_is_used_as_the_rule_says() -> None:
    ballots = [{"approve": ["a"], "count": 3}, {"approve": ["b"], "count": 1}]
    rules: dict[str, Any] = {"options": ("a", "b"), "budget": "8", "costs": {"a": "5", "b": "3"}}

    assert count("budget_equal_shares", ballots, **rules)["winners"] == ["a"]
    assert count("budget_equal_shares", ballots, completion="add1", **rules)["winners"] == ["a", "b"]
    assert count("budget_equal_shares", ballots, completion="greedy", **rules)["winners"] == ["a", "b"]


def test_raising_stops_before_it_costs_too_much() -> None:
    ballots = [{"approve": ["a"], "count": 2}, {"approve": ["b"]}, {"approve": ["c"]}]
    rules: dict[str, Any] = {"options": ABC, "budget": "8", "costs": {"a": "4", "b": "3", "c": "3"}}

    assert count("budget_equal_shares", ballots, completion="add1", **rules)["winners"] == ["a"]


def test_raising_stops_where_nobody_wants_what_would_still_fit() -> None:
    rules: dict[str, Any] = {"options": ("a", "b"), "budget": "8", "costs": {"a": "4", "b": "3"}}
    result = count("budget_equal_shares", [{"approve": ["a"]}], completion="add1", **rules)

    assert verdict(result) == ("decided", ("a",), ())


def test_a_completion_with_too_many_branches_is_not_resolved() -> None:
    many = [f"p{i:02}" for i in range(20)]
    costs = {project: str(100 + 2**i % 97) for i, project in enumerate(many)}
    ballots = [{"approve": [project]} for project in many]
    rules: dict[str, Any] = {"options": many, "budget": "700", "costs": costs}

    assert count("budget_greedy", ballots, **rules)["status"] == "not_resolved"
    assert count("budget_equal_shares", ballots, completion="greedy", **rules)["status"] == "not_resolved"


def test_a_project_that_costs_nothing_is_taken_first() -> None:
    rules: dict[str, Any] = {"options": ("a", "b"), "budget": "1", "costs": {"a": "0", "b": "2"}}
    result = count("budget_equal_shares", [{"approve": ["a", "b"]}], **rules)

    assert verdict(result) == ("decided", ("a",), ())


HALF = {"num": 1, "den": 2, "strict": True, "base": "yes_no"}


def yes_no(yes: int, no: int, abstain: int = 0, **more: Any) -> dict[str, Any]:
    rows = [("yes", yes), ("no", no), ("abstain", abstain)]
    return count("yes_no", [{"choice": c, "count": n} for c, n in rows], (), **({"threshold": HALF} | more))


def test_a_tie_is_one_only_under_more_than_half() -> None:
    two_thirds = {"num": 2, "den": 3, "strict": False, "base": "yes_no"}

    assert yes_no(5, 5)["status"] == "tied"
    assert yes_no(5, 5, threshold=two_thirds)["status"] == "decided"
    assert yes_no(0, 0, abstain=3)["status"] == "decided"
    assert yes_no(5, 4)["passed"] is True


def test_a_quorum_is_measured_against_the_roll() -> None:
    fifth = {"num": 1, "den": 5, "strict": False, "base": "valid"}

    assert yes_no(2, 1, quorum=fifth, eligible=20)["status"] == "no_quorum"
    assert yes_no(3, 2, quorum=fifth, eligible=20)["passed"] is True
    assert yes_no(0, 0, eligible=20)["status"] == "no_ballots"


def test_consent_stands_unless_somebody_objects() -> None:
    def answers(**given: int) -> list[dict[str, Any]]:
        return [{"choice": choice, "count": n} for choice, n in given.items()]

    fifth = {"num": 1, "den": 5, "strict": False, "base": "cast"}

    assert count("consent", answers(consent=3, stand_aside=1), ())["passed"] is True
    assert count("consent", answers(consent=30, object=1), ())["passed"] is False
    assert count("consent", answers(stand_aside=3), ())["passed"] is False
    assert count("consent", answers(consent=3), (), quorum=fifth, eligible=20)["status"] == "no_quorum"
    assert count("consent", [], ())["status"] == "no_ballots"


UNREADABLE = {
    "unknown method": ({"method": "borda", "ballots": []}, "method"),
    "no object": ([], "case"),
    "no method": ({"ballots": []}, "method"),
    "rules of another shape": ({"method": "irv", "params": [1], "ballots": []}, "params"),
    "a roll below zero": ({"method": "irv", "eligible": -1, "ballots": []}, "eligible"),
    "no list of options": ({"method": "irv", "options": "ab", "ballots": []}, "options"),
    "an option twice": ({"method": "irv", "options": ["a", "a"], "ballots": []}, "options"),
    "no options": ({"method": "irv", "ballots": []}, "options"),
    "no ballots": ({"method": "irv", "options": ["a"]}, "ballots"),
    "a ballot that is a word": ({"method": "irv", "options": ["a"], "ballots": ["a"]}, "ballots[0]"),
    "a count below zero": (
        {"method": "plurality", "options": ["a"], "ballots": [{"choice": "a", "count": -1}]},
        "ballots[0].count",
    ),
    "a ballot of another method": (
        {"method": "irv", "options": ["a"], "ballots": [{"approve": ["a"]}]},
        "ballots[0]",
    ),
    "an option that does not stand": (
        {"method": "plurality", "options": ["a"], "ballots": [{"choice": "b"}]},
        "ballots[0].choice",
    ),
    "approvals in one word": (
        {"method": "approval", "options": ["a"], "ballots": [{"approve": "a"}]},
        "ballots[0].approve",
    ),
    "a ranking in one word": (
        {"method": "irv", "options": ["a"], "ballots": [{"ranking": "a"}]},
        "ballots[0].ranking",
    ),
    "a rank in one word": (
        {"method": "irv", "options": ["a"], "ballots": [{"ranking": ["a"]}]},
        "ballots[0].ranking",
    ),
    "scores in a list": (
        {"method": "score", "params": {"max_score": 5}, "options": ["a"], "ballots": [{"scores": [5]}]},
        "ballots[0].scores",
    ),
    "half a mark": (
        {"method": "score", "params": {"max_score": 5}, "options": ["a"], "ballots": [{"scores": {"a": 0.5}}]},
        "ballots[0].scores.a",
    ),
    "no scale": ({"method": "score", "options": ["a"], "ballots": []}, "params.max_score"),
    "no seat": ({"method": "stv", "params": {"seats": 0}, "options": ["a"], "ballots": []}, "params.seats"),
    "an unknown quota": (
        {"method": "stv", "params": {"seats": 1, "quota": "x"}, "options": ["a"], "ballots": []},
        "params.quota",
    ),
    "no costs": (
        {"method": "budget_greedy", "params": {"budget": "1"}, "options": ["a"], "ballots": []},
        "params.costs",
    ),
    "a project without a cost": (
        {"method": "budget_greedy", "params": {"budget": "1", "costs": {}}, "options": ["a"], "ballots": []},
        "params.costs.a",
    ),
    "a budget in words": (
        {"method": "budget_greedy", "params": {"budget": "much"}, "options": ["a"], "ballots": []},
        "params.budget",
    ),
    "a budget below zero": (
        {"method": "budget_greedy", "params": {"budget": "-1"}, "options": ["a"], "ballots": []},
        "params.budget",
    ),
    "no threshold": ({"method": "yes_no", "ballots": []}, "params.threshold"),
    "a threshold of another shape": (
        {"method": "yes_no", "params": {"threshold": "half"}, "ballots": []},
        "params.threshold",
    ),
    "a threshold over zero": (
        {"method": "yes_no", "params": {"threshold": {"num": 1, "den": 0}}, "ballots": []},
        "params.threshold",
    ),
    "a threshold of an unknown base": (
        {"method": "yes_no", "params": {"threshold": {"num": 1, "den": 2, "base": "all"}}, "ballots": []},
        "params.threshold.base",
    ),
    "a threshold strict in words": (
        {"method": "yes_no", "params": {"threshold": {"num": 1, "den": 2, "strict": "no"}}, "ballots": []},
        "params.threshold.strict",
    ),
    "a base that needs the roll": (
        {"method": "yes_no", "params": {"threshold": {"num": 1, "den": 2, "base": "eligible"}}, "ballots": []},
        "params.threshold",
    ),
    "a quorum without a roll": (
        {"method": "consent", "params": {"quorum": {"num": 1, "den": 2, "base": "cast"}}, "ballots": []},
        "params.quorum",
    ),
    "an answer that is none": ({"method": "consent", "ballots": [{"choice": "maybe"}]}, "ballots[0].choice"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_case_that_means_nothing_is_told_with_its_place(name: str) -> None:
    from domain.governance.case import read_case
    from domain.governance.tally import tally

    plain, where = UNREADABLE[name]
    with pytest.raises(BallotUnreadable) as problem:
        tally(read_case(plain))

    assert problem.value.where == where
    assert str(problem.value).startswith(f"{where}: ")
