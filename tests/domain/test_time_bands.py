"""Parts of the week: put in order, and what two people have in common."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.time_bands import BANDS, DAYS, PARTS, in_order, shared

SOME = st.lists(st.sampled_from(BANDS))


def test_a_week_has_seven_days_of_four_parts_in_order() -> None:
    assert len(BANDS) == len(DAYS) * len(PARTS) == 28
    assert BANDS[:5] == ("mon morning", "mon afternoon", "mon evening", "mon night", "tue morning")


@given(SOME, st.text())
def test_bands_are_put_in_the_order_of_the_week_once_each_and_others_fall_away(
    bands: list[str], else_: str
) -> None:
    ordered = in_order([*bands, else_])

    assert set(ordered) == (set(bands) | {else_}) & set(BANDS)
    assert list(ordered) == sorted(ordered, key=BANDS.index)
    assert in_order(ordered) == ordered


def test_who_says_nothing_of_time_has_not_said_no() -> None:
    assert shared([], ["mon morning"]) is None
    assert shared(["mon morning"], []) is None
    assert shared(["mon morning"], ["tue morning"]) == ()


@given(SOME, SOME)
def test_what_two_share_is_the_same_from_both_sides(one: list[str], other: list[str]) -> None:
    both = shared(one, other)

    assert both == shared(other, one)
    assert both is None or set(both) == set(one) & set(other)
