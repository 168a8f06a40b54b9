"""Calendars read again by another hand: of a cohort, a program, a language and everything, none of them empty."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar, Component

from domain.governance.lifecycle import State
from domain.programs import ProgramWords
from domain.record.public import PublicRecord
from site_builder.model import Site
from site_builder.steps import Verbatim
from site_builder.syndication import calendars, deadline_feeds
from tests.builders import TODAY, a_cohort, a_network, a_program, by_slug
from tests.site_builder.community import NOW, a_proposal, a_record, community

HOSTILE = 'Öl, Brot; "mehr"\r\nBEGIN:VEVENT\u2028X\x0bY\x85Z\\n ' + "長" * 40


def files(record: PublicRecord | None = None, **content: Any) -> dict[str, Calendar]:
    site = Site(community(**content), record or a_record(), NOW)
    planned = (*calendars.units(site), *deadline_feeds.units(site))
    made = (file for unit in planned for file in unit.plan(site, *unit.arguments))
    return {
        str(file.output): Calendar.from_ical(file.content)
        for file in made
        if isinstance(file, Verbatim) and file.output.suffix == ".ics"
    }


def events(calendar: Calendar) -> list[Component]:
    return list(calendar.walk("VEVENT"))


def two_programs() -> dict[str, Any]:
    spanish = a_cohort(program="mend-and-lend", number=1, language="es")
    return {
        "programs": by_slug(a_program(), a_program("mend-and-lend")),
        "cohorts": {**community().cohorts, **by_slug(spanish)},
    }


@pytest.fixture(scope="module")
def made() -> dict[str, Calendar]:
    voting = a_proposal(State.VOTING, shut=datetime(2026, 11, 26, 18, tzinfo=UTC))
    return files(a_record(voting), **two_programs())


def test_every_calendar_is_read_again_without_a_fault(made: dict[str, Calendar]) -> None:
    assert made
    for name, calendar in made.items():
        assert calendar.errors == [], name
        assert str(calendar["version"]) == "2.0" and calendar["prodid"]
        found = events(calendar)
        assert found, f"{name} has no event"
        assert all(not event.errors for event in found)
        assert len({str(event["uid"]) for event in found}) == len(found)


def test_moments_need_no_zone(made: dict[str, Calendar]) -> None:
    for calendar in made.values():
        for event in events(calendar):
            moment = event.decoded("dtstart")
            assert event.decoded("dtstamp").tzinfo is not None
            if isinstance(moment, datetime):
                assert moment.utcoffset() == timedelta(0)
                assert "dtend" not in event or moment < event.decoded("dtend")


def test_a_program_has_the_meetings_of_its_cohorts_and_everything_has_all(made: dict[str, Calendar]) -> None:
    def uids(name: str) -> set[str]:
        return {str(event["uid"]) for event in events(made[name])}

    place = "programs/kitchen-table-budgeting"
    cohorts = uids(f"{place}/cohort-2/calendar.ics") | uids(f"{place}/cohort-3/calendar.ics")

    assert uids(f"{place}/calendar.ics") == cohorts
    assert uids("calendar.ics") == cohorts | uids("programs/mend-and-lend/calendar.ics") | uids(
        "proposals/deadlines.ics"
    )


def test_meetings_in_a_language_stand_by_themselves(made: dict[str, Calendar]) -> None:
    assert {str(e["uid"]).split("-1-")[0] for e in events(made["programs/calendar-es.ics"])} == {"mend-and-lend"}
    assert not [e for e in events(made["programs/calendar-en.ics"]) if "mend" in str(e["uid"])]


def test_the_same_meeting_has_the_same_name_in_every_language(made: dict[str, Calendar]) -> None:
    assert [str(e["uid"]) for e in events(made["calendar.ics"])] == [
        str(e["uid"]) for e in events(made["ar/calendar.ics"])
    ]


def test_a_program_that_is_over_has_no_calendar() -> None:
    over = a_cohort(number=1, starts=TODAY - timedelta(days=30), ends=TODAY - timedelta(days=2))

    assert [name for name in files(cohorts=by_slug(over)) if name.startswith("programs/")] == []


def test_a_hostile_title_stays_one_title() -> None:
    words = {"en": ProgramWords(HOSTILE, "")}
    made = files(
        network=a_network(languages=("en",)),
        programs=by_slug(a_program(words=words)),
        cohorts=by_slug(a_cohort(starts=date(2027, 1, 7), ends=date(2027, 1, 14))),
    )
    for calendar in (made["calendar.ics"], made["programs/kitchen-table-budgeting/calendar.ics"]):
        assert len(calendar.subcomponents) == len(events(calendar)) == 2
        for event in events(calendar):
            assert str(event["summary"]).startswith('Öl, Brot; "mehr"\nBEGIN:VEVENT\nX')
            assert str(event["summary"]).endswith("長" * 40)
