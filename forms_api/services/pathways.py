"""My way through each program: where I stand in it, and the one step that is next. Only its owner reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.catalogue import Catalogue
from domain.pathways import Standpoint, next_standpoint, standpoint
from domain.people import ProgramRole
from domain.programs import Cohort, Participation, PartState, Phase, phase
from domain.record.public import LEADING_ROLES
from forms_api.services.attendance import days_of
from forms_api.services.invitations import next_cohort
from forms_api.services.programs import GONE
from forms_api.store.base import Store, UnitOfWork

LED_STANDPOINTS = (Standpoint.LEADING, Standpoint.LEADING_NEXT)


@dataclass(frozen=True)
class Way:
    """
    A member's way through one program.

    *part* is the participation the standpoint speaks of, in *cohort*; *following* is the cohort after it that is
    not over. *meets* is the next meeting of *cohort*, *unmarked* the earliest past one whose attendance a leader
    has not marked. *may_mentor* tells that learners may be taken on and nothing has been said about it yet.
    *earlier* are the other participations, the latest first. *begun* tells that *following* is running already.
    """

    program: str
    standpoint: Standpoint
    part: Participation
    cohort: Cohort
    following: Cohort | None
    before_me: int
    meets: date | None
    unmarked: date | None
    may_mentor: bool
    earlier: tuple[Participation, ...]
    begun: bool

    @property
    def rests(self) -> bool:
        """Tell whether nothing waits on it and nothing is under way."""
        return self.standpoint in (Standpoint.MAY_LEAD_LATER, Standpoint.WENT_ON) and not self.may_mentor


def ways(store: Store, catalogue: Catalogue, member: str, now: datetime) -> tuple[Way, ...]:
    """Return the member's ways, the one that waits for an answer first."""
    with store.reading() as unit:
        parts: dict[str, list[Participation]] = {}
        for part in unit.participations.where(member=member):
            if part.cohort in catalogue.cohorts and part.state not in GONE:
                parts.setdefault(catalogue.cohorts[part.cohort].program, []).append(part)
        found = [_way(unit, catalogue, program, mine, now) for program, mine in parts.items()]
    found.sort(key=lambda way: way.part.since, reverse=True)
    return tuple(sorted(found, key=lambda way: list(Standpoint).index(way.standpoint)))


def _way(unit: UnitOfWork, catalogue: Catalogue, program: str, parts: list[Participation], now: datetime) -> Way:
    today = now.date()
    latest_first = sorted(parts, key=lambda part: (part.since, part.id), reverse=True)
    stands = {part.id: _stands(catalogue.cohorts[part.cohort], part, now) for part in latest_first}
    here = next_standpoint(list(stands.values())) or Standpoint.WENT_ON
    part = next(part for part in latest_first if stands[part.id] is here)
    cohort = catalogue.cohorts[part.cohort]
    days = days_of(cohort)
    has_led = any(p.role in LEADING_ROLES for p in parts)
    following = next_cohort(catalogue, cohort, today)
    return Way(
        program=program,
        standpoint=here,
        part=part,
        cohort=cohort,
        following=following,
        before_me=_before(unit, part),
        meets=next((day for day in days if day >= today), None),
        unmarked=_unmarked(unit, part, days, today),
        may_mentor=has_led and not unit.mentoring.where(member=part.member, program=program),
        earlier=tuple(other for other in latest_first if other is not part),
        begun=following is not None and following.starts <= today,
    )


def _stands(cohort: Cohort, part: Participation, now: datetime) -> Standpoint:
    at = phase(cohort, now.date())
    return standpoint(part, ahead=at is Phase.AHEAD, over=at is Phase.OVER, now=now)


def _before(unit: UnitOfWork, part: Participation) -> int:
    """Return how many wait longer for a place in the cohort."""
    if part.state is not PartState.WAITING:
        return 0
    queue = unit.participations.where(cohort=part.cohort, state=PartState.WAITING, role=ProgramRole.ATTENDEE)
    return sum((other.since, other.id) < (part.since, part.id) for other in queue)


def _unmarked(unit: UnitOfWork, part: Participation, days: tuple[date, ...], today: date) -> date | None:
    if part.role not in LEADING_ROLES:
        return None
    marked = {record.on for record in unit.attendance.where(cohort=part.cohort)}
    return next((day for day in days if day < today and day not in marked), None)
