from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsn.demo.reading import offset
from rsn.demo.shifting import copy_shifted, shifted_text, weeks_between

WEEK = timedelta(weeks=1)


@given(st.dates(date(2025, 1, 1), date(2040, 1, 1)), st.integers(-500, 500))
def test_a_date_in_a_text_moves_and_keeps_its_weekday(day, weeks):
    moved = date.fromisoformat(shifted_text(day.isoformat(), weeks * WEEK)) if 2000 < day.year < 2050 else day

    assert moved - day in (weeks * WEEK, timedelta(0))
    assert moved.weekday() == day.weekday()


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_weeks_between_are_whole_and_never_pass_today(written_for, today):
    by = weeks_between(written_for, today)

    assert by.days % 7 == 0
    assert timedelta(0) <= today - (written_for + by) < WEEK


@pytest.mark.parametrize("text", ["2026-13-40", "12026-11-23", "2026-11-231", "555 0142", "1-2026-11-23"])
def test_what_only_looks_like_a_date_stays(text):
    assert shifted_text(text, WEEK) == text


def test_names_and_texts_of_files_move_together(tmp_path):
    news = tmp_path / "from" / "news"
    news.mkdir(parents=True)
    (news / "2026-11-20-drill.md").write_text("---\ndate: 2026-11-20\n---\nSee /news/2026-11-13-soup/.\n")
    (news / "map.bin").write_bytes(b"\x00 2026-11-20")

    copied = copy_shifted(tmp_path / "from", tmp_path / "to", WEEK)

    moved = tmp_path / "to" / "news" / "2026-11-27-drill.md"
    assert copied == 2
    assert moved.read_text() == "---\ndate: 2026-11-27\n---\nSee /news/2026-11-20-soup/.\n"
    assert (tmp_path / "to" / "news" / "map.bin").read_bytes() == b"\x00 2026-11-20"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("-45d06h", -timedelta(days=45, hours=6)),
        ("+3d00h", timedelta(days=3)),
        ("2d05h", timedelta(days=2, hours=5)),
    ],
)
def test_offsets_are_read_with_their_sign(text, span):
    assert offset(text) == span


def test_another_form_of_offset_is_refused():
    with pytest.raises(ValueError, match="no offset"):
        offset("three days")
