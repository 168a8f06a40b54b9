"""Who calls whom: over verified ties, two callers for each, five calls for anyone at most."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from domain.packs.call_tree import MOST_CALLS, call_tree

PEOPLE = "abcdefghij"
PAIRS = list(combinations(PEOPLE, 2))
TIES = st.lists(st.sampled_from(PAIRS), max_size=25, unique=True)
ROOTS = st.sets(st.sampled_from(PEOPLE), min_size=1, max_size=3)


def connected(roots: set[str], ties: list[tuple[str, str]]) -> set[str]:
    """Return who is joined to a root by ties, over however many steps."""
    found = set(roots)
    while True:
        more = {p for tie in ties for p in tie if found & set(tie)} - found
        if not more:
            return found
        found |= more


def test_each_is_called_by_two_who_know_them() -> None:
    tree = call_tree("abcd", "ab", [("a", "c"), ("b", "c"), ("a", "d"), ("b", "d")])

    assert tree.roots == ("a", "b")
    assert {person: set(callers) for person, callers in tree.callers.items()} == {"c": {"a", "b"}, "d": {"a", "b"}}
    assert tree.unreached == ()


def test_calls_go_on_from_one_to_the_next() -> None:
    tree = call_tree("abc", "a", [("a", "b"), ("b", "c")])

    assert tree.callers == {"b": ("a",), "c": ("b",)}
    assert tree.calls == {"a": ("b",), "b": ("c",), "c": ()}


def test_who_knows_nobody_on_the_list_is_told_apart() -> None:
    tree = call_tree("abcz", "a", [("a", "b"), ("c", "stranger"), ("c", "c")])

    assert tree.unreached == ("c", "z")


def test_without_anybody_to_begin_nobody_is_called() -> None:
    tree = call_tree("ab", "x", [("a", "b")])

    assert (tree.roots, tree.callers, tree.unreached) == ((), {}, ("a", "b"))


def test_a_call_is_handed_over_where_that_reaches_one_person_more() -> None:
    # a knows all six; b knows two of them: b has to take over one for a to stay within five.
    ties = [("a", p) for p in "cdefgh"] + [("b", "c"), ("b", "d")]
    tree = call_tree("abcdefgh", "ab", ties)

    assert set(tree.callers) == set("cdefgh")
    assert max(len(called) for called in tree.calls.values()) <= MOST_CALLS


def test_calls_are_shared_out_before_anybody_has_many() -> None:
    ties = [(root, p) for root in "ab" for p in "cdef"]
    tree = call_tree("abcdef", "ab", ties)

    assert {len(tree.calls["a"]), len(tree.calls["b"])} == {4}
    assert Counter(callers[0] for callers in tree.callers.values()) == {"a": 2, "b": 2}


def test_nobody_calls_back_the_one_who_calls_them_first() -> None:
    tree = call_tree("abc", "a", [("a", "b"), ("b", "c"), ("a", "c")])

    assert all(
        callee not in tree.callers.get(caller, ())[:1] for callee, cs in tree.callers.items() for caller in cs
    )


@given(TIES, ROOTS, st.randoms())
def test_the_tree_keeps_its_rules(ties: list[tuple[str, str]], roots: set[str], random: object) -> None:
    tree = call_tree(PEOPLE, roots, ties)
    shuffled = random.sample(ties, k=len(ties))  # type: ignore[attr-defined]
    turned = [(b, a) for a, b in shuffled]
    known = {frozenset(tie) for tie in ties}

    assert call_tree(PEOPLE[::-1], roots, turned) == tree
    assert {*tree.roots, *tree.callers, *tree.unreached} == set(PEOPLE)
    assert set(tree.unreached) >= set(PEOPLE) - connected(roots, ties)
    assert all(len(called) <= MOST_CALLS for called in tree.calls.values())
    for person, callers in tree.callers.items():
        assert 1 <= len(callers) <= 2
        assert len(set(callers)) == len(callers)
        assert all(frozenset({person, caller}) in known for caller in callers)
    assert {p: set(tree.callers[p]) for p in tree.callers} == {
        p: {c for c, called in tree.calls.items() if p in called} for p in tree.callers
    }


@given(TIES, ROOTS)
def test_first_callers_lead_back_to_somebody_who_begins(ties: list[tuple[str, str]], roots: set[str]) -> None:
    tree = call_tree(PEOPLE, roots, ties)
    for person in tree.callers:
        way = [person]
        while way[-1] in tree.callers:
            way.append(tree.callers[way[-1]][0])

            assert len(way) == len(set(way))
        assert way[-1] in roots
