"""The public list of hours: rounded, dated by quarter, read back the same, refused with its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.measures.edge_list import (
    EdgeList,
    EdgeListUnreadable,
    Row,
    list_text,
    network_from,
    numbered,
    read_list,
    rows_of,
)
from domain.meeting import Edge

SINCE, UNTIL = date(2025, 11, 1), date(2026, 11, 1)
HEAD = b'{"since":"2025-11-01","until":"2026-11-01","v":1}\n'


def an_edge(giver: str = "ada", receiver: str = "ben", hours: Fraction | int = 1, **changes: object) -> Edge:
    edge = Edge(giver, receiver, Fraction(hours), date(2026, 2, 3), confirmed=True)
    return replace(edge, **changes)  # type: ignore[arg-type]


def test_a_row_is_what_one_gave_another_in_a_quarter_rounded_to_whole_hours() -> None:
    edges = [
        an_edge(hours=Fraction(1, 4)),
        an_edge(hours=Fraction(5, 4), on=date(2026, 3, 31)),
        an_edge(hours=Fraction(1, 12), on=date(2026, 4, 1)),
        an_edge("ben", "ada", Fraction(5, 2)),
    ]

    assert rows_of(edges, {"ada": 1, "ben": 2}) == (
        Row(1, 2, 2, "2026-Q1"),
        Row(1, 2, 1, "2026-Q2"),
        Row(2, 1, 3, "2026-Q1"),
    )


def test_what_is_unconfirmed_for_nothing_or_to_oneself_is_no_row() -> None:
    edges = [an_edge(confirmed=False), an_edge(hours=0), an_edge("ada", "ada")]

    assert rows_of(edges, {"ada": 1, "ben": 2}) == ()


def test_rows_of_several_quarters_are_one_tie() -> None:
    network = network_from([Row(1, 2, 2, "2026-Q1"), Row(1, 2, 1, "2026-Q2"), Row(2, 1, 3, "2026-Q1")])

    assert network.hours == {("1", "2"): 3, ("2", "1"): 3}


def test_numbers_follow_nobody_from_list_to_list() -> None:
    people = [f"id-{n}" for n in range(50)]
    one, same, other = (numbered(people, key) for key in (b"k" * 32, b"k" * 32, b"l" * 32))

    assert one == same
    assert sorted(one.values()) == sorted(other.values()) == list(range(1, 51))
    assert sum(one[p] == other[p] for p in people) < 10


ROWS = st.lists(
    st.builds(
        Row, st.integers(1, 20), st.integers(21, 40), st.integers(1, 99), st.sampled_from(["2026-Q1", "2026-Q2"])
    )
)


@given(ROWS)
def test_a_list_is_read_back_as_it_was_written(rows: list[Row]) -> None:
    found = EdgeList(SINCE, UNTIL, tuple(rows))

    assert read_list(list_text(found)) == found


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (b"", 1, "no JSON"),
        (b"[]\n", 1, "not the head"),
        (b'{"v":2,"since":"2025-11-01","until":"2026-11-01"}\n', 1, "not the head"),
        (b'{"v":1,"since":"spring","until":"2026-11-01"}\n', 1, "no date"),
        (HEAD + b"{", 2, "no JSON"),
        (HEAD + b'{"giver":1,"receiver":2,"hours":1}', 2, "missing"),
        (HEAD + b'{"giver":1,"receiver":2,"hours":1.5,"quarter":"2026-Q1"}', 2, "float instead of int"),
        (HEAD + b'{"giver":1,"receiver":2,"hours":0,"quarter":"2026-Q1"}', 2, "at least one hour"),
        (HEAD + b'{"giver":1,"receiver":1,"hours":1,"quarter":"2026-Q1"}', 2, "one number to another"),
        (b"\xff\xfe", 1, "no JSON"),
    ],
)
def test_what_is_no_list_is_refused_with_its_line(text: bytes, line: int, why: str) -> None:
    with pytest.raises(EdgeListUnreadable, match=why) as refused:
        read_list(text)
    assert refused.value.line == line
