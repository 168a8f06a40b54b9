"""How a page becomes a step: its address, its template, the shell around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from presentation.shell import FeedLink, localised, site_shell
from site_builder.model import Site
from site_builder.steps import Step, page_file


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
    network = site.catalogue.network
    shell = site_shell(network, site.catalogue.pages.values(), language, path, section, site.crises(language))
    shell = replace(
        shell,
        fingerprint=site.beside.log.fingerprint if site.beside.log else "",
        assets=site.asset_addresses,
        feeds=feeds,
        structured=structured,
        picture=picture,
        article=article,
    )
    return Step(
        output=page_file(localised(path, language, site.default)),
        template=f"site/{template}",
        language=language,
        time_zone=network.time_zone,
        inputs={"shell": shell, **inputs},
    )
