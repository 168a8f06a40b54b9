"""When a cohort meets: its RRULE, its times, and whether they fit its first and last day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from presentation.schedule import MOST_MEETINGS, meetings
from site_builder.content.near import meant, one_of, shown

PARTS = {
    "FREQ": re.compile(r"(DAILY|WEEKLY|MONTHLY)\Z"),
    "INTERVAL": re.compile(r"[1-9]\d?\Z", re.ASCII),
    "BYDAY": re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU))*\Z", re.ASCII),
    "COUNT": re.compile(r"[1-9]\d{0,2}\Z", re.ASCII),
    "UNTIL": re.compile(r"\d{8}\Z", re.ASCII),
}
"""The parts of RFC 5545 that a meeting of neighbours needs, and what may stand in them."""

EXAMPLE = "Write it like FREQ=WEEKLY;BYDAY=TH;COUNT=6."
_TIMES = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)\Z", re.ASCII)


def schedule_problems(schedule: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an RRULE, and how to mend it."""
    if not re.search(r"(^|;)FREQ=", schedule):
        yield f"schedule is {shown(schedule)}, which does not say how often.", EXAMPLE
        return
    seen: set[str] = set()
    for part in schedule.split(";"):
        key, _, value = part.partition("=")
        if key not in PARTS:
            mend = meant(key.upper(), PARTS, f"Use {one_of(PARTS)}.") if key else EXAMPLE
            yield f"schedule has the part {shown(part)}.", mend
        elif key in seen:
            yield f"schedule has {key} twice.", "Keep one of the two."
        elif not PARTS[key].match(value):
            yield f"schedule has {key}={shown(value)}.", EXAMPLE
        seen.add(key)
    if ("COUNT" in seen) == ("UNTIL" in seen):
        yield "schedule needs one end.", "Give it COUNT=… (how many meetings) or UNTIL=… (the last day)."


def fit_problems(schedule: str, starts: date, ends: date) -> Iterator[tuple[str, str, str]]:
    """Yield the field that does not fit the schedule, what is wrong, and how to mend it."""
    try:
        days = meetings(schedule, starts)
    except ValueError:
        yield "schedule", f"schedule {shown(schedule)} names no days.", EXAMPLE
        return
    if not days:
        yield "schedule", "schedule has no meeting on or after the first day.", "Mend UNTIL or starts."
    elif len(days) > MOST_MEETINGS:
        yield "schedule", f"schedule has more than {MOST_MEETINGS} meetings.", "End it earlier."
    else:
        if days[0] != starts:
            yield (
                "starts",
                f"starts is {starts}, the first meeting {days[0]}.",
                "Make starts a day of the schedule.",
            )
        if days[-1] != ends:
            yield "ends", f"ends is {ends}, the last meeting {days[-1]}.", "Mend ends, or the schedule."


def time_problem(text: str) -> str | None:
    """Return how to mend the times of a meeting, or None where they are right."""
    if not _TIMES.match(text):
        return 'Write it like "18:30-20:30".'
    begins, _, finishes = text.partition("-")
    return None if begins < finishes else "Let it end after it begins."
