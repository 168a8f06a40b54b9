"""A cohort as one member sees it: where they stand in it, who waits before them, whether its list is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.catalogue import Catalogue
from domain.people import ProgramRole
from domain.programs import UNDER_WAY, Cohort, Participation, PartState, Phase, phase, places_left
from forms_api.services.programs import GONE, cohort_of, leads
from forms_api.store.base import Store

__all__ = ["UNDER_WAY", "CohortView", "cohort_view"]


@dataclass(frozen=True)
class CohortView:
    """
    A cohort for a member who looks at it.

    *attends* and *led* are the member's own parts in it; *before_me* counts who waits longer; *opens_list* tells
    whether the leaders' list is theirs to open.
    """

    cohort: Cohort
    phase: Phase
    left: int
    attends: Participation | None
    led: Participation | None
    waiting: int
    before_me: int
    opens_list: bool


def cohort_view(store: Store, catalogue: Catalogue, slug: str, member: str, today: date) -> CohortView:
    """
    Return the cohort as the member sees it.

    Raises:
        NotThere: no such cohort.
    """
    cohort = cohort_of(catalogue, slug)
    with store.reading() as unit:
        parts = [p for p in unit.participations.where(cohort=slug) if p.state not in GONE]
        me = unit.members.get(member)
        opens = me is not None and leads(unit, catalogue, cohort, me)
    mine = {p.role is ProgramRole.ATTENDEE: p for p in parts if p.member == member}
    queue = sorted((p.since, p.id) for p in parts if p.state is PartState.WAITING)
    attends = mine.get(True)
    before = queue.index((attends.since, attends.id)) if attends and attends.state is PartState.WAITING else 0
    return CohortView(
        cohort=cohort,
        phase=phase(cohort, today),
        left=places_left(cohort, parts),
        attends=attends,
        led=mine.get(False),
        waiting=len(queue),
        before_me=before,
        opens_list=opens,
    )
