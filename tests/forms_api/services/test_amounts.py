"""Amounts as people write them, and the words for each mistake."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exchange import Kind
from forms_api.services.amounts import (
    LessThanAQuarter,
    LessThanNothing,
    LongerThanADay,
    NothingGiven,
    NotHours,
    NotInQuarters,
    NotWhole,
    TooManyPieces,
    WrongAmount,
    amount_from,
    pieces_from,
    quarters_from,
)


@pytest.mark.parametrize(
    ("typed", "quarters"),
    [
        ("1", 4), ("1.5", 6), ("1,5", 6), ("0,25", 1), ("1:30", 6), ("0:15", 1), ("90 min", 6), ("90min", 6),
        ("45 minutes", 3), ("1 h", 4), ("1.5 hours", 6), ("1h30", 6), ("1 h 30 min", 6), ("2 hrs", 8), ("½", 2),
        ("1½", 6), ("2 ¾ h", 11), ("٢٫٥", 10), ("٩٠ دقيقة", 6), ("2 horas", 8), ("30 minutos", 2), (" 3 ", 12),
        ("24:00", 96), ("0", 0), ("1.50", 6), ("1 HOUR", 4),
    ],
)  # fmt: skip
def test_a_time_is_read_as_it_is_written(typed: str, quarters: int) -> None:
    assert quarters_from(typed) == quarters


@pytest.mark.parametrize(
    ("typed", "refusal", "words"),
    [
        ("0.3", NotInQuarters, "enter 0.25 or 0.5"),
        ("1.3", NotInQuarters, "enter 1.25 or 1.5"),
        ("100 min", NotInQuarters, "enter 1.5 or 1.75"),
        ("0.1", LessThanAQuarter, "0.25 or more"),
        ("5 min", LessThanAQuarter, "0.25 or more"),
        ("0", NothingGiven, "more than zero"),
        ("25", LongerThanADay, "at most 24 hours"),
        ("24:15", LongerThanADay, "at most 24 hours"),
        ("-1", LessThanNothing, "without a minus"),
        ("−2 h", LessThanNothing, "without a minus"),
        ("a while", NotHours, "90 min"),
        ("1.5.5", NotHours, "90 min"),
        ("²", NotHours, "90 min"),
        ("1e3", NotHours, "90 min"),
        ("", NotHours, "90 min"),
    ],
)
def test_each_mistake_has_words_of_its_own(typed: str, refusal: type[WrongAmount], words: str) -> None:
    with pytest.raises(refusal, match=words):
        amount_from(Kind.HOURS, typed)


@given(st.integers(1, 96))
def test_every_number_of_quarters_is_read_from_hours_a_clock_or_minutes(quarters: int) -> None:
    hours, minutes = divmod(quarters * 15, 60)

    assert quarters_from(f"{quarters / 4:g}") == quarters
    assert quarters_from(f"{hours}:{minutes:02}") == quarters
    assert quarters_from(f"{quarters * 15} min") == quarters


@given(st.text(max_size=12))
def test_whatever_is_typed_is_hours_or_a_refusal(typed: str) -> None:
    with contextlib.suppress(WrongAmount):
        assert quarters_from(typed) >= 0


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [("1.5", NotWhole), ("²", NotWhole), ("", NotWhole), ("12345", NotWhole), ("-3", LessThanNothing)],
)
def test_pieces_are_whole_numbers(typed: str, refusal: type[WrongAmount]) -> None:
    with pytest.raises(refusal):
        pieces_from(typed)


def test_so_many_pieces_and_no_more() -> None:
    assert amount_from(Kind.MEALS, "٣") == 3
    with pytest.raises(TooManyPieces, match="at most 200"):
        amount_from(Kind.THINGS, "201")
