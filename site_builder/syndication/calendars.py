"""
Calendar files: of each cohort that is not over, of each program, of all that is held in one language, and of
everything, the dates of proposals included. Meetings stand one by one, in UTC, so that no reader needs a zone.

Rules of this file: the same meeting has the same UID in every calendar, so that who takes two has it once; a
calendar without an event is no calendar (RFC 5545, section 3.6), so there is no file then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from domain.programs import Cohort, Phase
from domain.words import in_language
from presentation.environment import environment
from presentation.schedule import meeting_days
from presentation.shell import localised
from presentation.translations import N_
from site_builder.model import Site
from site_builder.references import spoken_in
from site_builder.steps import Verbatim, page_file
from site_builder.syndication import icalendar
from site_builder.syndication.deadline_feeds import entries_of
from site_builder.units import Unit, each
from site_builder.watching import summary

NAME = "calendar.ics"
ALL = f"/{NAME}"
PROGRAMS = N_("Programs")
Event = tuple[str, ...]
"""The lines of one event."""


def units(site: Site) -> Iterator[Unit]:
    yield from each(cohort_calendars, site.catalogue.cohorts)
    yield from each(program_calendars, site.catalogue.programs)
    yield from each(calendars_of_all, site.languages)
    yield Unit(calendars_by_language)


def cohort_calendars(site: Site, slug: str) -> Iterator[Verbatim]:
    """Yield the calendar of the cohort in every language, while it is running or ahead."""
    for language in site.languages:
        path = localised(site.cohort(slug).path + NAME, language, site.default)
        yield from _file(site, path, "", meetings_of(site, slug, language))


def program_calendars(site: Site, program: str) -> Iterator[Verbatim]:
    """Yield the calendar of all cohorts of a program, in every language."""
    for language in site.languages:
        path = localised(program_path(program), language, site.default)
        words = site.program(program).title
        title = words[spoken_in(words, language, site.default)]
        yield from _file(site, path, title, _meetings(site, _cohorts(site, program), language))


def calendars_of_all(site: Site, language: str) -> Iterator[Verbatim]:
    """Yield the calendar of every cohort and every proposal, in one language."""
    decisions = (e.event for p in site.public.proposals for e in entries_of(site, p, language) if e.event)
    events = [*_meetings(site, site.cohorts, language), *decisions]
    title = in_language(site.catalogue.network.name, language, site.default)
    yield from _file(site, localised(ALL, language, site.default), title, events)


def calendars_by_language(site: Site) -> Iterator[Verbatim]:
    """Yield a calendar of the meetings held in each language that any cohort speaks."""
    for spoken in languages_held(site):
        shown_in = spoken if spoken in site.languages else site.default
        cohorts = [slug for slug in site.cohorts if language_of(site, slug) == spoken]
        name = in_language(site.catalogue.network.name, shown_in, site.default)
        filters = environment(shown_in).filters
        title = f"{name}: {filters['translated'](PROGRAMS)}, {filters['language_name'](spoken)}"
        yield from _file(site, held_in_path(spoken), title, _meetings(site, cohorts, shown_in))


def program_path(program: str) -> str:
    """Return the address of a program's calendar."""
    return f"/programs/{program}/{NAME}"


def held_in_path(language: str) -> str:
    """Return the address of the calendar of all meetings that are held in *language*."""
    return f"/programs/calendar-{language}.ics"


@summary
def languages_held(site: Site) -> tuple[str, ...]:
    """Return the languages in which a cohort that is not over meets, sorted."""
    return tuple(sorted({language_of(site, slug) for slug in site.cohorts if meets(site, slug)}))


@summary
def language_of(site: Site, cohort: str) -> str:
    return site.cohorts[cohort].language


@summary
def meets(site: Site, cohort: str) -> bool:
    """Tell whether the cohort has meetings to go to: it is not over, and its program is there."""
    return site.phase(cohort) is not Phase.OVER and site.cohorts[cohort].program in site.catalogue.programs


@summary
def program_meets(site: Site, program: str) -> bool:
    """Tell whether any cohort of the program has meetings to go to."""
    return any(meets(site, slug) for slug in _cohorts(site, program))


@summary
def meetings_of(site: Site, slug: str, language: str) -> tuple[Event, ...]:
    """Return the meetings of a cohort as events; none once it is over."""
    if not meets(site, slug):
        return ()
    cohort = site.cohorts[slug]
    words = site.catalogue.programs[cohort.program].words
    title = words[spoken_in(words, language, site.default)].title
    network = site.catalogue.network
    host = network.base_url.split("://", 1)[-1].strip("/")
    path = localised(site.cohort(slug).path, language, site.default)

    def meeting(number: int, day: date) -> Event:
        begins, ends = (_moment(day, text, network.time_zone) for text in cohort.time.split("-"))
        return (
            f"UID:{cohort.slug}-{number}@{host}",
            # When the entry was made; the first day of the cohort, so that equal builds are equal.
            f"DTSTAMP:{cohort.starts:%Y%m%d}T000000Z",
            f"DTSTART:{begins}",
            f"DTEND:{ends}",
            f"SUMMARY:{icalendar.text(title)}",
            f"URL:{network.base_url.rstrip('/')}{path}",
        )

    return tuple(meeting(number, day) for number, day in enumerate(dates_of(cohort), start=1))


def dates_of(cohort: Cohort) -> tuple[date, ...]:
    """Return the days on which the cohort meets, in order."""
    return meeting_days(cohort.schedule, cohort.starts, cohort.ends)


def _cohorts(site: Site, program: str) -> list[str]:
    return [cohort.slug for cohort in site.cohorts_of(program)]


def _meetings(site: Site, cohorts: Iterable[str], language: str) -> list[Event]:
    return [event for slug in cohorts for event in meetings_of(site, slug, language)]


def _file(site: Site, path: str, title: str, events: Iterable[Event]) -> Iterator[Verbatim]:
    listed = [list(event) for event in events]
    if listed:
        base = site.catalogue.network.base_url.rstrip("/")
        about = (f"URL:{base}{path}", f"NAME:{icalendar.text(title)}") if title else ()
        yield Verbatim(page_file(path), icalendar.calendar(listed, *about))


def _moment(day: date, text: str, zone: str) -> str:
    return icalendar.utc(datetime.combine(day, clock_time.fromisoformat(text.strip()), tzinfo=ZoneInfo(zone)))
