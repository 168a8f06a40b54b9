"""
The steps between the roles of a program, and the way back: undo a completion, take on more, step down.

Rules of this file: the steps are those of ROLE_RULES; nobody decides about themself where others decide, those
others ask first, and whoever has a role gives it back with one press and no reason.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.catalogue import Catalogue
from domain.pathways import DecidedBy, may_undo, roles_after
from domain.people import ProgramRole
from domain.programs import InvitationState, Participation, PartState
from forms_api.services.programs import GONE, cohort_of, demand_lead
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.store.base import Store, UnitOfWork


class TooLateToUndo(Refused):
    message = N_("Only whoever marked it can take it back, within a day, and before the invitation was accepted.")


class OwnRole(Refused):
    message = N_("Somebody else of those who lead decides this with you.")


class NoSuchStep(Refused):
    message = N_("This is not a step from the role they have now. The program’s page lists the steps.")


class HasRole(Refused):
    message = N_("They have this role in the cohort already.")


def undo_completion(
    store: Store, catalogue: Catalogue, cohort: str, participation: str, leader: str, now: datetime
) -> Participation:
    """
    Take back a completion one marked: the invitation goes with it, and the place is as it was before.

    Raises:
        NotThere, NotALeader, TooLateToUndo.
    """
    with store.unit() as unit:
        demand_lead(unit, catalogue, cohort_of(catalogue, cohort), leader)
        part = _in_cohort(unit, participation, cohort)
        if not may_undo(part, leader, now):
            raise TooLateToUndo
        part = replace(
            part,
            state=PartState.ATTENDING,
            since=part.enrolled_at or part.since,
            invitation=InvitationState.NONE,
            completed_by="",
            enrolled_at=None,
        )
        unit.participations.put(part)
    return part


def open_role(
    store: Store, catalogue: Catalogue, cohort: str, participation: str, leader: str, role: ProgramRole
) -> Participation:
    """
    Give somebody who helps to lead the next role, after asking them.

    Raises:
        NotThere, NotALeader, OwnRole, NoSuchStep, HasRole.
    """
    with store.unit() as unit:
        demand_lead(unit, catalogue, cohort_of(catalogue, cohort), leader)
        part = _in_cohort(unit, participation, cohort)
        if part.member == leader:
            raise OwnRole
        if role not in roles_after(part.role, DecidedBy.LEADERS):
            raise NoSuchStep
        if unit.participations.where(cohort=cohort, member=part.member, role=role):
            raise HasRole
        part = replace(part, role=role)
        unit.participations.put(part)
    return part


def step_down(store: Store, cohort: str, member: str, now: datetime) -> None:
    """
    Give back one's role in leading a cohort; no reason is asked.

    Raises:
        NotThere: the member has none.
    """
    with store.unit() as unit:
        parts = unit.participations.where(cohort=cohort, member=member)
        held = [p for p in parts if p.role is not ProgramRole.ATTENDEE and p.state not in GONE]
        if not held:
            raise NotThere
        unit.participations.put(replace(held[0], state=PartState.LEFT, since=now, named=False))


def _in_cohort(unit: UnitOfWork, participation: str, cohort: str) -> Participation:
    part = unit.participations.get(participation)
    if part is None or part.cohort != cohort or part.state in GONE:
        raise NotThere
    return part
