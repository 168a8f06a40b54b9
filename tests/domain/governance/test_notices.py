"""When a notice of a vote is due, and that nobody is mailed at night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.governance.notices import QUIET_FROM, QUIET_UNTIL, NoticeKind, dues, sending_time

LISBON = ZoneInfo("Europe/Lisbon")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_week_of_voting_has_three_notices() -> None:
    shut = NOON + timedelta(days=7)

    assert dues(NOON, shut) == {
        NoticeKind.OPENING: NOON,
        NoticeKind.THREE_DAYS: shut - timedelta(hours=72),
        NoticeKind.LAST_DAY: shut - timedelta(hours=24),
    }


@pytest.mark.parametrize(
    ("hours", "kinds"), [(24, ["opening"]), (25, ["opening", "24h"]), (72, ["opening", "24h"]), (73, None)]
)
def test_what_would_come_before_the_opening_is_left_out(hours: int, kinds: list[str] | None) -> None:
    assert list(dues(NOON, NOON + timedelta(hours=hours))) == (kinds or list(NoticeKind))


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        ("2026-11-23T08:00", "2026-11-23T08:00"),
        ("2026-11-23T20:59", "2026-11-23T20:59"),
        ("2026-11-23T21:00", "2026-11-24T08:00"),
        ("2026-11-24T00:30", "2026-11-24T08:00"),
        ("2026-11-24T07:59", "2026-11-24T08:00"),
    ],
)
def test_what_falls_due_at_night_waits_for_the_morning(at: str, sent: str) -> None:
    moment, wanted = (datetime.fromisoformat(text).replace(tzinfo=LISBON) for text in (at, sent))

    assert sending_time(moment, NOON + timedelta(days=7), LISBON) == wanted


@pytest.mark.parametrize("shut", ["2026-11-24T02:00", "2026-11-24T08:00"])
def test_a_vote_that_is_over_by_the_morning_is_told_at_night(shut: str) -> None:
    night = datetime(2026, 11, 23, 23, tzinfo=LISBON)
    over = datetime.fromisoformat(shut).replace(tzinfo=LISBON)

    assert sending_time(night, over, LISBON) == night


def test_the_night_in_which_the_clocks_change_ends_at_eight_too() -> None:
    before = datetime(2026, 10, 24, 22, tzinfo=LISBON)
    sent = sending_time(before, before + timedelta(days=2), LISBON)

    assert sent == datetime(2026, 10, 25, 8, tzinfo=UTC)


@given(
    st.integers(0, 60 * 24 * 400),
    st.integers(1, 60 * 24 * 9),
    st.sampled_from(["UTC", "Asia/Kolkata", "America/St_Johns"]),
)
def test_it_is_never_sent_early_nor_behind_the_shut_and_at_night_only_where_it_must(
    minutes: int, left: int, zone: str
) -> None:
    moment = NOON + timedelta(minutes=minutes)
    shut = moment + timedelta(minutes=left)
    sent = sending_time(moment, shut, ZoneInfo(zone))
    by_day = QUIET_UNTIL <= sent.astimezone(ZoneInfo(zone)).time() < QUIET_FROM

    assert moment <= sent < shut
    assert by_day or shut - moment <= timedelta(hours=12)
