"""What the service knows of the content at each moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.publication import Publication
from rsn.begun import Begun
from tests.builders import NOW, a_catalogue, a_cohort, by_slug

TOMORROW = NOW + timedelta(days=1)
SCHEDULED = {
    "program/kitchen-table-budgeting": Publication(publish_on=datetime.fromisoformat("2026-11-24T00:00")),
    "cohort/kitchen-table-budgeting-1": Publication(expires_on=datetime.fromisoformat("2026-11-01T00:00")),
}


def test_what_has_no_days_is_handed_on_as_it_is():
    catalogue = a_catalogue()

    assert Begun(lambda: catalogue, lambda: NOW)() is catalogue


def test_a_program_is_known_from_its_day_on_and_what_went_stays_known():
    moments = [NOW, NOW + timedelta(minutes=1), TOMORROW, NOW]
    catalogue = a_catalogue(cohorts=by_slug(a_cohort(number=1)), publications=SCHEDULED)
    begun = Begun(lambda: catalogue, lambda: moments.pop(0))
    views = [begun() for _ in range(4)]

    assert [len(view.programs) for view in views] == [0, 0, 1, 0]
    assert [len(view.cohorts) for view in views] == [0, 0, 1, 0]
    assert views[0] is views[1]
