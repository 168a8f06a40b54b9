"""
The invitation to help lead: sent to whoever completes a cohort, answered yes or "not now" without a word more.
Yes is to be a peer mentor, or an apprentice beside one.

Rules of this file: "not now" may become yes later; a name is shown only where its owner says so.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, datetime

from domain.catalogue import Catalogue
from domain.pathways import DecidedBy, roles_after
from domain.people import ProgramRole
from domain.programs import Cohort, InvitationState, Participation, PartState, Phase, phase
from domain.record.public import LEADING_ROLES
from forms_api.services.ids import Chance, new_id
from forms_api.services.programs import GONE, AlreadyIn, Place, cohort_of
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.store.base import Store, UnitOfWork


class NoNextCohort(Refused):
    message = N_("The next cohort is not planned yet. Your invitation stays open until it is.")


def invitation(store: Store, catalogue: Catalogue, participation: str, member: str, today: date) -> Place:
    """
    Return the invited participation with the cohort it leads to: the one completed while none is planned.

    Raises:
        NotThere: no invitation to this member.
    """
    with store.reading() as unit:
        part = _invited(unit, participation, member)
    cohort = cohort_of(catalogue, part.cohort)
    return Place(next_cohort(catalogue, cohort, today) or cohort, 0, part)


def answer(
    store: Store,
    catalogue: Catalogue,
    participation: str,
    member: str,
    now: datetime,
    *,
    accept: bool,
    role: ProgramRole = ProgramRole.PEER_MENTOR,
    named: bool = False,
    token: Chance = secrets.token_bytes,
) -> Participation:
    """
    Answer the invitation to help lead; who accepts has *role* in the next cohort from now on.

    "Not now" may become yes later, as long as the next cohort is not over. Only the roles that the rules leave to
    the invited themself are open.

    Raises:
        NotThere, NoNextCohort. AlreadyIn: the member leads that cohort already.
    """
    if role not in roles_after(ProgramRole.ATTENDEE, DecidedBy.THEMSELF):
        raise NotThere
    with store.unit() as unit:
        part = _invited(unit, participation, member)
        if not accept:
            part = replace(part, invitation=InvitationState.NOT_NOW)
            unit.participations.put(part)
            return part
        following = next_cohort(catalogue, cohort_of(catalogue, part.cohort), now.date())
        if following is None:
            raise NoNextCohort
        key = _stepped_down(unit, following.slug, member, role) or new_id(token)
        unit.participations.put(replace(part, invitation=InvitationState.ACCEPTED))
        lead = Participation(
            id=key, member=member, cohort=following.slug, role=role, state=PartState.ENROLLED, since=now,
            learnt_in=part.cohort, named=named,
        )  # fmt: skip
        unit.participations.put(lead)
    return lead


def _stepped_down(unit: UnitOfWork, cohort: str, member: str, role: ProgramRole) -> str:
    """
    Return the participation in which the member had the role and stepped down, "" where there is none.

    Raises:
        AlreadyIn: the member leads the cohort.
    """
    earlier = unit.participations.where(cohort=cohort, member=member)
    if any(p.role is not ProgramRole.ATTENDEE and p.state not in GONE for p in earlier):
        raise AlreadyIn
    return next((p.id for p in earlier if p.role is role), "")


def name_me(store: Store, participation: str, member: str, *, named: bool) -> None:
    """
    Say whether one's name stands with a cohort one leads.

    Raises:
        NotThere: not a cohort this member leads.
    """
    with store.unit() as unit:
        part = unit.participations.get(participation)
        if part is None or part.member != member or part.role not in LEADING_ROLES:
            raise NotThere
        unit.participations.put(replace(part, named=named))


def next_cohort(catalogue: Catalogue, cohort: Cohort, today: date) -> Cohort | None:
    """Return the program's next cohort after this one that is not over, or None."""
    later = (c for c in catalogue.cohorts_of(cohort.program) if c.number > cohort.number)
    return next((c for c in later if phase(c, today) is not Phase.OVER), None)


def _invited(unit: UnitOfWork, participation: str, member: str) -> Participation:
    part = unit.participations.get(participation)
    open_states = (InvitationState.SENT, InvitationState.NOT_NOW)
    if part is None or part.member != member or part.invitation not in open_states:
        raise NotThere
    return part
