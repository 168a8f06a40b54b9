"""Old addresses that lead to an entry: each free, of this site, and led to one place only."""

from __future__ import annotations

import re

from domain.catalogue import Catalogue
from site_builder.content.files import Files
from site_builder.content.near import shown
from site_builder.content.prose import address_exists
from site_builder.problems import Findings, Report

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
        kind, slug = entry.split("/", 1)
        for place, alias in enumerate(publication.aliases):
            source = files.originals.get((kind, slug))
            line = source.line_of("aliases", place) if source else 1
            findings = report.of(files.paths.get((kind, slug), entry))
            if not _told_alone(alias, line, files, findings):
                _tell_twice(alias, entry, line, taken, files, findings)


def _told_alone(alias: str, line: int, files: Files, findings: Findings) -> bool:
    """Report what is wrong with the alias by itself; tell whether anything was."""
    steps = alias.strip("/").split("/")
    page = alias.removesuffix("index.html")
    if "://" in alias or alias.startswith("//") or not alias.startswith("/"):
        mend = "Write an old address of this site, like /old/place/: nothing can lead here from elsewhere."
        findings.add(line, f"the alias {shown(alias)} is no address of this site.", mend)
    elif not _ALIAS.match(alias) or ".." in steps or "." in steps:
        mend = "Write it like /old/place/ or /old/place.html: letters, digits, '.', '_', '~' and '-'."
        findings.add(line, f"the alias is {shown(alias)}.", mend)
    elif steps[0].casefold() in {code.casefold() for code in files.known.languages}:
        mend = "Write it without its language: it is made for each."
        findings.add(line, f"the alias {shown(alias)} begins with a language.", mend)
    elif steps[0].casefold() in _KEPT:
        findings.add(line, f"the alias {shown(alias)} lies where the site alone writes.", "Take it out.")
    elif address_exists(page, files.known):
        findings.add(line, f"there is a page at {shown(alias)}.", "Take the alias out, or rename the page.")
    elif address_exists(page.casefold(), files.known):
        what = f"the alias {shown(alias)} differs from the page {shown(page.casefold())} in capitals alone."
        findings.add(line, what, "Take it out: some machines take the two for one.")
    else:
        return False
    return True


def _tell_twice(
    alias: str, entry: str, line: int, taken: dict[str, str], files: Files, findings: Findings
) -> None:
    """Report an alias that another entry has too, be it in other capitals or as the folder of this file."""
    key = alias.casefold().removesuffix("index.html").removesuffix("/")
    first = taken.setdefault(key, entry)
    if first != entry:
        kind, slug = first.split("/", 1)
        what = f"the alias {shown(alias)} leads to {files.paths.get((kind, slug), first)} too."
        findings.add(line, what, "Let it lead to one of the two.")
