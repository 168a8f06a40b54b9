"""
From attendee to mentor: who was there, who may take the next step, and who takes learners on now.

Rules of this file: attendance suggests and never decides; what is suggested is about one's own way, and
nobody's way is set beside another's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from domain.people import ProgramRole
from domain.programs import InvitationState, Participation, PartState

COMPLETES_FROM = Fraction(2, 3)
"""Who was at so large a part of the meetings is suggested to those who mark completion."""

UNDO_WITHIN = timedelta(days=1)
"""How long whoever marked a completion may take it back."""

MOST_LEARNERS = 6
"""More learners at once are a class, and a class is a cohort."""


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
    """
    A peer mentor's own word: in which program, for how many at once, and whether for new ones now.

    *named* is the consent to stand with it by name on the program's public page.
    """

    id: str
    member: str
    program: str
    capacity: int
    accepting: bool
    said_at: datetime
    named: bool = False


def days_present(participation: str, attendance: Iterable[Attendance]) -> int:
    """Return at how many meetings this participation was marked as present."""
    return sum(participation in day.present for day in attendance)


def seems_complete(present: int, meetings: int) -> bool:
    """Tell whether so many of the cohort's meetings suggest that it was completed."""
    return meetings > 0 and Fraction(present, meetings) >= COMPLETES_FROM


def may_undo(part: Participation, by: str, now: datetime) -> bool:
    """Tell whether *by* may take the completion back: they marked it within a day, and nobody built on it yet."""
    return (
        part.state is PartState.COMPLETED
        and part.completed_by == by
        and part.invitation is not InvitationState.ACCEPTED
        and now - part.since <= UNDO_WITHIN
    )


def with_mentor(mentor: str, parts: Iterable[Participation]) -> int:
    """Return how many learn with the mentor now, of the participations given."""
    learning = (PartState.ENROLLED, PartState.ATTENDING)
    return sum(part.mentor == mentor and part.state in learning for part in parts)


def places_with(mentoring: Mentoring, parts: Iterable[Participation]) -> int:
    """Return how many more the mentor takes on now; none while they have paused."""
    if not mentoring.accepting:
        return 0
    return max(0, mentoring.capacity - with_mentor(mentoring.member, parts))


class Asks(StrEnum):
    """What a role asks of whoever takes it on."""

    COMPLETED = "completed"
    HELPED = "helped"
    MENTORED = "mentored"


class DecidedBy(StrEnum):
    """Who decides that somebody takes on a role."""

    THEMSELF = "themself"
    LEADERS = "leaders"


@dataclass(frozen=True)
class RoleRule:
    """A step from one role to the next: what it asks and who decides it. Nobody is moved without their yes."""

    of: ProgramRole
    to: ProgramRole
    asks: Asks
    decided_by: DecidedBy


ROLE_RULES = (
    RoleRule(ProgramRole.ATTENDEE, ProgramRole.APPRENTICE, Asks.COMPLETED, DecidedBy.THEMSELF),
    RoleRule(ProgramRole.ATTENDEE, ProgramRole.PEER_MENTOR, Asks.COMPLETED, DecidedBy.THEMSELF),
    RoleRule(ProgramRole.APPRENTICE, ProgramRole.PEER_MENTOR, Asks.HELPED, DecidedBy.LEADERS),
    RoleRule(ProgramRole.PEER_MENTOR, ProgramRole.FACILITATOR, Asks.MENTORED, DecidedBy.LEADERS),
)
"""The way through a program, as its page shows it. There is no other: hours, money and years open none."""


def roles_after(role: ProgramRole, decided_by: DecidedBy) -> tuple[ProgramRole, ...]:
    """Return the roles that *decided_by* may open to whoever has *role*."""
    return tuple(rule.to for rule in ROLE_RULES if rule.of is role and rule.decided_by is decided_by)


class Standpoint(StrEnum):
    """Where a member stands in a program; the first that holds is what their own page says."""

    INVITED = "invited"
    MOVED_UP = "moved up"
    LEADING = "leading"
    LEADING_NEXT = "leading next"
    TAKING_PART = "taking part"
    COMING = "coming"
    WAITING = "waiting"
    MAY_LEAD_LATER = "may lead later"
    WENT_ON = "went on"


TOLD_FOR = timedelta(days=14)
"""How long a member's own page says that they moved up."""


def standpoint(part: Participation, *, ahead: bool, over: bool, now: datetime) -> Standpoint:
    """Return where the participation stands; *ahead* and *over* tell the phase of its cohort."""
    if part.role is not ProgramRole.ATTENDEE:
        if over:
            return Standpoint.WENT_ON
        return Standpoint.LEADING_NEXT if ahead else Standpoint.LEADING
    if part.state is PartState.COMPLETED:
        return {
            InvitationState.SENT: Standpoint.INVITED,
            InvitationState.NOT_NOW: Standpoint.MAY_LEAD_LATER,
        }.get(part.invitation, Standpoint.WENT_ON)
    if over:
        return Standpoint.WENT_ON
    if part.state is PartState.WAITING:
        return Standpoint.WAITING
    if part.moved_up and now - part.since <= TOLD_FOR:
        return Standpoint.MOVED_UP
    return Standpoint.COMING if ahead else Standpoint.TAKING_PART


def next_standpoint(found: Sequence[Standpoint]) -> Standpoint | None:
    """Return the one of several standpoints in a program that its member reads first."""
    return min(found, key=list(Standpoint).index, default=None)
