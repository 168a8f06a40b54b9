"""Sitemaps: every page once, with its other languages, dated only where something is dated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

from domain.governance.lifecycle import State
from site_builder.model import Site
from site_builder.plan import IN_EACH_LANGUAGE, LATE, ONCE
from site_builder.steps import Planned, Step, Verbatim
from site_builder.syndication import sitemaps
from site_builder.units import called
from tests.builders import a_network
from tests.site_builder.community import NOW, a_proposal, a_record, community

MAPS, XHTML = f"{{{sitemaps.MAPS}}}", f"{{{sitemaps.XHTML}}}"
BASE = "https://weirside.example"


def files(site: Site, name: str, *words: str) -> Iterator[Planned]:
    """Return what the units of a list plan."""
    return (each for unit in called(name)[0](site, *words) for each in unit.plan(site, *unit.arguments))


def planned(**network: Any) -> tuple[dict[str, ElementTree.Element], set[str]]:
    """Return the sitemaps by name, and the addresses of all pages."""
    content = {"network": a_network(**network)} if network else {}
    site = Site(community(**content), a_record(a_proposal(State.ADOPTED, id="2026-3")), NOW)
    plan = [
        each for language in site.languages for name in IN_EACH_LANGUAGE for each in files(site, name, language)
    ]
    plan += [each for name in ONCE for each in files(site, name)]
    pages = (f"/{each.output}".removesuffix("index.html") for each in plan if isinstance(each, Step))
    late = site.with_addresses(tuple(sorted(pages)))
    plan += [each for name in LATE for each in files(late, name)]
    maps = {
        str(one.output): ElementTree.fromstring(one.content)
        for one in plan
        if isinstance(one, Verbatim) and str(one.output).startswith("sitemap")
    }
    return maps, {f"{BASE}/{one.output}".removesuffix("index.html") for one in plan if isinstance(one, Step)}


@pytest.fixture(scope="module")
def site() -> tuple[dict[str, ElementTree.Element], set[str]]:
    return planned()


def locations(maps: dict[str, ElementTree.Element]) -> list[str]:
    return [loc.text or "" for name, one in maps.items() if "/" in name for loc in one.iter(f"{MAPS}loc")]


def test_the_index_leads_to_every_sitemap_and_to_nothing_else(site: Any) -> None:
    maps, _ = site
    listed = [loc.text for loc in maps["sitemap.xml"].iter(f"{MAPS}loc")]

    assert maps["sitemap.xml"].tag == f"{MAPS}sitemapindex"
    assert listed == [f"{BASE}/{name}" for name in maps if name != "sitemap.xml"]


def test_every_page_stands_in_exactly_one_sitemap(site: Any) -> None:
    maps, pages = site

    assert sorted(locations(maps)) == sorted(page for page in pages if not page.endswith(".html"))


def test_a_page_names_itself_and_its_other_languages_and_the_one_for_all(site: Any) -> None:
    maps, pages = site
    for name, one in maps.items():
        for url in one.iter(f"{MAPS}url"):
            links = {link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")}

            assert set(links.values()) <= pages
            if links:
                assert url.findtext(f"{MAPS}loc") in links.values()
                assert links["x-default"] == links["en"], name
                assert set(links) == {"en", "ar", "x-default"}


def test_only_news_and_proposals_are_dated(site: Any) -> None:
    maps, _ = site
    dated = {name for name, one in maps.items() if one.find(f".//{MAPS}lastmod") is not None}

    assert dated == {"sitemaps/en-news.xml", "sitemaps/en-proposals.xml", "sitemaps/ar-proposals.xml"}


def test_a_network_of_one_language_names_no_other(site: Any) -> None:
    maps, _ = planned(languages=("en",))

    assert not [link for one in maps.values() for link in one.iter(f"{XHTML}link")]


def test_a_sitemap_that_grows_too_long_is_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 3)
    maps, pages = planned(languages=("en",))

    assert "sitemaps/en-pages-2.xml" in maps
    assert all(len(list(one.iter(f"{MAPS}url"))) <= 3 for one in maps.values())
    assert sorted(locations(maps)) == sorted(page for page in pages if not page.endswith(".html"))
