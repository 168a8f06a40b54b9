"""
The deadlines and stages of every proposal for other programs, without an account and in every language:
a calendar, an Atom feed and a JSON feed. None of them carries the time of the build.

Source: RFC 5545 (iCalendar). How a feed is written: feed_files.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from domain.codec import moment_text
from domain.governance.lifecycle import ENDED
from presentation.environment import environment
from presentation.shell import localised
from site_builder.model import Site
from site_builder.steps import Verbatim, page_file
from site_builder.syndication import icalendar
from site_builder.syndication.deadlines import WORDS, Deadline, deadlines
from site_builder.syndication.feed_files import FeedEntry, order
from site_builder.syndication.feeds import PROPOSALS, kind_feed, written
from site_builder.units import Unit, each
from site_builder.watching import summary

CALENDAR = "/proposals/deadlines.ics"
OLD_ENTRIES = 60
"""So many entries of proposals that have ended stay in the feeds; those of the others all do."""


@dataclass(frozen=True)
class Entry:
    """What the feeds tell, and the lines of the calendar where it is a deadline; *live*: it has not ended yet."""

    told: FeedEntry
    live: bool
    event: tuple[str, ...] = ()


def units(site: Site) -> Iterator[Unit]:
    yield from each(deadline_feeds, site.languages)


def deadline_feeds(site: Site, language: str) -> Iterator[Verbatim]:
    """Yield the three files in a language of the network."""
    entries = _entries(site, language)
    address = localised(CALENDAR, language, site.default)
    yield Verbatim(page_file(address), _calendar(site, language, address, entries))
    yield from written(kind_feed(site, language, PROPOSALS), (entry.told for entry in entries), most=len(entries))


def _entries(site: Site, language: str) -> tuple[Entry, ...]:
    """Return the entries, the newest first."""
    found = [entry for proposal in site.public.proposals for entry in entries_of(site, proposal, language)]
    ordered = sorted(found, key=lambda e: order(e.told), reverse=True)
    old = {e.told.path for e in [e for e in ordered if not e.live][:OLD_ENTRIES]}
    return tuple(e for e in ordered if e.live or e.told.path in old)


@summary
def entries_of(site: Site, number: str, language: str) -> tuple[Entry, ...]:
    """Return the stages of a proposal, then its deadlines."""
    proposal = site.public.proposals[number]
    live = proposal.state not in ENDED
    where = localised(f"/proposals/{number}/", language, site.default)
    filters = environment(language, site.catalogue.network.time_zone).filters
    found = [
        Entry(
            FeedEntry(
                event.at,
                f"{where}#step-{step}",
                f"{filters['label'](event.state)}: {proposal.title}",
                proposal.summary,
            ),
            live,
        )
        for step, event in enumerate(proposal.events, start=1)
    ]
    event = partial(_event, site.catalogue.network.base_url.rstrip("/"))
    for one in deadlines(proposal):
        words = filters["translated"](WORDS[one.kind])
        said = filters["moment" if isinstance(one.at, datetime) else "day"](one.at)
        text = f"{words}: {said}" + (f". {one.what}" if one.what else "")
        at = moment_text(one.at) if isinstance(one.at, datetime) else one.at.isoformat()
        more = {"_deadline": {"kind": one.kind.value, "at": at, "proposal": number}}
        told = FeedEntry(one.announced, f"{where}#{one.key}", f"{words}: {proposal.title}", text, more=more)
        found.append(Entry(told, live, event(told, one)))
    return tuple(found)


def _calendar(site: Site, language: str, address: str, entries: Iterable[Entry]) -> bytes:
    base = site.catalogue.network.base_url.rstrip("/")
    title = kind_feed(site, language, PROPOSALS).title
    about = (f"URL:{base}{address}", f"NAME:{icalendar.text(title)}")
    return icalendar.calendar((list(entry.event) for entry in entries if entry.event), *about)


def _event(base: str, told: FeedEntry, deadline: Deadline) -> tuple[str, ...]:
    at = deadline.at
    starts = f":{icalendar.utc(at)}" if isinstance(at, datetime) else f";VALUE=DATE:{at:%Y%m%d}"
    host = base.split("://", 1)[-1].replace("/", ".")
    title = f"{told.title}. {deadline.what}" if deadline.what else told.title
    return (
        f"UID:{deadline.proposal.id}-{deadline.key}@{host}",
        f"DTSTAMP:{icalendar.utc(deadline.announced)}",
        # A calendar takes the one with the higher number, where a second reading moved it.
        f"SEQUENCE:{len(deadline.proposal.events)}",
        f"DTSTART{starts}",
        f"SUMMARY:{icalendar.text(title)}",
        "TRANSP:TRANSPARENT",
        f"URL:{base}{told.path.split('#', 1)[0]}",
    )
