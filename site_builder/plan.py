"""
The whole plan: which lists of units there are, by the names of the functions that say so.

Names, because a function is imported where it is called: an edit of one page needs none of the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from site_builder.units import Unit

if TYPE_CHECKING:
    from site_builder.model import Site
    from site_builder.steps import Verbatim

IN_EACH_LANGUAGE = (
    "pages.home:units",
    "pages.program_list:units",
    "pages.programs:units",
    "pages.lineage:units",
    "pages.skills:units",
    "pages.member_list:units",
    "pages.members:units",
    "pages.proposal_list:units",
    "pages.proposals:units",
    "pages.ballots:units",
    "pages.playbooks:units",
    "pages.strength:units",
    "pages.texts:units",
    "pages.prints:units",
    "pages.record:units",
    "pages.feeds:units",
    "pages.data:units",
    "pages.browse:units",
    "search.files:units",
)
"""The pages that exist in every language of the network: functions of the site and the language."""

ONCE = (
    "pages.news_list:units",
    "pages.texts:units_in_one_language",
    "syndication.calendars:units",
    "syndication.deadline_feeds:units",
    "standards:units",
    "open_data_files:units",
    "syndication.feeds:units",
    "syndication.sitemaps:units",
    "reporting:units",
    "images:units",
    "plan:asset_units",
    "copied_record:units",
)
"""What exists once, for all languages together: functions of the site."""

LATE = ("syndication.sitemaps:late_units", "redirects:late_units")
"""What lists the pages themselves: planned when every page is, with their addresses in `site.addresses`."""


def asset_units(site: Site) -> Iterator[Unit]:
    yield Unit(assets)


def assets(site: Site) -> Iterator[Verbatim]:
    """Yield the style sheet, the scripts and the pictures that come with us or with the theme."""
    from site_builder.assets import asset_files

    yield from asset_files(site.assets)
