"""The margin against every change there is: exact where it says so, else never above the truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, combinations_with_replacement, permutations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.governance.case import read_case
from domain.governance.methods.margin import margin_of
from domain.governance.tally import tally
from tests.domain.governance.methods.elections import count, examples, ranked

ABC = ("a", "b", "c")
Row = dict[str, Any]
HALF = {"num": 1, "den": 2, "strict": True, "base": "yes_no"}

SMALL: Mapping[str, tuple[tuple[str, ...], Mapping[str, Any], list[Row]]] = {
    "plurality": (ABC, {}, [{"choice": option} for option in ABC]),
    "approval": (ABC, {}, [{"approve": list(s)} for n in range(4) for s in combinations(ABC, n)]),
    "score": (ABC[:2], {"max_score": 2}, [{"scores": {"a": a, "b": b}} for a, b in product(range(3), repeat=2)]),
    "dots": (ABC, {"credits": 1}, [{"credits": {}}, *({"credits": {option: 1}} for option in ABC)]),
    "quadratic": (
        ABC[:2],
        {"credits": 4},
        [{"credits": {"a": a, "b": b}} for a, b in product(range(3), repeat=2) if a * a + b * b <= 4],
    ),
    "consent": ((), {}, [{"choice": answer} for answer in ("consent", "stand_aside", "object")]),
}
"""Methods whose margin is exact: options, rules and every ballot there can be."""

RANKINGS: list[Row] = [
    {"ranking": [[option] for option in order]} for n in (1, 2, 3) for order in permutations(ABC, n)
] + [{"ranking": [["a", "b"], ["c"]]}, {"ranking": [["a", "c"]]}, {"ranking": [["b"], ["a", "c"]]}]

COSTS = {"a": "3", "b": "4", "c": "6"}
BOUNDED: Mapping[str, tuple[Mapping[str, Any], list[Row]]] = {
    "irv": ({}, RANKINGS),
    "stv": ({"seats": 2}, RANKINGS),
    "schulze": ({}, RANKINGS),
    "ranked_pairs": ({}, RANKINGS),
    "star": ({"max_score": 2}, [{"scores": dict(zip(ABC, m, strict=True))} for m in product(range(3), repeat=3)]),
    "budget_greedy": ({"budget": "10", "costs": COSTS}, SMALL["approval"][2]),
    "budget_equal_shares": ({"budget": "10", "costs": COSTS}, SMALL["approval"][2]),
}
"""Methods with a proven bound: rules and ballots."""


def outcome(result: Mapping[str, Any]) -> tuple[Any, ...]:
    if "passed" in result:
        return (result["passed"],)
    return result["status"], tuple(result["winners"]), tuple(result["tied"])


def changes(cast: Sequence[Row], ways: Sequence[Row], changed: int) -> Iterator[list[Row]]:
    """Return every box in which so many of *cast* are other ballots."""
    kept = {str(rest): rest for rest in map(list, combinations(cast, len(cast) - changed))}
    for rest in kept.values():
        for others in combinations_with_replacement(ways, changed):
            yield [*rest, *others]


def margin(method: str, cast: Sequence[Row], options: Sequence[str], **params: Any) -> tuple[int | None, bool]:
    case = read_case({"method": method, "params": params, "options": list(options), "ballots": list(cast)})
    return margin_of(method, case, tally(case))


@pytest.mark.parametrize("method", SMALL)
@examples(8)
@given(data=st.data())
def test_an_exact_margin_is_what_trying_every_change_finds(method: str, data: st.DataObject) -> None:
    options, params, ways = SMALL[method]
    cast = data.draw(st.lists(st.sampled_from(ways), max_size=4))
    now = outcome(count(method, cast, options, **params))
    altering = (
        changed
        for changed in range(1, len(cast) + 1)
        if any(outcome(count(method, box, options, **params)) != now for box in changes(cast, ways, changed))
    )

    assert margin(method, cast, options, **params) == (next(altering, None), True)


@pytest.mark.parametrize("method", BOUNDED)
@examples(10)
@given(data=st.data())
def test_no_fewer_ballots_than_a_bound_alter_the_outcome(method: str, data: st.DataObject) -> None:
    params, ways = BOUNDED[method]
    # A few kinds of ballots, each cast often: there the bound says more than one.
    kinds = data.draw(st.lists(st.sampled_from(ways), min_size=1, max_size=3))
    cast = [row for row in kinds for _ in range(data.draw(st.integers(1, 5)))]
    now = outcome(count(method, cast, ABC, **params))
    least, _ = margin(method, cast, ABC, **params)
    for changed in range(1, min(least or len(cast) + 1, 3 if len(kinds) < 3 else 2)):
        for box in changes(cast, ways, changed):
            assert outcome(count(method, box, ABC, **params)) == now


@pytest.mark.parametrize(
    ("method", "cast", "params", "expected"),
    [
        ("irv", ranked(("a", 20), ("b", 14), ("c a", 8)), {}, 3),
        ("irv", ranked(("a", 20), ("b c", 9), ("c", 4)), {}, 4),
        ("schulze", ranked(("a b c", 20), ("b c a", 5)), {}, 8),
        ("ranked_pairs", ranked(("a b c", 20), ("b c a", 5)), {}, 8),
        ("stv", ranked(("a", 20), ("b", 17), ("c", 2)), {"seats": 2}, 2),
        ("star", [{"scores": {"a": 5, "b": 3}, "count": 20}], {"max_score": 5}, 6),
        ("budget_greedy", [{"approve": ["a", "b"], "count": 9}, {"approve": ["c"], "count": 4}], {}, 3),
    ],
)
def test_a_clear_outcome_has_a_bound_above_one(
    method: str, cast: list[Row], params: dict[str, Any], expected: int
) -> None:
    rules = params or dict(BOUNDED[method][0])

    assert margin(method, cast, ABC, **rules) == (expected, False)


def test_a_circle_won_by_its_strongest_paths_has_a_bound_above_one() -> None:
    circle = ranked(("a b c", 40), ("b c a", 35), ("c a b", 25))

    assert margin("schulze", circle, ABC) == (3, False)
    assert margin("ranked_pairs", circle, ABC) == (3, False)


def test_the_lead_of_a_runoff_of_two_is_all_there_is_to_close() -> None:
    cast = [{"scores": {"a": 5}, "count": 9}, {"scores": {"b": 5}, "count": 4}]

    assert margin("star", cast, ABC[:2], max_score=5) == (3, False)


def test_where_nothing_can_change_there_is_no_margin() -> None:
    everything_fits = {"budget": "99", "costs": COSTS}
    nothing_fits = {"budget": "1", "costs": COSTS}
    cast = [{"approve": ["a"], "count": 3}]

    assert margin("irv", [], ABC) == (None, True)
    assert margin("irv", ranked(("a", 3)), ABC[:1]) == (None, True)
    assert margin("stv", ranked(("a", 3)), ABC, seats=3) == (None, True)
    assert margin("dots", [{"credits": {}}], ABC, credits=0) == (None, True)
    assert margin("budget_greedy", cast, ABC, **everything_fits) == (None, True)
    assert margin("budget_equal_shares", cast, ABC, **nothing_fits) == (None, True)


def test_of_a_tie_no_more_is_said_than_that_one_ballot_may_be_enough() -> None:
    cast = [{"approve": ["a", "b"], "count": 2}]

    assert margin("budget_greedy", cast, ABC, budget="4", costs=dict.fromkeys(ABC, "4")) == (1, False)
    assert margin("star", [{"scores": {"a": 1, "b": 1}}], ABC, max_score=5) == (1, False)
    for method in ("irv", "schulze", "ranked_pairs"):
        assert margin(method, ranked(("a", 2), ("b", 2)), ABC) == (1, False)
    assert margin("stv", ranked(("a", 2), ("b", 2)), ABC, seats=1) == (1, False)


def test_a_box_that_only_became_empty_says_no_more_than_one() -> None:
    case = read_case({"method": "irv", "options": list(ABC), "ballots": [{"choice": "blank"}]})

    assert margin_of("irv", case, {**tally(case), "valid": 5}) == (1, False)
