"""Old addresses that lead to an entry: each free, of this site, and led to one place only."""

from __future__ import annotations

import re

from domain.catalogue import Catalogue
from site_builder.content.files import Files
from site_builder.content.known import Known
from site_builder.content.near import shown
from site_builder.content.prose import address_exists
from site_builder.problems import Report

_ALIAS = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*\.html?)?\Z", re.ASCII)
_KEPT = (
    "404.html",
    "maintenance.html",
    "assets",
    "data",
    "feeds",
    "forms",
    "images",
    "proposals",
    "record",
    "search",
    "theme",
)
"""What stands below these is made by the site alone."""


def check_aliases(catalogue: Catalogue, files: Files, report: Report) -> None:
    """Report aliases of a wrong form, where a page stands, or that two entries claim."""
    taken: dict[str, str] = {}
    for entry, publication in catalogue.publications.items():
        for place, alias in enumerate(publication.aliases):
            wrong = _wrong_alone(alias, files.known) or _taken_before(alias, entry, taken, files)
            if wrong:
                # Only now: a line is looked up where there is something to tell.
                source = files.originals[_key(entry)]
                report.of(source.path).add(source.line_of("aliases", place), *wrong)


def _key(entry: str) -> tuple[str, str]:
    kind, slug = entry.split("/", 1)
    return kind, slug


def _wrong_alone(alias: str, known: Known) -> tuple[str, str] | None:
    """Return what is wrong with the alias by itself, and how to mend it."""
    steps = alias.strip("/").split("/")
    page = alias.removesuffix("index.html")
    if "://" in alias or alias.startswith("//") or not alias.startswith("/"):
        mend = "Write an old address of this site, like /old/place/: nothing can lead here from elsewhere."
        return f"the alias {shown(alias)} is no address of this site.", mend
    if not _ALIAS.match(alias) or ".." in steps or "." in steps:
        mend = "Write it like /old/place/ or /old/place.html: letters, digits, '.', '_', '~' and '-'."
        return f"the alias is {shown(alias)}.", mend
    if steps[0].casefold() in {code.casefold() for code in known.languages}:
        return f"the alias {shown(alias)} begins with a language.", "Write it without: it is made for each."
    if steps[0].casefold() in _KEPT:
        return f"the alias {shown(alias)} lies where the site alone writes.", "Take it out."
    if address_exists(page, known):
        return f"there is a page at {shown(alias)}.", "Take the alias out, or rename the page."
    if address_exists(page.casefold(), known):
        what = f"the alias {shown(alias)} differs from the page {shown(page.casefold())} in capitals alone."
        return what, "Take it out: some machines take the two for one."
    return None


def _taken_before(alias: str, entry: str, taken: dict[str, str], files: Files) -> tuple[str, str] | None:
    """Return what is wrong with an alias that another entry has, be it in other capitals or as a folder's file."""
    first = taken.setdefault(alias.casefold().removesuffix("index.html").removesuffix("/"), entry)
    if first == entry:
        return None
    place = files.paths.get(_key(first), first)
    return f"the alias {shown(alias)} leads to {place} too.", "Let it lead to one of the two."
