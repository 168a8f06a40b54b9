"""Exchange in numbers: about everybody together, never about one person."""

from __future__ import annotations

from collections.abc import Iterator

from domain.privacy import PERCENTAGES_FROM_MEMBERS
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.pages.playbooks import playbook_row
from site_builder.steps import Step


def pages(site: Site, language: str) -> Iterator[Step]:
    state = site.public.strength
    yield page(
        site,
        language,
        "/strength/",
        "strength.html",
        "strength",
        state=state,
        percentages=state is not None and state.members >= PERCENTAGES_FROM_MEMBERS,
        playbooks=tuple(playbook_row(site, language, p) for p in site.catalogue.playbooks.values()),
    )
