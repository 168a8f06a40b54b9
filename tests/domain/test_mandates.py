"""Mandates: from when to when they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.mandates import LONGEST_LIFE, Mandate, lasts_well

GIVEN = date(2026, 11, 23)
MANDATE = Mandate("h1", "walter", "maria", GIVEN, GIVEN + timedelta(days=365), "walter")


@pytest.mark.parametrize(("day", "holds"), [(-1, False), (0, True), (365, True), (366, False)])
def test_a_mandate_holds_from_the_day_it_is_given_to_the_end_of_its_last(day: int, holds: bool) -> None:
    assert MANDATE.holds(GIVEN + timedelta(days=day)) is holds


def test_a_mandate_taken_back_holds_no_more_on_that_very_day_but_did_before() -> None:
    revoked = replace(MANDATE, revoked_on=GIVEN + timedelta(days=10))

    assert revoked.holds(GIVEN + timedelta(days=9))
    assert not revoked.holds(GIVEN + timedelta(days=10))


def test_a_mandate_taken_back_on_the_day_it_was_given_never_holds() -> None:
    assert not replace(MANDATE, revoked_on=GIVEN).holds(GIVEN)


@pytest.mark.parametrize(
    ("until", "fits"),
    [(GIVEN - timedelta(days=1), False), (GIVEN, True), (GIVEN + LONGEST_LIFE, True),
     (GIVEN + LONGEST_LIFE + timedelta(days=1), False)],
)  # fmt: skip
def test_a_mandate_runs_neither_into_the_past_nor_longer_than_two_years(until: date, fits: bool) -> None:
    assert lasts_well(GIVEN, until) is fits
