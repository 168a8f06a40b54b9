"""The index of a community: whom it finds, and what must never be in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.catalogue import Catalogue, ContentMember, NewsItem, Page, PageWords
from domain.people import Audience, Consent, Share
from domain.record.public import PublicMember, PublicRecord
from domain.skills import Safeguarding
from site_builder.model import Site
from site_builder.search.documents import GROUPS, documents
from site_builder.search.files import index_files
from site_builder.steps import Derived
from tests.builders import a_skill, by_slug
from tests.site_builder.community import NOW, a_proposal, a_record, an_entry, community
from tests.site_builder.search.lookup import Lookup

CANARY = "quibblefish"
"""A word that no public text says."""


def files(
    catalogue: Catalogue, record: PublicRecord | None, language: str = "en"
) -> dict[str, tuple[Derived, ...]]:
    site = Site(catalogue, record, NOW)
    return {group: tuple(index_files(site, language, group)) for group in GROUPS}


def paths(catalogue: Catalogue, record: PublicRecord | None, text: str, language: str = "en") -> set[str]:
    made = files(catalogue, record, language).values()
    return {found.path for group in made for found in Lookup(group).search(text)}


def everything(catalogue: Catalogue, record: PublicRecord | None, language: str = "en") -> str:
    return "".join(file.make().decode() for group in files(catalogue, record, language).values() for file in group)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_found_by_every_word_of_its_title(language: str) -> None:
    site = Site(community(), a_record(a_proposal(title="A bench's place")), NOW)

    for group in GROUPS:
        lookup = Lookup(index_files(site, language, group))
        for one in documents(site, language, group):
            path = lookup.folders[one.kind] + one.place
            assert all(path in lookup.titled(word) for word in one.names.split()), one


def test_what_is_found_has_title_address_and_excerpt() -> None:
    [group] = [g for name, g in files(community(), a_record(a_proposal())).items() if name == "talk"]

    [found] = Lookup(group).search("bench")

    assert (found.path, found.title, found.excerpt) == (
        "/proposals/2026-4/",
        "A bench by the weir",
        "One bench, of oak.",
    )


def test_several_words_find_what_has_all_of_them() -> None:
    record = a_record(a_proposal())

    assert paths(community(), record, "bench weir") == {"/proposals/2026-4/"}
    assert paths(community(), record, "bench lamps") == set()


def test_a_skill_is_found_by_another_word_for_it_in_the_language_of_that_word() -> None:
    skill = a_skill(also={"en": ("punctures",), "ar": ("ثقب الإطار",)})
    catalogue = replace(community(), skills=by_slug(skill, a_skill("form-filling"), a_skill("first-aid")))

    assert paths(catalogue, None, "puncture") == {"/skills/bicycle-repair/"}
    assert paths(catalogue, None, "الإطار", "ar") == {"/ar/skills/bicycle-repair/"}
    assert paths(catalogue, None, "puncture", "ar") == set()


def test_members_are_found_by_what_their_page_shows() -> None:
    record = a_record()

    assert "/members/ada-quill/" in paths(community(), record, "quill")
    assert "/members/ada-quill/" in paths(community(), record, "wheel")
    assert "/members/ada-quill/" in paths(community(), record, "weir")


def test_news_are_found_in_the_one_language_in_which_they_are_there() -> None:
    assert paths(community(), None, "lamps") == {"/news/2026-11-01-lamps/"}
    assert paths(community(), None, "lamps", "ar") == set()


def test_whoever_the_record_does_not_show_is_not_in_the_index() -> None:
    hidden = an_entry("bo-marsh", name=f"Bo {CANARY}", about=f"I am {CANARY}.")
    members = {
        entry.slug: ContentMember(entry, Consent(Audience.PUBLIC, date(2026, 1, 5)))
        for entry in (an_entry(), hidden)
    }
    text = everything(community(members=members), a_record())

    assert CANARY not in text
    assert "bo-marsh" not in text
    assert "ada-quill" in text


def test_before_the_first_publish_only_open_skills_are_in_the_index() -> None:
    guarded = a_skill("first-aid", Safeguarding.CHECKED)
    entry = an_entry("bo-marsh", shares=(Share("first-aid", note=f"With {CANARY}."),))
    members = by_slug_of(entry)
    skills = by_slug(guarded, a_skill(), a_skill("form-filling"))

    assert CANARY not in everything(community(members=members, skills=skills), None)


def by_slug_of(*entries: object) -> dict[str, ContentMember]:
    consent = Consent(Audience.PUBLIC, date(2026, 1, 5))
    return {entry.slug: ContentMember(entry, consent) for entry in entries}  # type: ignore[attr-defined, arg-type]


def test_what_a_text_does_not_show_is_not_in_the_index() -> None:
    text = f"Seen. <!-- {CANARY} --> [words](/{CANARY}/) [](member:{CANARY})"
    words = PageWords("About us", "Who we are.", text)
    news = NewsItem("2026-11-02-more", "More", "Of it.", date(2026, 11, 2), text)

    made = everything(community(pages=by_slug(Page("about", {"en": words})), news=by_slug(news)), a_record())

    assert CANARY not in made
    assert "about/" in made


def test_text_that_looks_like_a_script_stays_a_text() -> None:
    hostile = '"),alert(1)//</script>\u2028'
    shown = {"x": PublicMember(an_entry("x", name=hostile), from_content=False)}

    made = files(community(), a_record(members=shown))["people"]

    assert all(file.make().decode().count("\n") == 1 and "\u2028" not in file.make().decode() for file in made)
    assert Lookup(made).page("m", 0).title == hostile


def test_equal_communities_give_equal_bytes() -> None:
    assert files(community(), a_record(a_proposal())) == files(community(), a_record(a_proposal()))


def test_an_edit_of_a_text_renumbers_nothing() -> None:
    record = a_record()
    entry = replace(an_entry(), about="I live by the quay.")
    edited = a_record(members={"ada-quill": PublicMember(entry, from_content=True)})
    before, after = (
        {str(file.output): file.make() for file in files(community(), each)["people"]} for each in (record, edited)
    )

    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == ["search/index/en/people/w-.js"]
