"""Lengths of charts: never longer than the paper, and equal for equal numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presentation.charts import LARGEST, UNTOLD, JoinedTo, bar_length, joined_to, radius


@pytest.mark.parametrize(
    ("share", "length"),
    [("2/7", "28.5%"), ("0.286", "28.6%"), ("1", "100.0%"), ("0", "0.0%"), ("-0.099", "0.0%"), ("5/4", "100.0%")],
)
def test_a_share_is_a_length_between_nothing_and_all(share: str, length: str) -> None:
    assert bar_length(share) == length


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_circle_never_outgrows_that_of_everybody(people: int, others: int) -> None:
    assert 0 <= radius(people, people + others) <= LARGEST


def test_four_times_the_people_are_twice_the_radius_and_too_few_are_always_the_same() -> None:
    assert radius(100, 100) == LARGEST == 105
    assert radius(25, 100) == LARGEST // 2
    assert {radius(None, everybody) for everybody in (0, 12, 300)} == {UNTOLD}
    assert radius(0, 0) == 0


def test_points_are_counted_by_how_many_others_they_are_joined_to() -> None:
    stars = [(center, 100 + 20 * center + n) for center in range(5) for n in range(12)]
    points = 300
    found = joined_to(points, stars)

    assert found == (
        JoinedTo(1, 1, 60),
        JoinedTo(2, 2, 0),
        JoinedTo(3, 5, 0),
        JoinedTo(6, 9, 0),
        JoinedTo(10, None, 5),
    )


def test_few_points_of_a_kind_are_not_told_nor_given_away() -> None:
    star = [(0, n) for n in range(1, 12)]

    assert [row.people for row in joined_to(12, star)] == [None, 0, 0, 0, None]
