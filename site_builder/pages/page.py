"""How a page becomes a step: its address, its template, the shell around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from presentation.shell import FeedLink, Shell, alternates, languages_of, localised, site_shell
from site_builder.model import Site
from site_builder.steps import Step, page_file
from site_builder.watching import summary


def page(
    site: Site,
    language: str,
    path: str,
    template: str,
    section: str = "",
    *,
    feeds: tuple[FeedLink, ...] = (),
    structured: Mapping[str, object] | None = None,
    picture: str = "",
    article: bool = False,
    **inputs: object,
) -> Step:
    """Return the step of the page at *path* in *language*; *template* lies in templates/site/. See also Shell."""
    around = frame(site, language)
    hung = {
        "alternates": alternates(languages_of(path, site.languages), path, site.default),
        "path": path,
        "section": section,
        "feeds": feeds,
        "structured": structured,
        "picture": picture,
        "article": article,
        "preview": unpublished(site, path),
    }
    return Step(
        output=page_file(localised(path, language, site.default)),
        template=f"site/{template}",
        language=language,
        time_zone=time_zone(site),
        own=inputs,
        frame=around,
        hung=hung,
    )


_ENTRY = re.compile(r"/(?:(programs|playbooks|news)/)?([a-z0-9-]+)/(?:cohort-(\d+)/)?\Z")
_KINDS = {"programs": "program", "playbooks": "playbook", "news": "news", None: "page"}


def unpublished(site: Site, path: str) -> str:
    """Return the stage of the entry at *path* while somebody looks at drafts; "" for what is published."""
    found = _ENTRY.match(path)
    if found is None:
        return ""
    folder, slug, number = found.groups()
    entry = f"cohort/{slug}-{number}" if number else f"{_KINDS[folder]}/{slug}"
    return str(site.catalogue.unpublished[entry]) if entry in site.catalogue.unpublished else ""


@summary
def frame(site: Site, language: str) -> Shell:
    """Return what stands around every page of a language; what belongs to one page is left out."""
    shell = site_shell(
        site.catalogue.network, site.catalogue.pages.values(), language, "/", "", site.crises(language)
    )
    log = site.beside.log
    return replace(shell, fingerprint=log.fingerprint if log else "", assets=site.asset_addresses, alternates=())


@summary
def time_zone(site: Site) -> str:
    """Return the time zone of the network."""
    return site.catalogue.network.time_zone


@summary
def logged(site: Site) -> bool:
    """Tell whether the record has a log."""
    return site.beside.log is not None
