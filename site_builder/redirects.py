"""Old addresses: a small page at each that sends its readers on, and a file that tells the hosts that read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from presentation.markdown_values import Resolved
from presentation.shell import localised
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.refs import title_of
from site_builder.steps import Step, Verbatim, page_file
from site_builder.units import Unit, each
from site_builder.watching import summary

NAME = "_redirects"
"""As Netlify and Cloudflare Pages read it: from, to, status, one a line."""


def late_units(site: Site) -> Iterator[Unit]:
    """Yield the units of the old addresses; late, so that no sitemap lists them."""
    for language in site.languages:
        yield from each(old_pages, site.catalogue.publications, language)
    yield Unit(redirects_file)


def old_pages(site: Site, language: str, entry: str) -> Iterator[Step]:
    """Yield a page at each old address of the entry, in one language."""
    aliases, target = moved(site, entry, language)
    if target is None:
        return
    for alias in aliases:
        step = page(site, language, target.path, "redirect.html", target=target)
        yield replace(step, output=page_file(localised(alias, language, site.default)))


def redirects_file(site: Site) -> Iterator[Verbatim]:
    """Yield the list of all old addresses, where there are any."""
    lines = []
    for entry in site.catalogue.publications:
        for language in site.languages:
            aliases, target = moved(site, entry, language)
            if target:
                new = localised(target.path, language, site.default)
                lines += [f"{localised(old, language, site.default)} {new} 301\n" for old in aliases]
    if lines:
        yield Verbatim(PurePosixPath(NAME), "".join(sorted(lines)).encode())


@summary
def moved(site: Site, entry: str, language: str) -> tuple[tuple[str, ...], Resolved | None]:
    """Return the old addresses of the entry, and where they lead; None where it has no page in the language."""
    kind, slug = entry.split("/", 1)
    target = title_of(site, kind, slug, language)
    if target and language != site.default and localised(target.path, language, site.default) == target.path:
        return (), None
    return site.catalogue.publications[entry].aliases, target
