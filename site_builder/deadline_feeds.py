"""
The deadlines and stages of every proposal for other programs, without an account and in every language:
a calendar, an Atom feed and a JSON feed. None of them carries the time of the build.

Sources: RFC 5545 (iCalendar), RFC 4287 (Atom), https://www.jsonfeed.org/version/1.1/ (JSON Feed).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import StringIO
from typing import Any
from xml.sax.saxutils import escape

from domain.codec import moment_text
from domain.governance.lifecycle import ENDED
from domain.words import in_language
from presentation.environment import environment
from presentation.shell import localised
from presentation.translations import N_
from site_builder import icalendar
from site_builder.deadlines import WORDS, Deadline, deadlines
from site_builder.feeds import DatedFeed
from site_builder.model import Site
from site_builder.steps import Verbatim, page_file
from site_builder.units import Unit, each

CALENDAR, ATOM, JSON = "/proposals/deadlines.ics", "/proposals/feed.xml", "/proposals/feed.json"
_TITLE = N_("What we are deciding")
OLD_ENTRIES = 60
"""So many entries of proposals that have ended stay in the feeds; those of the others all do."""


@dataclass(frozen=True)
class Entry:
    """What a feed tells: a stage of a proposal, or a *deadline* that became known at *at*."""

    at: datetime
    path: str
    title: str
    text: str
    live: bool
    deadline: Deadline | None = None


def units(site: Site) -> Iterator[Unit]:
    yield from each(deadline_feeds, site.languages)


def deadline_feeds(site: Site, language: str) -> Iterator[Verbatim]:
    """Yield the three files in a language of the network."""
    entries = _entries(site, language)
    for path, write in ((CALENDAR, _calendar), (ATOM, _atom), (JSON, _json)):
        address = localised(path, language, site.default)
        yield Verbatim(page_file(address), write(site, language, address, entries))


def _entries(site: Site, language: str) -> tuple[Entry, ...]:
    """Return the entries, the newest first."""
    found = []
    for proposal in site.public.proposals.values():
        live = proposal.state not in ENDED
        where = localised(f"/proposals/{proposal.id}/", language, site.default)
        filters = environment(language, site.catalogue.network.time_zone).filters
        for number, event in enumerate(proposal.events, start=1):
            title = f"{filters['label'](event.state)}: {proposal.title}"
            found.append(Entry(event.at, f"{where}#step-{number}", title, proposal.summary, live))
        for one in deadlines(proposal):
            words = filters["translated"](WORDS[one.kind])
            said = filters["moment" if isinstance(one.at, datetime) else "day"](one.at)
            text = f"{words}: {said}" + (f". {one.what}" if one.what else "")
            title = f"{words}: {proposal.title}"
            found.append(Entry(one.announced, f"{where}#{one.key}", title, text, live, one))
    ordered = sorted(found, key=lambda e: (e.at, e.path), reverse=True)
    old = {e.path for e in [e for e in ordered if not e.live][:OLD_ENTRIES]}
    return tuple(e for e in ordered if e.live or e.path in old)


def _name(site: Site, language: str) -> str:
    proposals = environment(language, site.catalogue.network.time_zone).filters["translated"](_TITLE)
    return f"{in_language(site.catalogue.network.name, language)}: {proposals}"


def _base(site: Site) -> str:
    return site.catalogue.network.base_url.rstrip("/")


def _calendar(site: Site, language: str, address: str, entries: Iterable[Entry]) -> bytes:
    write = partial(_event, _base(site))
    about = (f"URL:{_base(site)}{address}", f"NAME:{icalendar.text(_name(site, language))}")
    every = [(entry, one) for entry in entries if (one := entry.deadline) is not None]
    return icalendar.calendar((write(entry, one) for entry, one in every), *about)


def _event(base: str, entry: Entry, deadline: Deadline) -> list[str]:
    at = deadline.at
    starts = f":{icalendar.utc(at)}" if isinstance(at, datetime) else f";VALUE=DATE:{at:%Y%m%d}"
    host = base.split("://", 1)[-1].replace("/", ".")
    title = f"{entry.title}. {deadline.what}" if deadline.what else entry.title
    return [
        f"UID:{deadline.proposal.id}-{deadline.key}@{host}",
        f"DTSTAMP:{icalendar.utc(deadline.announced)}",
        # A calendar takes the one with the higher number, where a second reading moved it.
        f"SEQUENCE:{len(deadline.proposal.events)}",
        f"DTSTART{starts}",
        f"SUMMARY:{icalendar.text(title)}",
        "TRANSP:TRANSPARENT",
        f"URL:{base}{entry.path.split('#', 1)[0]}",
    ]


def _atom(site: Site, language: str, address: str, entries: Iterable[Entry]) -> bytes:
    base, name = _base(site), _name(site, language)
    feed = DatedFeed(
        title=name,
        link=base + localised("/proposals/", language, site.default),
        feed_url=base + address,
        feed_guid=base + address,
        description=name,
        language=language,
        author_name=in_language(site.catalogue.network.name, language),
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=base + entry.path.split("#", 1)[0],
            unique_id=base + entry.path,
            description=escape(entry.text),
            pubdate=entry.at,
            updateddate=entry.at,
        )
    written = StringIO()
    feed.write(written, "utf-8")
    return written.getvalue().encode()


def _json(site: Site, language: str, address: str, entries: Iterable[Entry]) -> bytes:
    base = _base(site)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _name(site, language),
        "home_page_url": base + localised("/proposals/", language, site.default),
        "feed_url": base + address,
        "language": language,
        "items": [_item(base, entry) for entry in entries],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _item(base: str, entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": base + entry.path,
        "url": base + entry.path.split("#", 1)[0],
        "title": entry.title,
        "content_text": entry.text,
        "date_published": moment_text(entry.at),
    }
    if (one := entry.deadline) is not None:
        at = moment_text(one.at) if isinstance(one.at, datetime) else one.at.isoformat()
        item["_deadline"] = {"kind": one.kind.value, "at": at, "proposal": one.proposal.id}
    return item
