"""A cohort's schedule (iCalendar RRULE) as a reader wants it: which days, every how many weeks, how often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

MOST_MEETINGS = 400
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Schedule:
    """*days* are 0 for Monday to 6 for Sunday; *times* is 0 where the rule does not say."""

    days: tuple[int, ...]
    every_weeks: int
    times: int


def read_schedule(rule: str) -> Schedule:
    """Return what a weekly rule like "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;COUNT=6" says; other rules have no days."""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    weekly = parts.get("FREQ") == "WEEKLY"
    named = parts.get("BYDAY", "").split(",") if weekly else []
    return Schedule(
        days=tuple(sorted(DAYS.index(day) for day in named if day in DAYS)),
        every_weeks=_whole(parts.get("INTERVAL"), 1),
        times=_whole(parts.get("COUNT"), 0),
    )


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() else otherwise


def meetings(schedule: str, starts: date) -> list[date]:
    """Return the days of a schedule without problems, counted from *starts*; one more than the most at most."""
    if (weekly := _WEEKLY.fullmatch(schedule)) and starts.year in _ORDINARY_YEARS:
        named = set(weekly[2].split(","))
        if named <= set(DAYS):
            days = sorted(DAYS.index(day) for day in named)
            return list(
                islice(_in_weeks(starts, days, int(weekly[1] or 1)), min(int(weekly[3]), MOST_MEETINGS + 1))
            )
    from dateutil.rrule import rrulestr

    rule = rrulestr(schedule, dtstart=datetime.combine(starts, time.min))
    return [moment.date() for moment in islice(rule, MOST_MEETINGS + 1)]


# How nearly all cohorts meet; a library that knows every rule takes some thirty times as long for it.
_WEEKLY = re.compile(r"FREQ=WEEKLY(?:;INTERVAL=([1-9][0-9]?))?;BYDAY=([A-Z,]+);COUNT=([1-9][0-9]{0,2})")
_ORDINARY_YEARS = range(1900, 3000)


def _in_weeks(starts: date, days: list[int], interval: int) -> Iterator[date]:
    """Yield these days of the week of *starts*, once it has begun, and of every *interval*th week from there."""
    monday = starts - timedelta(days=starts.weekday())
    while True:
        yield from (day for each in days if (day := monday + timedelta(days=each)) >= starts)
        monday += timedelta(weeks=interval)


def meeting_days(schedule: str, starts: date, ends: date) -> tuple[date, ...]:
    """Return the days on which something with this schedule meets, from its first to its last, in order."""
    return tuple(day for day in meetings(schedule, starts) if day <= ends)
