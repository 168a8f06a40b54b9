"""Calendar files: every meeting once, in UTC, in lines that any reader takes."""

from __future__ import annotations

from datetime import date, timedelta

from domain.catalogue import Catalogue
from site_builder.model import Site
from site_builder.steps import Verbatim
from site_builder.syndication.calendars import units
from tests.builders import TODAY, a_cohort, a_network, a_program, by_slug
from tests.site_builder.community import NOW, community


def files(catalogue: Catalogue) -> dict[str, str]:
    site = Site(catalogue, None, NOW)
    made = (file for unit in units(site) for file in unit.plan(site, *unit.arguments))
    return {str(file.output): file.content.decode() for file in made if isinstance(file, Verbatim)}


def test_a_meeting_keeps_its_hour_when_the_clocks_change() -> None:
    cohort = a_cohort(
        starts=date(2027, 3, 25),
        ends=date(2027, 4, 1),
        schedule="FREQ=WEEKLY;BYDAY=TH;COUNT=2",
        time="18:30-20:30",
    )
    text = files(community(cohorts=by_slug(cohort)))["programs/kitchen-table-budgeting/cohort-4/calendar.ics"]

    assert "DTSTART:20270325T183000Z\r\nDTEND:20270325T203000Z\r\n" in text
    assert "DTSTART:20270401T173000Z\r\n" in text
    assert text.count("BEGIN:VEVENT") == 2
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")


def test_a_cohort_that_is_over_has_no_calendar() -> None:
    over = a_cohort(number=1, starts=TODAY - timedelta(days=30), ends=TODAY - timedelta(days=2))

    assert files(community(cohorts=by_slug(over))) == {}


def test_long_titles_are_folded_between_characters_and_special_signs_escaped() -> None:
    program = a_program()
    words = {"en": program.words["en"].__class__(title="Öl, Brot; " + "ü" * 60, summary="")}
    catalogue = community(
        network=a_network(languages=("en",)), programs=by_slug(a_program(words=words)), cohorts=by_slug(a_cohort())
    )
    text = files(catalogue)["programs/kitchen-table-budgeting/cohort-4/calendar.ics"]

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "SUMMARY:Öl\\, Brot\\; " + "ü" * 60 in text.replace("\r\n ", "")
