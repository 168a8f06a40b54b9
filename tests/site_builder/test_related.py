"""See also: by what was written down, at most five, in the order of their titles."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from domain.catalogue import NewsItem
from domain.programs import Program, ProgramWords
from site_builder.model import Site
from site_builder.pages import programs, texts
from site_builder.pages.related import near_news, near_playbook, near_program, near_proposal, near_skill
from tests.builders import NOW, a_program, by_slug
from tests.site_builder.community import a_proposal, a_record, community
from tests.site_builder.test_lists import html, planned


def teaching(slug: str, *skills: str, title: str = "") -> Program:
    words = {"en": ProgramWords(title or slug.title(), "So.")}
    return replace(a_program(slug), words=words, skills_taught=skills, skills_needed=())


def a_site(*offered: Program, texts: dict[str, str] | None = None, **changes: object) -> Site:
    items = (NewsItem(slug, slug.title(), "So.", date(2026, 1, 5), text) for slug, text in (texts or {}).items())
    content = {"programs": by_slug(*offered), "cohorts": {}, "news": by_slug(*items)}
    return Site(
        community(**content | changes),
        a_record(a_proposal(program="one"), a_proposal(id="2026-5", program="one")),
        NOW,
    )


def titles(found: object) -> list[str]:
    return [one.title["en"] for one in found]  # type: ignore[attr-defined]


def test_programs_belong_together_that_share_a_skill() -> None:
    site = a_site(teaching("one", "first-aid"), teaching("two", "first-aid"), teaching("three", "form-filling"))

    assert titles(near_program(site, "en", "one")) == ["Two"]
    assert near_program(site, "en", "three") == ()


def test_at_most_five_are_shown_those_that_share_most_in_the_order_of_their_titles() -> None:
    others = [teaching(f"p{n}", "first-aid", title=f"Z{9 - n}") for n in range(7)]
    closest = teaching("closest", "first-aid", "form-filling", title="Zz")
    site = a_site(teaching("one", "first-aid", "form-filling"), *others, closest)
    found = titles(near_program(site, "en", "one"))

    assert found == ["Z6", "Z7", "Z8", "Z9", "Zz"]


def test_news_belong_to_what_they_refer_to() -> None:
    site = a_site(
        teaching("one", "first-aid"),
        texts={"a": "See [it](program:one) and [that](/skills/first-aid/).", "b": "Of [one](/programs/one/#now)."},
    )

    assert titles(near_program(site, "en", "one")) == ["A", "B"]
    assert titles(near_skill(site, "en", "first-aid")) == ["A"]
    assert titles(near_news(site, "a")) == ["B"]
    assert near_news(site, "b")[0].path == "/news/a/"


def test_a_word_that_only_looks_like_a_name_relates_nothing() -> None:
    site = a_site(teaching("one", "first-aid"), texts={"a": "We sat with one of them: program one."})

    assert near_program(site, "en", "one") == ()


def test_a_playbook_leads_to_the_programs_of_its_skills() -> None:
    site = a_site(teaching("one", "bicycle-repair"), teaching("two", "first-aid"))

    assert titles(near_playbook(site, "en", "power-cut")) == ["One"]


def test_a_proposal_leads_to_the_others_about_its_program() -> None:
    site = a_site(teaching("one", "first-aid"))

    assert [one.path for one in near_proposal(site, "en", "2026-4")] == ["/proposals/2026-5/"]


def test_the_page_ends_with_what_belongs_to_it_and_says_what_that_is() -> None:
    site = a_site(teaching("one", "first-aid"), texts={"a": "[One](program:one)"})
    page = html(planned(site, programs.units(site, "en"))["/programs/one/"])
    item = html(planned(site, texts.units_in_one_language(site))["/news/a/"])

    assert re.search(r'id="see-also">See also</h2>.*href="/news/a/">A</a>.*>News<', page, re.DOTALL)
    assert "see-also" not in item


def test_people_belong_to_no_page() -> None:
    site = a_site(
        teaching("one", "first-aid"), texts={"a": "[Ada](member:ada-quill)", "b": "[Ada](member:ada-quill)"}
    )

    assert near_news(site, "a") == ()
