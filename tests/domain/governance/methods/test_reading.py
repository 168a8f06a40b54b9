"""Reading a box at once gives what reading ballot by ballot gives, whatever is in it, mistakes included."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.governance.methods import marks
from domain.governance.methods.box import Box, Places, Reader, fill, one_by_one
from domain.governance.methods.consent import ANSWERS, answer_reader
from domain.governance.methods.pairwise import RankingReader
from domain.governance.methods.result import BallotUnreadable
from tests.domain.governance.methods.elections import examples

AB = ("a", "b", "c")
PLACES = Places(AB)
READERS: dict[str, tuple[str, Reader[Any]]] = {
    "one choice": ("choice", marks.one_choice(PLACES)),
    "answer": ("choice", answer_reader(ANSWERS)),
    "approvals": ("approve", marks.approvals(PLACES)),
    "scores": ("scores", marks.scores(PLACES, 3)),
    "dots": ("credits", marks.credits_linear(PLACES, 3)),
    "quadratic": ("credits", marks.credits_squared(PLACES, 5)),
    "ranking": ("ranking", RankingReader(PLACES)),
    "ranking without equals": ("ranking", RankingReader(PLACES, equals=False)),
}

NAMES = st.sampled_from([*AB, *AB, "consent", "object", "blank", "invalid", "x", 1, None])
AMOUNTS = st.sampled_from([0, 1, 2, 3, 1, 2, -1, 4, True, 1.0, "1"])
GIVEN = st.one_of(
    NAMES,
    st.lists(st.sampled_from(AB), max_size=3),
    st.lists(NAMES, max_size=3).map(tuple),
    st.dictionaries(st.sampled_from([*AB, "x"]), AMOUNTS, max_size=4),
    st.lists(st.lists(st.sampled_from(AB), max_size=2), max_size=3),
    st.lists(st.lists(NAMES, max_size=2), max_size=2),
)


def rows(key: str, usual: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    lawful = st.builds(lambda given: {key: given}, usual)
    counted = st.builds(lambda given, n: {key: given, "count": n}, usual, st.sampled_from([0, 1, 2, 3]))
    odd = st.one_of(
        st.sampled_from([{"choice": "blank"}, {"choice": "invalid", "count": 2}, {}, "a", ["choice"], 7]),
        st.builds(lambda given, n: {key: given, "count": n}, GIVEN, st.sampled_from([1, -1, True, "2"])),
        st.builds(lambda given: {key: given, "choice": "blank"}, usual),
        st.builds(lambda given: {key: given, "other": 1}, usual),
        st.builds(lambda given: {key: given}, GIVEN),
    )
    most = st.lists(st.one_of(lawful, counted), max_size=8)
    return st.one_of(most, st.tuples(most, st.lists(odd, max_size=2)).map(lambda two: [*two[0], *two[1]]))


USUAL: dict[str, st.SearchStrategy[Any]] = {
    "choice": st.sampled_from(["a", "b", "consent", "object", "blank"]),
    "approve": st.lists(st.sampled_from(AB), max_size=3),
    "scores": st.dictionaries(st.sampled_from(AB), st.integers(-1, 4)),
    "credits": st.dictionaries(st.sampled_from(AB), st.integers(0, 2)),
    "ranking": st.lists(st.lists(st.sampled_from(AB), max_size=2), max_size=3),
}


def told(way: Any, cast: list[Any], key: str, reader: Reader[Any]) -> Box[Any] | str:
    try:
        return way(AB, cast, key, reader)
    except BallotUnreadable as problem:
        return str(problem)


@pytest.mark.parametrize("name", READERS)
@examples(25)
@given(data=st.data())
def test_both_ways_of_reading_find_the_same(name: str, data: st.DataObject) -> None:
    key, reader = READERS[name]
    cast = data.draw(rows(key, USUAL[key]))

    assert told(fill, cast, key, reader) == told(one_by_one, cast, key, reader)


def test_true_is_no_whole_number_even_beside_its_equal() -> None:
    cast = [{"scores": {"a": 1}}, {"scores": {"a": True}}]

    with pytest.raises(BallotUnreadable, match=r"ballots\[1\]\.scores\.a"):
        fill(AB, cast, "scores", marks.scores(PLACES, 3))


def test_a_choice_of_another_shape_is_told_with_its_place() -> None:
    with pytest.raises(BallotUnreadable, match=r"ballots\[1\]\.choice"):
        fill(AB, [{"choice": "a"}, {"choice": ["a"]}], "choice", marks.one_choice(PLACES))


def test_an_option_that_does_not_stand_is_told_with_its_place_not_counted() -> None:
    for key, said, where in (
        ("scores", {"a": 1, "x": 1}, "scores"),
        ("approve", ["x"], "approve"),
        ("choice", "x", "choice"),
        ("ranking", [["a"], ["x"]], "ranking"),
    ):
        reader = next(reader for of, reader in READERS.values() if of == key)
        with pytest.raises(BallotUnreadable, match=rf"ballots\[1\]\.{where}: 'x' is no option"):
            fill(AB, [{"choice": "blank"}, {key: said}], key, reader)


def test_an_option_ranked_twice_spoils_the_ballot_and_nobody_mends_it() -> None:
    twice = [{"ranking": [["a"], ["b"], ["a"]], "count": 2}, {"ranking": [["a", "a"]]}, {"ranking": [["b"]]}]
    box = fill(AB, twice, "ranking", RankingReader(PLACES))
    alone = fill(AB, twice[:1], "ranking", RankingReader(PLACES))

    assert (box.valid, box.invalid, alone.invalid) == (1, 3, 2)


def test_equals_spoil_a_ballot_only_where_they_are_not_allowed() -> None:
    equals = [{"ranking": [["a", "b"], ["c"]]}]

    assert fill(AB, equals, "ranking", RankingReader(PLACES)).invalid == 0
    assert fill(AB, equals, "ranking", RankingReader(PLACES, equals=False)).invalid == 1
