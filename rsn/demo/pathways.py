"""The demo's attendance, and who takes learners on."""

from __future__ import annotations

from datetime import timedelta

from domain.pathways import Attendance, Mentoring
from domain.people import ProgramRole
from forms_api.store.base import UnitOfWork
from rsn.demo.people import member_id
from rsn.demo.reading import Item, demo_id, noon, read


def add_pathways(work: UnitOfWork, by: timedelta) -> None:
    """Put attendance and mentoring into the unit of work, after the people."""
    for item in read("attendance", by):
        work.attendance.add(_attendance(item))
    for item in read("mentoring", by):
        work.mentoring.add(_mentoring(item))


def _attendance(item: Item) -> Attendance:
    cohort, on = item["cohort"], item["on"]
    here = (demo_id("participation", cohort, slug, ProgramRole.ATTENDEE) for slug in item["present"])
    return Attendance(
        id=demo_id("attendance", cohort, str(on)),
        cohort=cohort,
        on=on,
        present=tuple(sorted(here)),
        marked_by=member_id(item["marked_by"]),
        marked_at=noon(on) + timedelta(hours=9),
    )


def _mentoring(item: Item) -> Mentoring:
    return Mentoring(
        id=demo_id("mentoring", item["member"], item["program"]),
        member=member_id(item["member"]),
        program=item["program"],
        capacity=item["capacity"],
        accepting=item["accepting"],
        said_at=noon(item["on"]),
        named=item["named"],
    )
