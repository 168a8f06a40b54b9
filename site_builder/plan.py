"""The whole plan: which units there are, and every file they plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from site_builder import (
    calendars,
    copied_record,
    deadline_feeds,
    feeds,
    images,
    open_data_files,
    redirects,
    reporting,
    sitemaps,
    standards,
)
from site_builder.assets import asset_files
from site_builder.model import Site
from site_builder.pages import (
    ballots,
    browse,
    data,
    home,
    lineage,
    member_list,
    members,
    news_list,
    playbooks,
    prints,
    program_list,
    programs,
    proposal_list,
    proposals,
    record,
    skills,
    strength,
    texts,
)
from site_builder.pages import feeds as feeds_page
from site_builder.search import files as search
from site_builder.steps import Planned, Step, Verbatim
from site_builder.units import Unit

IN_EACH_LANGUAGE: tuple[Callable[[Site, str], Iterator[Unit]], ...] = (
    home.units,
    program_list.units,
    programs.units,
    lineage.units,
    skills.units,
    member_list.units,
    members.units,
    proposal_list.units,
    proposals.units,
    ballots.units,
    playbooks.units,
    strength.units,
    texts.units,
    prints.units,
    record.units,
    feeds_page.units,
    data.units,
    browse.units,
    search.units,
)
"""The pages that exist in every language of the network."""


def _assets(site: Site) -> Iterator[Unit]:
    yield Unit(assets)


ONCE: tuple[Callable[[Site], Iterator[Unit]], ...] = (
    news_list.units,
    texts.units_in_one_language,
    calendars.units,
    deadline_feeds.units,
    standards.units,
    open_data_files.units,
    feeds.units,
    sitemaps.units,
    reporting.units,
    images.units,
    _assets,
    copied_record.units,
)
"""What exists once, for all languages together."""

LATE: tuple[Callable[[Site], Iterator[Unit]], ...] = (sitemaps.late_units, redirects.late_units)
"""What lists the pages themselves: planned when every page is, with their addresses in `site.addresses`."""


def units(site: Site) -> Iterator[Unit]:
    """Yield every unit of the site but the late ones."""
    for language in site.languages:
        for in_each in IN_EACH_LANGUAGE:
            yield from in_each(site, language)
    for once in ONCE:
        yield from once(site)


def late_units(site: Site) -> Iterator[Unit]:
    """Yield the units that are planned once every page is."""
    for late in LATE:
        yield from late(site)


def plan_site(site: Site) -> tuple[Planned, ...]:
    """Return every file of the site, each once."""
    planned = tuple(each for unit in units(site) for each in unit.plan(site, *unit.arguments))
    complete = site.with_addresses(addresses(planned))
    return (*planned, *(each for unit in late_units(complete) for each in unit.plan(complete, *unit.arguments)))


def addresses(planned: Iterable[Planned]) -> tuple[str, ...]:
    """Return the addresses of the pages among *planned*, sorted."""
    return tuple(sorted("/" + str(p.output).removesuffix("index.html") for p in planned if isinstance(p, Step)))


def assets(site: Site) -> Iterator[Verbatim]:
    """Yield the style sheet, the scripts and the pictures that come with us or with the theme."""
    yield from asset_files(site.assets)
