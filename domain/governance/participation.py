"""Who may do what with a proposal."""

from __future__ import annotations

from collections.abc import Iterable

from domain.programs import Participation, PartState


def in_program(member: str, program_cohorts: Iterable[str], participations: Iterable[Participation]) -> bool:
    """Tell whether *member* takes or took part in one of the program's cohorts, in any role."""
    cohorts = frozenset(program_cohorts)
    return any(
        p.member == member and p.cohort in cohorts and p.state not in (PartState.WAITING, PartState.LEFT)
        for p in participations
    )
