"""A calendar file per cohort that is not over: its meetings one by one, in UTC, so that no reader needs a zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from domain.programs import Cohort, Phase
from presentation.schedule import meeting_days
from presentation.shell import localised
from site_builder import icalendar
from site_builder.model import Site
from site_builder.references import spoken_in
from site_builder.steps import Verbatim, page_file
from site_builder.units import Unit, each

NAME = "calendar.ics"


def units(site: Site) -> Iterator[Unit]:
    yield from each(cohort_calendars, site.catalogue.cohorts)


def cohort_calendars(site: Site, slug: str) -> Iterator[Verbatim]:
    """Yield the calendar of the cohort in every language, while it is running or ahead."""
    cohort = site.cohorts[slug]
    if site.phase(slug) is not Phase.OVER:
        for language in site.languages:
            path = localised(site.cohort(slug).path, language, site.default)
            yield Verbatim(page_file(path + NAME), _calendar(site, cohort, language, path))


def dates_of(cohort: Cohort) -> tuple[date, ...]:
    """Return the days on which the cohort meets, in order."""
    return meeting_days(cohort.schedule, cohort.starts, cohort.ends)


def _calendar(site: Site, cohort: Cohort, language: str, path: str) -> bytes:
    words = site.catalogue.programs[cohort.program].words
    title = words[spoken_in(words, language, site.default)].title
    network = site.catalogue.network
    host = network.base_url.split("://", 1)[-1].strip("/")

    def meeting(number: int, day: date) -> list[str]:
        begins, ends = (_moment(day, text, network.time_zone) for text in cohort.time.split("-"))
        return [
            f"UID:{cohort.slug}-{number}@{host}",
            # When the entry was made; the first day of the cohort, so that equal builds are equal.
            f"DTSTAMP:{cohort.starts:%Y%m%d}T000000Z",
            f"DTSTART:{begins}",
            f"DTEND:{ends}",
            f"SUMMARY:{icalendar.text(title)}",
            f"URL:{network.base_url.rstrip('/')}{path}",
        ]

    return icalendar.calendar(meeting(number, day) for number, day in enumerate(dates_of(cohort), start=1))


def _moment(day: date, text: str, zone: str) -> str:
    return icalendar.utc(datetime.combine(day, clock_time.fromisoformat(text.strip()), tzinfo=ZoneInfo(zone)))
