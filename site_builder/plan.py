"""The whole plan: every page in every language it exists in, and the files beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from presentation.translations import TEMPLATES
from site_builder.calendars import calendars
from site_builder.deadline_feeds import deadline_feeds
from site_builder.feeds import atom_feed, robots, sitemap
from site_builder.model import Site
from site_builder.pages import (
    ballots,
    home,
    lineage,
    members,
    playbooks,
    prints,
    programs,
    proposals,
    record,
    skills,
    strength,
    texts,
)
from site_builder.record import read_rows, record_files
from site_builder.reporting import security_txt
from site_builder.standards import data_files
from site_builder.steps import Copied, Planned, Step

PAGES: tuple[Callable[[Site, str], Iterator[Step]], ...] = (
    home.pages,
    programs.pages,
    lineage.pages,
    skills.pages,
    members.pages,
    proposals.pages,
    playbooks.pages,
    strength.pages,
    texts.pages,
    prints.pages,
    record.pages,
)
"""Those that exist in every language of the network."""


def plan_site(site: Site, record_dir: Path) -> tuple[Planned, ...]:
    """Return every file of the site, each once."""
    steps = [step for language in site.languages for pages in PAGES for step in pages(site, language)]
    steps += texts.pages_in_one_language(site)
    steps += _ballots(site, record_dir)
    beside: list[Planned] = [
        *_assets(),
        *_record(record_dir),
        *calendars(site),
        *deadline_feeds(site),
        *data_files(site),
        atom_feed(site),
        robots(site),
        *security_txt(site),
    ]
    return (*steps, *beside, sitemap(site, steps))


def _ballots(site: Site, record_dir: Path) -> Iterator[Step]:
    for proposal in site.public.proposals.values():
        if proposal.rows_published:
            rows = read_rows(record_dir, proposal.id)
            for language in site.languages:
                yield from ballots.pages(site, language, proposal, rows)


def _assets() -> Iterator[Copied]:
    folder = TEMPLATES / "assets"
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.name.startswith("."):
            yield Copied(PurePosixPath("assets", file.relative_to(folder).as_posix()), file)


def _record(folder: Path) -> Iterator[Copied]:
    for file in record_files(folder):
        yield Copied(PurePosixPath("record", file.as_posix()), folder / file)
