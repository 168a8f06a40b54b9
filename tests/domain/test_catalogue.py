"""All that content/ says, by slug."""

from __future__ import annotations

from tests.builders import a_catalogue, a_cohort, by_slug


def test_the_cohorts_of_a_program_come_by_their_number_and_no_others() -> None:
    cohorts = [a_cohort(number=10), a_cohort(number=9), a_cohort("sewing", 1)]
    catalogue = a_catalogue(cohorts=by_slug(*cohorts))

    assert [c.number for c in catalogue.cohorts_of("kitchen-table-budgeting")] == [9, 10]
    assert catalogue.cohorts_of("unheard-of") == ()
