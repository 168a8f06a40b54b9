"""
Coming in step by step: applicant, newcomer, member. What each step asks for is visible to whoever takes it.

Rules of this file: the code refuses a step whose criteria are not met; stewards may make an exception for a
reason of the list, which the public reads without a name. A step is taken once: of two stewards at one time the
first one counts, and the second one reads that it is done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.people import Admission, Member, Standing
from domain.programs import PartState
from domain.trust import NEXT, Asked, Criterion, Grounds, Known, admission, givers
from forms_api.services.entries import check_name
from forms_api.services.ids import new_id
from forms_api.services.moderation import Act
from forms_api.services.promises import check_steward
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import Trace

ATTENDED = frozenset({PartState.ATTENDING, PartState.COMPLETED})


class StepTaken(Refused):
    message = N_("This step was taken already, perhaps by another steward a moment ago. Nothing was changed.")


class NotMet(Refused):
    message = N_(
        "Not every criterion of this step is met. Wait for what is missing, or make an exception and choose "
        "its reason."
    )

    def __init__(self, missing: tuple[Criterion, ...]) -> None:
        super().__init__()
        self.missing = missing


class OwnAdmission(Refused):
    message = N_("Nobody admits themself. Ask another steward.")


@dataclass(frozen=True)
class OnTheWay:
    """Somebody on the way in: their next step, and what it asks for."""

    member: Member
    step: Standing
    asked: tuple[Asked, ...]

    @property
    def ready(self) -> bool:
        return all(one.met for one in self.asked)


def on_the_way(store: Store, today: date) -> list[OnTheWay]:
    """Return applicants and newcomers: those who are ready first, then who has waited longest."""
    with store.unit() as unit:
        found = [_on_the_way(unit, m, today) for m in unit.members if m.standing in NEXT]
    return sorted(found, key=lambda way: (not way.ready, way.member.joined_on, way.member.id))


def way_of(store: Store, member: str, today: date) -> OnTheWay | None:
    """Return the step ahead of the member, or None where there is none."""
    with store.unit() as unit:
        found = unit.members.get(member)
        return _on_the_way(unit, found, today) if found is not None and found.standing in NEXT else None


def meet(store: Store, steward: str, member: str, now: datetime) -> Member:
    """
    Note that the steward has met somebody on the way in; the first one who did stays noted.

    Raises:
        NotASteward, OwnAdmission, NotThere.
    """
    with store.unit() as unit:
        found = _found(unit, steward, member)
        if found.admission.met_on is None:
            found = replace(found, admission=replace(found.admission, met_by=steward, met_on=now.date()))
            unit.members.put(found)
    return found


def admit(
    store: Store, steward: str, member: str, step: Standing, now: datetime, grounds: Grounds | None = None
) -> Member:
    """
    Let somebody take the *step*; with *grounds* also where a criterion is not met, and the public reads those.

    What they wrote when they asked to join is forgotten with the first step.

    Raises:
        NotASteward, OwnAdmission, NotThere, StepTaken, NameTaken, NotMet.
    """
    today = now.date()
    with store.unit() as unit:
        found = _found(unit, steward, member)
        if NEXT.get(found.standing) is not step:
            raise StepTaken
        check_name(unit, found.entry.name, member)
        missing = tuple(one.criterion for one in _on_the_way(unit, found, today).asked if not one.met)
        if missing and grounds is None:
            raise NotMet(missing)
        if missing and grounds is not None:
            unit.traces.add(Trace(new_id(), Act.ADMIT_BY_EXCEPTION, "", grounds.value, now, steward))
        words = () if missing else tuple(sorted(_givers(unit, member, today)))
        taken = replace(found, standing=step, admission=_noted(found, step, today, words))
        unit.members.put(taken)
    return taken


def turn_away(store: Store, steward: str, member: str) -> None:
    """
    Forget somebody who asked to join, and all they wrote; only while they are an applicant.

    Raises:
        NotASteward, OwnAdmission, NotThere, StepTaken.
    """
    with store.unit() as unit:
        found = _found(unit, steward, member)
        if found.standing is not Standing.APPLICANT:
            raise StepTaken
        for vouch in unit.vouches.where(of=member):
            unit.vouches.remove(vouch.id)
        unit.members.remove(member)
    with store.unit() as unit:
        for session in unit.sessions.where(member=member):
            unit.sessions.remove(session.id)


def _noted(member: Member, step: Standing, today: date, words: tuple[str, ...]) -> Admission:
    if step is Standing.NEWCOMER:
        return replace(member.admission, newcomer_on=today, why="", program="", address_known=False)
    return replace(member.admission, member_on=today, on_word_of=words)


def _found(unit: UnitOfWork, steward: str, member: str) -> Member:
    check_steward(unit, steward)
    if steward == member:
        raise OwnAdmission
    found = unit.members.get(member)
    if found is None or found.standing is Standing.LEFT:
        raise NotThere
    return found


def _on_the_way(unit: UnitOfWork, member: Member, today: date) -> OnTheWay:
    known = Known(
        vouches=len(_givers(unit, member.id, today)),
        took_part=_took_part(unit, member.id),
        members=sum(m.votes for m in unit.members),
    )
    return OnTheWay(member, NEXT[member.standing], admission(member, known, today))


def _givers(unit: UnitOfWork, member: str, today: date) -> frozenset[str]:
    return givers(unit.vouches.where(of=member), unit.members, member, today)


def _took_part(unit: UnitOfWork, member: str) -> int:
    """Return in how many confirmed exchanges, group events and cohorts the member took part."""
    return (
        sum(e.confirmed for e in unit.exchanges if member in (e.giver, e.receiver))
        + sum(member in gathering.confirmed for gathering in unit.gatherings)
        + sum(part.state in ATTENDED for part in unit.participations.where(member=member))
    )
