"""A cohort's schedule (iCalendar RRULE) as a reader wants it: which days, every how many weeks, how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
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
    from dateutil.rrule import rrulestr

    rule = rrulestr(schedule, dtstart=datetime.combine(starts, time.min))
    return [moment.date() for moment in islice(rule, MOST_MEETINGS + 1)]


def meeting_days(schedule: str, starts: date, ends: date) -> tuple[date, ...]:
    """Return the days on which something with this schedule meets, from its first to its last, in order."""
    return tuple(day for day in meetings(schedule, starts) if day <= ends)
