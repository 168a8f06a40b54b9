"""The reach that is simulated, against every way the calls could go."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.packs.call_tree import CallTree, call_tree
from domain.packs.reach import Reach, expected_reach

TIES = [("a", "b"), ("a", "c"), ("b", "c"), ("b", "d"), ("c", "d")]


def exact_mean(tree: CallTree, unsure: set[str], failure: float) -> float:
    """Return the mean reach over every combination of calls that get through and calls that do not."""
    calls = [(caller, callee) for callee, callers in tree.callers.items() for caller in callers]
    mean = 0.0
    for outcome in product([True, False], repeat=len(calls)):
        chance, open_calls = 1.0, set()
        for call, through in zip(calls, outcome, strict=True):
            answers = (1 - failure) / (2 if call[1] in unsure else 1)
            chance *= answers if through else 1 - answers
            if through:
                open_calls.add(call)
        reached = set(tree.roots)
        for _ in calls:
            reached |= {callee for caller, callee in open_calls if caller in reached}
        mean += chance * len(reached)
    return mean


@pytest.mark.parametrize("unsure", [set(), {"b"}, {"b", "c", "d"}])
@pytest.mark.parametrize("failure", [0.1, 0.3, 0.6])
def test_the_mean_agrees_with_counting_every_way(unsure: set[str], failure: float) -> None:
    tree = call_tree("abcd", "a", TIES)

    found = expected_reach(tree, unsure, Random(1).random, failure=failure, runs=20_000)

    assert found.mean_tenths / 10 == pytest.approx(exact_mean(tree, unsure, failure), abs=0.1)


def test_when_no_call_fails_everybody_with_a_caller_is_reached() -> None:
    tree = call_tree("abcdz", "a", TIES)

    assert expected_reach(tree, set(), lambda: 0.0, runs=3) == Reach(people=5, mean_tenths=40, nine_in_ten=4)


def test_when_every_call_fails_only_those_who_begin_know() -> None:
    tree = call_tree("abcd", "a", TIES)

    assert expected_reach(tree, set(), lambda: 0.99, runs=3) == Reach(people=4, mean_tenths=10, nine_in_ten=1)


def test_an_empty_tree_reaches_nobody() -> None:
    assert expected_reach(call_tree("", "", []), set(), lambda: 0.0) == Reach(0, 0, 0)


@settings(max_examples=30)
@given(st.integers(0, 999))
def test_the_same_seed_gives_the_same_answer_and_the_unsure_never_help(seed: int) -> None:
    tree = call_tree("abcd", "a", TIES)
    found, again = (expected_reach(tree, set(), Random(seed).random, runs=200) for _ in range(2))
    less = expected_reach(tree, {"b", "c", "d"}, Random(seed).random, runs=200)

    assert found == again
    assert less.mean_tenths <= found.mean_tenths
    assert found.nine_in_ten * 10 <= found.mean_tenths
