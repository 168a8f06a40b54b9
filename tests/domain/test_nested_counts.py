"""Counts that are parts of one another: told side by side only where no subtraction gives a small number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.privacy import COUNT_FROM, shown_nested


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((22, 17, 11), (22, 17, 11)),
        ((22, 22, 22), (22, 22, 22)),
        ((22, 20, 11), (22, None, 11)),
        ((22, 17, 14), (22, 17, None)),
        ((22, 17, 3), (22, 17, None)),
        ((4, 3, 0), (None, None, 0)),
        ((), ()),
    ],
)
def test_a_part_is_told_where_it_and_the_rest_are_large_enough(
    counts: tuple[int, ...], shown: tuple[int | None, ...]
) -> None:
    assert shown_nested(*counts) == shown


@given(st.lists(st.integers(0, 60), min_size=1, max_size=4).map(lambda counts: sorted(counts, reverse=True)))
def test_no_two_told_counts_differ_by_a_small_number(counts: list[int]) -> None:
    told = [count for count in shown_nested(*counts) if count is not None]
    apart = [one - other for place, one in enumerate(told) for other in told[place + 1 :]]

    assert all(number == 0 or number >= COUNT_FROM for number in (*told, *apart))
