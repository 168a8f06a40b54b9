"""A cohort that runs, its leader, and those who learn: for tests of the way through a program."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from domain.catalogue import Catalogue
from domain.people import Member, ProgramRole
from domain.programs import Participation
from forms_api.store.base import Store
from tests.builders import TODAY, a_catalogue, a_cohort, a_member, a_participation, by_slug, put

PROGRAM = "kitchen-table-budgeting"
RUNS, NEXT = f"{PROGRAM}-4", f"{PROGRAM}-5"
FIRST = date(2026, 11, 5)
"""A Thursday, like the five after it; three of the six have been."""

LEADER = "id-lena-lead"


def catalogue() -> Catalogue:
    """Return a community in which one cohort runs and the next is planned."""
    runs = a_cohort(number=4, starts=FIRST, ends=FIRST + timedelta(days=35))
    ahead = a_cohort(number=5, starts=TODAY + timedelta(days=52), ends=TODAY + timedelta(days=80))
    return a_catalogue(cohorts=by_slug(runs, ahead))


def with_leader(store: Store) -> Member:
    """Put a facilitator of the running cohort into the store."""
    leader = a_member("lena-lead")
    put(store, leader, a_participation(leader.id, RUNS, role=ProgramRole.FACILITATOR))
    return leader


def attends(store: Store, slug: str, **changes: Any) -> Participation:
    """Put a member who attends the running cohort into the store."""
    member = a_member(slug)
    part = a_participation(member.id, **({"cohort": RUNS} | changes))
    put(store, member, part)
    return part


def part_now(store: Store, part: Participation) -> Participation:
    """Return the participation as it is now."""
    with store.unit() as unit:
        found = unit.participations.get(part.id)
    assert found is not None
    return found
