"""Numbers, dates and moments in three languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from markupsafe import Markup

from presentation.formats import Formats

ENGLISH = Formats("en", "Europe/London")
SPANISH = Formats("es", "Europe/London")
ARABIC = Formats("ar", "Europe/London")
WINTER = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)
SUMMER = datetime(2026, 7, 5, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quarters", "hours"), [(0, "0"), (1, "0.25"), (5, "1.25"), (164, "41"), (4002, "1,000.5")]
)
def test_quarter_hours_are_read_as_hours(quarters: int, hours: str) -> None:
    assert ENGLISH.hours(quarters) == hours


def test_numbers_have_the_digits_of_their_readers() -> None:
    assert ENGLISH.number(1234) == "1,234"
    assert ARABIC.digits("18:30") == "١٨:٣٠"
    assert ARABIC.number(12) == "١٢"
    assert ARABIC.number(1234) == "١٬٢٣٤"
    assert ARABIC.hours(7) == "١٫٧٥"
    assert SPANISH.hours(7) == "1,75"


def test_a_moment_names_its_zone_in_winter_and_in_summer() -> None:
    assert ENGLISH.moment(WINTER) == "Sunday 29 November 2026, 18:00 GMT"
    assert ENGLISH.short_moment(SUMMER) == "5 Jul 2026, 19:00 BST"
    assert Formats("en").moment(WINTER) == "Sunday 29 November 2026, 18:00 UTC"


def test_equal_moments_that_lie_on_different_days_each_have_their_own() -> None:
    late = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
    next_day = late.astimezone(timezone(timedelta(hours=1)))

    assert late == next_day
    assert [ENGLISH.day(late), ENGLISH.day(next_day)] == ["29 November 2026", "30 November 2026"]
    assert ENGLISH.moment(late) == ENGLISH.moment(next_day)


def test_dates_are_written_as_each_language_writes_them() -> None:
    day = date(2026, 11, 29)

    assert ENGLISH.weekday(day) == "Sunday 29 November 2026"
    assert SPANISH.day(day) == "29 de noviembre de 2026"
    assert ARABIC.day(day) == "٢٩ نوفمبر ٢٠٢٦"
    assert ENGLISH.short_day(day) == "29 Nov 2026"


@pytest.mark.parametrize(
    ("since", "until", "text"),
    [
        (date(2025, 2, 3), date(2025, 2, 20), "Feb 2025"),
        (date(2025, 2, 3), date(2025, 3, 20), "Feb–Mar 2025"),
        (date(2025, 12, 3), date(2026, 1, 20), "Dec 2025–Jan 2026"),
    ],
)
def test_a_span_of_months_says_each_year_once(since: date, until: date, text: str) -> None:
    assert ENGLISH.months(since, until) == text


def test_a_share_of_nothing_is_no_number() -> None:
    assert ENGLISH.share(131, 175) == "74.9\u202f%"
    assert ENGLISH.share(0, 0) == "–"


def test_a_list_is_joined_as_the_language_does_and_escaped() -> None:
    assert ENGLISH.joined(["a", "<b>", Markup("<i>c</i>")]) == "a, &lt;b&gt; and <i>c</i>"
    assert SPANISH.joined(["a", "b"]) == "a y b"
    assert ENGLISH.joined([]) == ""


def test_a_time_element_holds_what_machines_read() -> None:
    assert ENGLISH.time(WINTER, "then") == '<time datetime="2026-11-29T18:00:00Z">then</time>'
    assert ENGLISH.time(date(2026, 11, 29), "<") == '<time datetime="2026-11-29">&lt;</time>'


def test_languages_are_named_even_where_the_library_has_no_name() -> None:
    assert ENGLISH.language_name("bfi") == "British Sign Language"
    assert SPANISH.language_name("ar") == "Árabe"
    assert ENGLISH.language_name("xx-unknown") == "Xx-unknown"


def test_a_hash_is_shown_by_its_first_eight_signs() -> None:
    assert ENGLISH.short_hash("41d70be2ffff") == "41d7 0be2 …"
    assert ENGLISH.weekday_name(3) == "Thursday"


def test_exact_text_is_read_as_decimals_amounts_and_whole_percent() -> None:
    english, arabic = Formats("en"), Formats("ar")

    assert [english.decimal(value) for value in ("2/7", "0.286", "-9/91", "0")] == [
        "0.29",
        "0.29",
        "-0.10",
        "0.00",
    ]
    assert [english.amount(value) for value in ("17/2", "111", "1/3", "4321/2")] == [
        "8.5",
        "111",
        "0.33",
        "2,160.5",
    ]
    assert [english.percent(value) for value in ("2/7", "0.005", "1")] == ["29\u202f%", "0\u202f%", "100\u202f%"]
    assert arabic.decimal("2/7") == "٠٫٢٩"
