"""A cohort to join and to lead, and short ways to people in it."""

from __future__ import annotations

from collections.abc import Callable

from domain.people import Member, ProgramRole
from domain.programs import InvitationState, Participation, PartState
from forms_api.store.memory import MemoryStore
from tests.builders import a_participation, put
from tests.forms_api.client import Browser

COHORT = "kitchen-table-budgeting-4"
NEXT = "kitchen-table-budgeting-5"
JOIN = f"/forms/cohorts/{COHORT}/join"
LIST = f"/forms/cohorts/{COHORT}"
COMPLETE = f"/forms/cohorts/{COHORT}/complete"

SignIn = Callable[[Member], Browser]


def part_of(store: MemoryStore, member: Member, cohort: str = COHORT) -> Participation:
    with store.unit() as unit:
        (found,) = unit.participations.where(member=member.id, cohort=cohort)
    return found


def fill(store: MemoryStore, places: int = 3) -> None:
    put(store, *(a_participation(f"other-{number}") for number in range(places)))


def a_leader(store: MemoryStore, member: Member) -> Participation:
    lead = a_participation(member.id, role=ProgramRole.FACILITATOR)
    put(store, lead)
    return lead


def invited(store: MemoryStore, member: Member, state: InvitationState = InvitationState.SENT) -> str:
    part = a_participation(member.id, state=PartState.COMPLETED, invitation=state)
    put(store, part)
    return f"/forms/invitations/{part.id}"
