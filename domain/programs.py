"""Programs, their cohorts, and the way from attendee to peer mentor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.people import ProgramRole


class ProgramStatus(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True)
class ProgramWords:
    """A program in one language."""

    title: str
    summary: str
    place: str = ""
    access: tuple[str, ...] = ()
    keeping_safe: str = ""
    costs: str = ""
    text: str = ""


@dataclass(frozen=True)
class Program:
    slug: str
    words: dict[str, ProgramWords]
    category: str
    status: ProgramStatus
    stewards: tuple[str, ...] = ()
    skills_taught: tuple[str, ...] = ()
    skills_needed: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lead:
    """A member who leads a cohort and agreed to be named; *learnt_in* is the cohort they came from."""

    member: str
    role: ProgramRole
    learnt_in: str = ""


@dataclass(frozen=True)
class Cohort:
    """One run of a program; *schedule* is an iCalendar RRULE, *time* "18:30-20:30" in the network's zone."""

    slug: str
    program: str
    number: int
    starts: date
    ends: date
    schedule: str
    time: str
    capacity: int
    language: str
    leads: tuple[Lead, ...] = ()
    text: str = ""


class Phase(StrEnum):
    AHEAD = "ahead"
    NOW = "now"
    OVER = "over"


def phase(cohort: Cohort, on: date) -> Phase:
    """Return whether the cohort is ahead, running or over on the day *on*."""
    if on < cohort.starts:
        return Phase.AHEAD
    return Phase.NOW if on <= cohort.ends else Phase.OVER


class PartState(StrEnum):
    """Where a member stands in a cohort."""

    ENROLLED = "enrolled"
    WAITING = "waiting"
    ATTENDING = "attending"
    COMPLETED = "completed"
    LEFT = "left"


class InvitationState(StrEnum):
    """What became of the invitation to help lead the next cohort."""

    NONE = "none"
    SENT = "sent"
    ACCEPTED = "accepted"
    NOT_NOW = "not now"


@dataclass(frozen=True)
class Participation:
    """
    A member in a cohort.

    *learnt_in* is set on those who lead, *named* where they agreed to be named. *moved_up* tells that the place
    came from the waiting list. *mentor* is the member who walks beside this attendee. *completed_by* marked the
    completion, and *enrolled_at* then keeps since when they had been in it.
    """

    id: str
    member: str
    cohort: str
    role: ProgramRole
    state: PartState
    since: datetime
    invitation: InvitationState = InvitationState.NONE
    learnt_in: str = ""
    named: bool = False
    moved_up: bool = False
    mentor: str = ""
    completed_by: str = ""
    enrolled_at: datetime | None = None


UNDER_WAY = frozenset({PartState.ENROLLED, PartState.ATTENDING})
"""Has a place, and has not completed it yet."""


def places_left(cohort: Cohort, participations: Iterable[Participation]) -> int:
    """Return how many may still enrol; never below zero."""
    taken = sum(
        1
        for p in participations
        if p.cohort == cohort.slug
        and p.role is ProgramRole.ATTENDEE
        and p.state not in (PartState.LEFT, PartState.WAITING)
    )
    return max(0, cohort.capacity - taken)


@dataclass(frozen=True)
class LineageNode:
    """A leader named by consent, the cohorts attended and led, and those who learnt from them."""

    member: str
    role: ProgramRole
    attended: tuple[str, ...]
    led: tuple[str, ...]
    learners: tuple[LineageNode, ...] = ()


def lineage(cohorts: Sequence[Cohort]) -> tuple[LineageNode, ...]:
    """
    Return who learnt from whom in a program's *cohorts*, as a forest in the order of the cohorts.

    A leader stands under the first leader of the cohort they learnt in; who learnt in none is a root.
    """
    ordered = sorted(cohorts, key=lambda c: (c.starts, c.number))
    led: dict[str, list[str]] = {}
    role: dict[str, ProgramRole] = {}
    learnt: dict[str, str] = {}
    for cohort in ordered:
        for lead in cohort.leads:
            led.setdefault(lead.member, []).append(cohort.slug)
            role[lead.member] = lead.role
            if lead.learnt_in:
                learnt.setdefault(lead.member, lead.learnt_in)
    first_lead = {c.slug: c.leads[0].member for c in ordered if c.leads}
    under: dict[str, list[str]] = {}
    roots = []
    for member in led:
        above = first_lead.get(learnt.get(member, ""))
        if above is None or above == member or _descends(above, member, learnt, first_lead):
            roots.append(member)
        else:
            under.setdefault(above, []).append(member)

    def node(member: str) -> LineageNode:
        attended = (learnt[member],) if member in learnt else ()
        return LineageNode(
            member, role[member], attended, tuple(led[member]), tuple(map(node, under.get(member, ())))
        )

    return tuple(map(node, roots))


def _descends(member: str, ancestor: str, learnt: dict[str, str], first_lead: dict[str, str]) -> bool:
    """Tell whether *member* learnt, over however many steps, from *ancestor*: guards against a circle."""
    seen = set()
    while member not in seen:
        seen.add(member)
        above = first_lead.get(learnt.get(member, ""))
        if above is None:
            return False
        if above == ancestor:
            return True
        member = above
    return False
