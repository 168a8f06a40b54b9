"""
Who is of the group that a rule book names: the people of the proposal's program, of a zone, or with a role.

Frozen with the roll, and asked in one place, so that advice, submission and freeze mean the same people.
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.catalogue import Catalogue
from domain.governance.participation import in_program
from domain.governance.policy import ConstituencyRule, Policy
from domain.people import ProgramRole
from domain.programs import PartState
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import UnitOfWork

ZONE, ROLE = "zone:", "role:"
NOT_IN_IT = frozenset({PartState.WAITING, PartState.LEFT})


class NotOfTheGroup(Refused):
    message = N_(
        "Advice is given here by the people the proposal concerns; of a program, past ones too. "
        "You can still argue for or against."
    )


def needs_a_program(policy: Policy) -> bool:
    """Tell whether the policy's group is the people of a program, so that the proposal has to name one."""
    return policy.constituency is not ConstituencyRule.EVERYONE and not policy.group


def group_of(
    unit: UnitOfWork, catalogue: Catalogue, policy: Policy, program: str, members: Iterable[str]
) -> tuple[str, ...]:
    """Return those of *members* who are of the policy's group, in their order."""
    members = list(members)
    if policy.group.startswith(ZONE):
        zone = policy.group.removeprefix(ZONE)
        there = {member.id for member in unit.members if member.entry.zone == zone}
    elif policy.group.startswith(ROLE):
        there = _with_role(unit, catalogue, policy.group.removeprefix(ROLE), program)
    else:
        return program_group(unit, catalogue, program, members)
    return tuple(member for member in members if member in there)


def program_group(unit: UnitOfWork, catalogue: Catalogue, program: str, members: Iterable[str]) -> tuple[str, ...]:
    """Return those of *members* who take or took part in the program; none where no program is named."""
    cohorts = [cohort.slug for cohort in catalogue.cohorts_of(program)]
    taking_part = list(unit.participations) if cohorts else []
    return tuple(m for m in members if in_program(m, cohorts, taking_part))


def _with_role(unit: UnitOfWork, catalogue: Catalogue, role: str, program: str) -> set[str]:
    """Return who has the role in a cohort, of the proposal's program where it names one; stewards by their own."""
    role = role.replace("_", " ")
    if role == ProgramRole.STEWARD.value:
        return {member.id for member in unit.members if member.steward}
    cohorts = {cohort.slug for cohort in catalogue.cohorts_of(program)} if program else None
    return {
        part.member
        for part in unit.participations
        if part.role.value == role and part.state not in NOT_IN_IT and (cohorts is None or part.cohort in cohorts)
    }
