"""
Who was there: marked by those who lead, one meeting at a time, or typed in from the list that lay on the table.

Rules of this file: only a day on which the cohort met can be marked, and not before it has come; who saves over
a list that somebody else saved meanwhile is told so first; being there suggests completion and never marks it.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.catalogue import Catalogue
from domain.pathways import Attendance, days_present, seems_complete
from domain.people import Audience, Member, ProgramRole, seen_by
from domain.programs import UNDER_WAY, Cohort, Participation, PartState
from forms_api.services.ids import Chance, new_id
from forms_api.services.programs import cohort_of, demand_lead
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.store.base import Store, UnitOfWork
from presentation.schedule import meeting_days

COUNTED = UNDER_WAY | {PartState.COMPLETED}

KEPT_FOR = timedelta(days=90)
"""How long after a cohort's last day it is kept who was at which meeting; that somebody completed it stays."""


class NoMeeting(Refused):
    message = N_("The cohort does not meet on that day. Choose one of its days.")


class NotYet(Refused):
    message = N_("That day has not come yet. Mark it when you have met.")


class SavedMeanwhile(Refused):
    message = N_("Somebody else saved this day meanwhile. Look at their list, and save yours if it differs.")


@dataclass(frozen=True)
class Row:
    """An attendee on the list: how many meetings they were at, of all, and what that suggests."""

    part: Participation
    name: str
    present: int
    of: int
    suggested: bool


@dataclass(frozen=True)
class Day:
    """A meeting: whether it has come, how many were there (None: not marked), and who is on its list."""

    on: date
    come: bool
    attended: int | None


@dataclass(frozen=True)
class Register:
    """A cohort's attendance as those who lead it see it; *seen* stands for the list of *chosen* as it is now."""

    cohort: Cohort
    days: tuple[Day, ...]
    rows: tuple[Row, ...]
    chosen: date | None
    present: frozenset[str]
    seen: str


def register(
    store: Store, catalogue: Catalogue, slug: str, leader: str, today: date, on: date | None = None
) -> Register:
    """
    Return the attendance of a cohort, opened at *on*, else at the earliest day that waits to be marked.

    Raises:
        NotThere, NotALeader. NoMeeting: *on* is no day of the cohort.
    """
    cohort = cohort_of(catalogue, slug)
    days = days_of(cohort)
    with store.reading() as unit:
        reader = demand_lead(unit, catalogue, cohort, leader)
        marked = {record.on: record for record in unit.attendance.where(cohort=slug)}
        rows = tuple(_rows(unit, cohort, reader, list(marked.values()), len(days)))
    if on is not None and on not in days:
        raise NoMeeting
    chosen = on or _opened(days, marked, today)
    here = marked.get(chosen) if chosen else None
    return Register(
        cohort=cohort,
        days=tuple(Day(d, has_come(d, today), len(marked[d].present) if d in marked else None) for d in days),
        rows=rows,
        chosen=chosen,
        present=frozenset(here.present if here else ()),
        seen=_seal(here),
    )


def days_of(cohort: Cohort) -> tuple[date, ...]:
    """Return the days on which the cohort meets, in order."""
    return meeting_days(cohort.schedule, cohort.starts, cohort.ends)


def has_come(day: date, today: date) -> bool:
    """Tell whether a meeting can have been; a day in the east of us may have begun already."""
    return day <= today + timedelta(days=1)


def _opened(days: tuple[date, ...], marked: Collection[date], today: date) -> date | None:
    past = [day for day in days if day <= today]
    return next((day for day in past if day not in marked), past[-1] if past else None)


def _rows(unit: UnitOfWork, cohort: Cohort, reader: Member, records: list[Attendance], meetings: int) -> list[Row]:
    audience = Audience.STEWARDS if reader.steward else Audience.MEMBERS
    rows = []
    for part in unit.participations.where(cohort=cohort.slug, role=ProgramRole.ATTENDEE):
        member = unit.members.get(part.member)
        if member is None or part.state not in COUNTED:
            continue
        entry = seen_by(member, audience)
        present = days_present(part.id, records)
        rows.append(Row(part, entry.name if entry else "", present, meetings, seems_complete(present, meetings)))
    return sorted(rows, key=lambda row: (row.name.casefold(), row.part.id))


def mark(
    store: Store,
    catalogue: Catalogue,
    slug: str,
    on: date,
    present: Collection[str],
    leader: str,
    now: datetime,
    *,
    seen: str = "",
    token: Chance = secrets.token_bytes,
) -> Attendance:
    """
    Save who was there on a day; *seen* is the seal of the list one had before one's eyes ("" for none).

    The later list takes the place of the earlier. Whoever comes for the first time takes part from now on.

    Raises:
        NotThere, NotALeader, NoMeeting, NotYet, SavedMeanwhile.
    """
    cohort = cohort_of(catalogue, slug)
    if on not in days_of(cohort):
        raise NoMeeting
    if not has_come(on, now.date()):
        raise NotYet
    with store.unit() as unit:
        demand_lead(unit, catalogue, cohort, leader)
        earlier = next(iter(unit.attendance.where(cohort=slug, on=on)), None)
        here = tuple(sorted(set(present)))
        if earlier is not None and earlier.present == here:
            # The button pressed twice, or two who lead saw the same people.
            return earlier
        if seen != _seal(earlier):
            raise SavedMeanwhile
        for key in here:
            _take_part(unit, key, slug)
        made = Attendance(
            id=earlier.id if earlier else new_id(token),
            cohort=slug,
            on=on,
            present=here,
            marked_by=leader,
            marked_at=now,
        )
        unit.attendance.put(made)
    return made


def forget_over(store: Store, catalogue: Catalogue, today: date) -> None:
    """Delete who was there, of cohorts that are long over or no longer in the content."""
    with store.unit() as unit:
        for record in unit.attendance:
            cohort = catalogue.cohorts.get(record.cohort)
            if cohort is None or today > cohort.ends + KEPT_FOR:
                unit.attendance.remove(record.id)


def _take_part(unit: UnitOfWork, participation: str, cohort: str) -> None:
    part = unit.participations.get(participation)
    if part is None or part.cohort != cohort or part.role is not ProgramRole.ATTENDEE or part.state not in COUNTED:
        raise NotThere
    if part.state is PartState.ENROLLED:
        unit.participations.put(replace(part, state=PartState.ATTENDING))


def _seal(record: Attendance | None) -> str:
    """Return what stands for a list as somebody saw it."""
    return record.marked_at.isoformat() if record else ""
