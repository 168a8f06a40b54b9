"""
The feeds: which there are, whose they are, and the entries each of them tells.

Every feed exists as Atom and as JSON Feed, in every language of the network; news, and the feed of everything, in
its first one. The feeds of the proposals have their deadlines, too: deadline_feeds.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from domain.words import in_language
from presentation.environment import environment
from presentation.shell import FeedLink, localised
from presentation.translations import N_
from site_builder.model import Site
from site_builder.references import spoken_in
from site_builder.steps import Verbatim, page_file
from site_builder.syndication.feed_entries import (
    cohort_entries,
    decision_entries,
    news_entry,
    news_on,
    playbook_entries,
    proposal_entries,
    proposals_about,
)
from site_builder.syndication.feed_files import (
    ATOM,
    ATOM_TYPE,
    JSON,
    JSON_TYPE,
    Feed,
    FeedEntry,
    atom,
    json_feed,
    newest,
)
from site_builder.units import Unit, each
from site_builder.watching import kept, summary

FEED_ENTRIES = 40
"""So many are told; who comes back after a longer time reads the pages."""


@dataclass(frozen=True)
class Kind:
    """
    A kind of thing that has a feed; *path* is that of the feed's folder and of its page.

    *about* says in the words of the page of all feeds what it tells.
    """

    path: str
    title: str
    about: str


EVERYTHING = Kind("/", N_("Everything"), N_("News, and every step of every proposal."))
NEWS = Kind("/news/", N_("News"), N_("What happened, what opens, what we learnt."))
PROGRAMS = Kind("/programs/", N_("Programs"), N_("Cohorts that begin, four weeks before they do."))
PROPOSALS = Kind(
    "/proposals/", N_("What we are deciding"), N_("Every step of every proposal, and every date ahead.")
)
DECISIONS = Kind("/decisions/", N_("Decided, and then?"), N_("What was decided, and which promises were kept."))
PLAYBOOKS = Kind("/playbooks/", N_("Playbooks"), N_("When a playbook is put to work, and when one was drilled."))
KINDS = (EVERYTHING, NEWS, PROGRAMS, PROPOSALS, DECISIONS, PLAYBOOKS)


def units(site: Site) -> Iterator[Unit]:
    yield Unit(everything)
    yield Unit(news_feed)
    for language in site.languages:
        yield Unit(programs_feed, (language,))
        yield from each(program_feed, site.catalogue.programs, language)
        yield Unit(decisions_feed, (language,))
        yield Unit(playbooks_feed, (language,))


def links(site: Site, language: str, kind: Kind) -> tuple[FeedLink, ...]:
    """Return how the head of a page names the feeds of a kind."""
    title = f"{_name(site, language)}: {_translated(language, kind.title)}"
    return _links(localised(kind.path, language, site.default), title)


def program_links(site: Site, language: str, program: str) -> tuple[FeedLink, ...]:
    """Return how the head of a program's page names its feeds."""
    return _links(
        localised(f"/programs/{program}/", language, site.default), _program_title(site, program, language)
    )


def _links(path: str, title: str) -> tuple[FeedLink, ...]:
    return FeedLink(title, ATOM_TYPE, path + ATOM), FeedLink(title, JSON_TYPE, path + JSON)


def everything(site: Site) -> Iterator[Verbatim]:
    """Yield /feed.xml and /feed.json: news, and every step a proposal takes."""
    entries = [*_news(site), *newest_steps(site)]
    description = in_language(site.catalogue.network.tagline, site.default)
    yield from written(_feed(site, site.default, "/", _name(site, site.default), description), entries)


@kept
@summary
def newest_steps(site: Site) -> tuple[FeedEntry, ...]:
    """Return the newest steps of all proposals, as many as a feed tells."""
    steps = _of_all(site, site.public.proposals, proposal_entries, site.default)
    return tuple(newest(steps)[:FEED_ENTRIES])


def news_feed(site: Site) -> Iterator[Verbatim]:
    yield from written(kind_feed(site, site.default, NEWS), _news(site))


def programs_feed(site: Site, language: str) -> Iterator[Verbatim]:
    """Yield the feed of all cohorts."""
    entries = _of_all(site, site.catalogue.cohorts, cohort_entries, language)
    yield from written(kind_feed(site, language, PROGRAMS), entries)


def program_feed(site: Site, language: str, program: str) -> Iterator[Verbatim]:
    """Yield the feed of one program: its cohorts, and the proposals about it."""
    cohorts = (cohort.slug for cohort in site.cohorts_of(program))
    entries = [
        *_of_all(site, cohorts, cohort_entries, language),
        *_of_all(site, proposals_about(site, program), proposal_entries, language),
    ]
    path = localised(f"/programs/{program}/", language, site.default)
    yield from written(_feed(site, language, path, _program_title(site, program, language)), entries)


def decisions_feed(site: Site, language: str) -> Iterator[Verbatim]:
    """Yield the feed of what was decided and what became of it."""
    entries = _of_all(site, site.public.proposals, decision_entries, language)
    yield from written(kind_feed(site, language, DECISIONS), entries)


def playbooks_feed(site: Site, language: str) -> Iterator[Verbatim]:
    """Yield the feed of playbooks at work and of drills."""
    entries = _of_all(site, site.catalogue.playbooks, playbook_entries, language)
    yield from written(kind_feed(site, language, PLAYBOOKS), entries)


def written(feed: Feed, entries: Iterable[FeedEntry], most: int = FEED_ENTRIES) -> Iterator[Verbatim]:
    """Yield the feed in both its forms, with the newest of its entries."""
    told = newest(entries)[:most]
    yield Verbatim(page_file(feed.path + ATOM), atom(feed, told))
    yield Verbatim(page_file(feed.path + JSON), json_feed(feed, told))


def _news(site: Site) -> list[FeedEntry]:
    """Return the newest items only: the whole text of the others need not be made."""
    latest = sorted(site.catalogue.news, key=lambda slug: (news_on(site, slug), slug), reverse=True)[:FEED_ENTRIES]
    return [news_entry(site, slug) for slug in latest]


def _of_all(
    site: Site, keys: Iterable[str], entries: Callable[[Site, str, str], tuple[FeedEntry, ...]], language: str
) -> list[FeedEntry]:
    return [entry for key in keys for entry in entries(site, key, language)]


def kind_feed(site: Site, language: str, kind: Kind) -> Feed:
    """Return the head of the feed of a kind."""
    path = localised(kind.path, language, site.default)
    title = f"{_name(site, language)}: {_translated(language, kind.title)}"
    return _feed(site, language, path, title, _translated(language, kind.about))


def _feed(site: Site, language: str, path: str, title: str, description: str = "") -> Feed:
    name = _name(site, language)
    return Feed(site.catalogue.network.base_url, name, path, path, title, language, description)


def _name(site: Site, language: str) -> str:
    return in_language(site.catalogue.network.name, language, site.default)


def _translated(language: str, words: str) -> str:
    return str(environment(language).filters["translated"](words))


def _program_title(site: Site, program: str, language: str) -> str:
    words = site.program(program).title
    return f"{_name(site, language)}: {words[spoken_in(words, language, site.default)]}"
