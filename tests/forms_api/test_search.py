"""The search page: open to everybody, in one's own words, and it tells nothing the site does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.catalogue import Catalogue
from domain.exchange import Intent
from domain.people import Member
from domain.skills import Safeguarding
from forms_api.config import Config
from forms_api.publish import publish
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, a_catalogue, a_member, a_program, a_share, a_skill, by_slug, contents, put
from tests.forms_api.client import Browser

SignIn = Callable[[Member], Browser]


@pytest.fixture
def catalogue() -> Catalogue:
    bicycle = a_skill(also={"en": ("punctures",), "es": ("taller de bicis",), "ar": ("ثقب الإطار",)})
    program = a_program("mend-and-lend", skills_taught=("bicycle-repair",))
    care = a_skill("shared-childcare", Safeguarding.CHECKED)
    return a_catalogue(skills=by_slug(bicycle, care, a_skill("clothes-mending")), programs=by_slug(program))


def sharing(slug: str, audience: str, skill: str = "bicycle-repair") -> Member:
    member = a_member(slug, audience=audience)
    return replace(member, entry=replace(member.entry, shares=(a_share(skill),)))


def published(store: MemoryStore, catalogue: Catalogue, config: Config, *members: Member) -> None:
    put(store, *members)
    publish(store, catalogue, config.record_dir, NOW, token=lambda size: b"\7" * size)


@pytest.mark.parametrize("typed", ["punctures", "taller de bicis", "ثقب الإطار", "Bicycle repair"])
def test_a_skill_is_found_by_its_other_words_in_every_language(browser: Browser, typed: str) -> None:
    page = browser.get("/forms/search", query_string={"q": typed})

    assert "Bicycle repair" in page.text
    assert "/forms/share?direction=need&skill=bicycle-repair" in page.links()
    assert "Clothes mending" not in page.text


def test_the_programs_that_teach_it_are_told(browser: Browser) -> None:
    page = browser.get("/forms/search?q=punctures")

    assert "/programs/mend-and-lend/" in page.links()


def test_only_who_is_named_for_it_on_the_site_is_named_here(
    browser: Browser, store: MemoryStore, catalogue: Catalogue, config: Config
) -> None:
    published(store, catalogue, config, sharing("ada-quill", "public"), sharing("ben-marsh", "members"))

    page = browser.get("/forms/search?q=bicycle")

    assert "/members/ada-quill/" in page.links()
    assert "Ben" not in page.text


def test_who_is_not_cleared_for_a_safeguarded_skill_is_not_named_for_it(
    browser: Browser, store: MemoryStore, catalogue: Catalogue, config: Config
) -> None:
    published(store, catalogue, config, sharing("ada-quill", "public", "shared-childcare"))

    assert "Ada" not in browser.get("/forms/search?q=childcare").text


def test_nobody_is_named_before_the_first_publish(browser: Browser, store: MemoryStore) -> None:
    put(store, sharing("ada-quill", "public"))

    assert "Nobody by name" in browser.get("/forms/search?q=bicycle").text


def test_a_need_is_never_found(browser: Browser, need: Intent) -> None:
    page = browser.get("/forms/search", query_string={"q": need.note})

    assert need.note not in page.html.replace(f'value="{need.note}"', "").replace(f"Search: {need.note}", "")
    assert need.id not in page.html


def test_a_slip_of_the_pen_is_mended_and_said(browser: Browser) -> None:
    page = browser.get("/forms/search?q=bicycel")

    assert "Did you mean Bicycle repair?" in page.text
    assert "/forms/search?q=Bicycle%20repair" in [link.replace("+", "%20") for link in page.links()]


def test_words_that_find_nothing_lead_on_to_the_shelves(browser: Browser) -> None:
    page = browser.get("/forms/search?q=zzzzqq")

    assert "We found no skill like that" in page.text
    assert "/skills/a-z/" in page.links()


@pytest.mark.parametrize("typed", ["", "   ", "\u202egnp.exe", "a\x00b", "<script>alert(1)</script>", "𓂀" * 3000])
def test_hostile_and_empty_words_get_a_whole_page_that_shows_nothing_of_them(
    browser: Browser, store: MemoryStore, typed: str
) -> None:
    before = contents(store)

    page = browser.get("/forms/search", query_string={"q": typed})

    assert page.status == 200
    assert "<script>" not in page.html
    assert "\u202e" not in page.html
    assert contents(store) == before


def test_search_engines_do_not_keep_the_page(browser: Browser) -> None:
    assert '<meta name="robots" content="noindex">' in browser.get("/forms/search?q=bicycle").html


def test_asking_for_what_was_found_fills_in_the_skill(ada: Member, signed_in: SignIn) -> None:
    mine = signed_in(ada)
    link = next(x for x in mine.get("/forms/search?q=punctures").links() if "direction=need" in x)

    fields = mine.get(link).forms()[0]["fields"]

    assert fields["need-skill"] == ["bicycle-repair"]
