"""How a page becomes a step: its address, its template, the shell around it."""

from __future__ import annotations

from dataclasses import replace

from presentation.shell import localised, site_shell
from site_builder.model import Site
from site_builder.steps import Step, page_file


def page(site: Site, language: str, path: str, template: str, section: str = "", **inputs: object) -> Step:
    """Return the step of the page at *path* in *language*; *template* lies in templates/site/."""
    network = site.catalogue.network
    shell = site_shell(network, site.catalogue.pages.values(), language, path, section, site.crises(language))
    shell = replace(shell, fingerprint=site.beside.log.fingerprint if site.beside.log else "")
    return Step(
        output=page_file(localised(path, language, site.default)),
        template=f"site/{template}",
        language=language,
        time_zone=network.time_zone,
        inputs={"shell": shell, **inputs},
    )
