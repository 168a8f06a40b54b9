"""From attendee to mentor: who was there, and who takes learners on now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Attendance:
    """The people of a cohort, by their participations, who were at its meeting of one day."""

    id: str
    cohort: str
    on: date
    present: tuple[str, ...]
    marked_by: str
    marked_at: datetime


@dataclass(frozen=True)
class Mentoring:
    """A peer mentor's own word: in which program, for how many at once, and whether for new ones now."""

    id: str
    member: str
    program: str
    capacity: int
    accepting: bool
    said_at: datetime
