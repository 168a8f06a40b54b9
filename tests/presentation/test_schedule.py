"""The days on which a cohort meets: counted by hand where that is quick, by the rules of the library elsewhere."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from presentation.schedule import DAYS, MOST_MEETINGS, meeting_days, meetings

WEEKLY = st.builds(
    lambda interval, days, count: f"FREQ=WEEKLY{interval};BYDAY={','.join(days)};COUNT={count}",
    st.one_of(st.just(""), st.integers(1, 99).map(";INTERVAL={}".format)),
    st.lists(st.sampled_from(DAYS), min_size=1, max_size=8),
    st.integers(1, 60) | st.integers(398, 404),
)


@given(WEEKLY, st.dates(date(1890, 1, 1), date(3010, 1, 1)))
def test_a_weekly_schedule_is_counted_as_the_library_counts_it(schedule: str, starts: date) -> None:
    rule = rrulestr(schedule, dtstart=datetime.combine(starts, time.min))

    assert meetings(schedule, starts) == [day.date() for day in islice(rule, MOST_MEETINGS + 1)]


@pytest.mark.parametrize(
    ("schedule", "days"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", [25, 30, 32]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=3", [24, 26, 38]),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261210", [24, 31, 38]),
        ("FREQ=DAILY;INTERVAL=3;COUNT=2", [24, 27]),
        ("FREQ=MONTHLY;BYDAY=-1MO;COUNT=1", [30]),
    ],
)
def test_schedules_of_every_kind_are_read(schedule: str, days: list[int]) -> None:
    tuesday = date(2026, 11, 24)

    assert [(day - date(2026, 10, 31)).days for day in meetings(schedule, tuesday)] == days
    assert meeting_days(schedule, tuesday, tuesday) == tuple(meetings(schedule, tuesday)[: days[0] == 24])
