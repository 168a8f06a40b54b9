"""The lists of a community: short ones as they were, long ones in light pages, and ways to look through them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.catalogue import Catalogue, ContentMember, NewsItem
from domain.governance.lifecycle import State
from domain.people import Audience, Consent, Entry, Fluency, Language
from domain.programs import ProgramWords
from domain.record.public import PublicRecord
from presentation.environment import environment
from rsn.demo.generating.catalogue import catalogue_of
from rsn.demo.generating.sizes import sizes_of
from site_builder.model import Site
from site_builder.pages import browse, member_list, news_list, program_list, proposal_list, skills
from site_builder.render import tidy
from site_builder.steps import Step
from site_builder.units import Unit
from tests.builders import NOW, TODAY, a_program, a_skill, by_slug
from tests.site_builder.community import a_proposal, a_record, an_entry, community

MOST_BYTES = 14_000
"""What a page may weigh as gzip sends it: the budget of a first view."""


def planned(site: Site, units: Iterable[Unit]) -> dict[str, Step]:
    """Return the pages of *units* by address."""
    steps = (step for unit in units for step in unit.plan(site, *unit.arguments))
    return {"/" + str(s.output).removesuffix("index.html"): s for s in steps if isinstance(s, Step)}


def html(step: Step) -> str:
    return tidy(environment(step.language, step.time_zone).get_template(step.template).render(step.inputs))


def links(text: str) -> list[str]:
    return re.findall(r'href="(/[^"#]*)', text)


def a_site(record: PublicRecord | None = None, **content: object) -> Site:
    return Site(community(**content), record, NOW)


def members(*entries: Entry) -> dict[str, ContentMember]:
    consent = Consent(Audience.PUBLIC, date(2026, 1, 5))
    return {entry.slug: ContentMember(entry, consent) for entry in entries}


def many(count: int, initial: str = "abc") -> tuple[Entry, ...]:
    return tuple(
        an_entry(f"{initial[at % len(initial)]}-{at:03}", name=f"{initial[at % len(initial)].upper()}nna {at:03}")
        for at in range(count)
    )


def news_of(count: int) -> Mapping[str, NewsItem]:
    days = [date(2024, 1, 1) + timedelta(days=9 * at) for at in range(count)]
    return by_slug(*(NewsItem(f"{day}-n", f"News {day}", "So.", day, "It *was*.") for day in days))


def test_few_members_stand_on_one_page_in_the_order_of_their_names() -> None:
    site = a_site(members=members(*many(200)))
    pages = planned(site, member_list.units(site, "en"))
    text = html(pages["/members/"])

    assert list(pages) == ["/members/"]
    assert "letters/" not in text
    names = re.findall(r"<bdi>(.nna \d+)</bdi>", text.split('id="names"')[1].split("</section>")[0])
    assert names == sorted(names)
    assert len(names) == 200


def test_many_members_stand_by_letter_and_each_of_them_once() -> None:
    site = a_site(members=members(*many(450)))
    pages = planned(site, member_list.units(site, "en"))
    shown = [name for path, step in pages.items() for name in re.findall(r"<bdi>(.nna \d+)</bdi>", html(step))]

    assert set(pages) == {
        "/members/",
        *(f"/members/letters/{letter}/{part}" for letter in "abc" for part in ("", "2/")),
    }
    assert sorted(shown) == sorted(entry.name for entry in many(450))
    assert {f"/members/letters/{letter}/" for letter in "abc"} <= set(links(html(pages["/members/"])))


def test_pages_of_a_long_list_say_what_comes_before_and_after() -> None:
    site = a_site(members=members(*many(450)))
    pages = planned(site, member_list.units(site, "ar"))
    text = html(pages["/ar/members/letters/b/"])

    assert '<link rel="prev" href="/ar/members/letters/a/2/">' in text
    assert '<link rel="next" href="/ar/members/letters/b/2/">' in text
    assert 'aria-current="page"' in text
    assert re.search(r'<a rel="next" href="/ar/members/letters/b/2/">', text)


def test_news_come_to_the_front_and_the_pages_behind_it_stay() -> None:
    before, after = (
        {path: html(step) for path, step in planned(site, news_list.units(site)).items()}
        for site in (a_site(news=news_of(80)), a_site(news=news_of(81)))
    )

    assert [path for path in before if re.fullmatch(r"/news/page/\d+/", path)] == [
        "/news/page/3/",
        "/news/page/2/",
        "/news/page/1/",
    ]
    assert all(after[path] == before[path] for path in before if path.startswith("/news/page/"))
    assert after["/news/"] != before["/news/"]


def test_news_have_a_list_for_each_year_once_there_are_two() -> None:
    several, one = (
        planned(site, news_list.units(site)) for site in (a_site(news=news_of(60)), a_site(news=news_of(3)))
    )

    assert {"/news/year/2024/", "/news/year/2025/"} <= set(several)
    assert "/news/year/2024/" in links(html(several["/news/"]))
    assert "News 2024-01-01" in html(several["/news/year/2024/"]) or "/news/year/2024/page/1/" in several
    assert [path for path in one if "year" in path] == []


def test_a_stage_with_many_proposals_has_pages_of_its_own() -> None:
    proposals = (
        *(a_proposal(State.REJECTED, id=f"2025-{n}", title=f"Idea {n}") for n in range(1, 61)),
        a_proposal(),
    )
    site = a_site(a_record(*proposals))
    pages = planned(site, proposal_list.units(site, "en"))
    front = html(pages["/proposals/"])

    assert "/proposals/stages/not_adopted/" in links(front)
    assert len(re.findall(r">Idea \d+<", front)) == proposal_list.SHOWN_OF_A_STAGE
    stage = [step for path, step in pages.items() if path.startswith("/proposals/stages/")]
    assert sorted(title for step in stage for title in re.findall(r">(Idea \d+)<", html(step))) == sorted(
        f"Idea {n}" for n in range(1, 61)
    )
    decided = [html(step) for path, step in pages.items() if path.startswith("/decisions/")]
    assert sorted(set(re.findall(r"Idea \d+", "".join(decided)))) == sorted(f"Idea {n}" for n in range(1, 61))


def test_few_proposals_stand_by_stage_on_one_page() -> None:
    site = a_site(a_record(a_proposal(), a_proposal(State.REJECTED, id="2026-1", title="Not so")))
    pages = planned(site, proposal_list.units(site, "en"))

    assert list(pages) == ["/proposals/", "/decisions/"]
    assert "stages/" not in html(pages["/proposals/"])


def test_another_word_for_a_skill_leads_to_it_in_the_language_of_the_page() -> None:
    also = {"en": ("Mending",), "ar": ("رتق",)}
    repairing = a_skill("repairing-clothes", label={"en": "Repairing clothes", "ar": "إصلاح الملابس"}, also=also)
    site = a_site(skills=by_slug(repairing, a_skill(), a_skill("form-filling"), a_skill("first-aid")))
    english, arabic = (
        html(planned(site, skills.units(site, language))[path])
        for language, path in (("en", "/skills/a-z/"), ("ar", "/ar/skills/a-z/"))
    )

    assert re.search(r">Mending</a>.*see</span> Repairing clothes", english)
    assert re.search(r">رتق</a>.*إصلاح الملابس", arabic)
    assert "رتق" not in english


def test_the_index_of_everything_names_programs_pages_and_lists() -> None:
    site = a_site(members=members(an_entry(languages=(Language("cy", Fluency.FIRST),))))
    pages = planned(site, browse.units(site, "en"))
    text = html(pages["/search/a-z/"])

    assert {"/programs/kitchen-table-budgeting/", "/playbooks/power-cut/", "/skills/bicycle-repair/"} <= set(
        links(text)
    )
    assert ">Welsh</a>" in text
    assert "Ada Quill" not in text


def test_who_speaks_a_language_stands_on_its_list_and_a_language_of_nobody_has_none() -> None:
    site = a_site(members=members(an_entry(languages=(Language("cy", Fluency.FIRST),)), an_entry("bo-marsh")))
    pages = planned(site, browse.units(site, "en"))
    text = html(pages["/members/languages/cy/"])

    assert "Ada Quill" in text
    assert "Bo Marsh" not in text
    assert "/members/languages/tr/" not in pages


def test_a_zone_with_few_members_has_no_list() -> None:
    few, enough = (
        planned(site, browse.units(site, "en"))
        for site in (a_site(members=members(*many(4))), a_site(members=members(*many(5))))
    )

    assert "/members/zones/mill-lane/" not in few
    assert "/members/zones/mill-lane/" in enough


def test_a_way_of_getting_in_is_a_list_once_two_programs_name_it() -> None:
    def with_access(slug: str, *ways: str) -> object:
        return replace(a_program(slug), words={"en": ProgramWords(slug.title(), "So.", access=ways)})

    programs = by_slug(
        with_access("one", "step-free", "a ramp"),
        with_access("two", "Step-free from the yard"),
        with_access("three"),
    )
    site = a_site(programs=programs, cohorts={})
    pages = planned(site, browse.units(site, "en"))
    text = html(pages["/programs/access/step-free/"])

    assert {"/programs/one/", "/programs/two/"} <= set(links(text))
    assert "/programs/three/" not in links(text)
    assert "/programs/access/a-ramp/" not in pages


def test_a_skill_that_very_many_share_names_them_all_on_pages_of_names() -> None:
    site = a_site(members=members(*many(300)))
    pages = planned(site, skills.units(site, "en"))
    own = html(pages["/skills/bicycle-repair/"])
    names = [html(step) for path, step in pages.items() if path.startswith("/skills/bicycle-repair/people/")]

    assert "300 people share it" in own
    assert "/skills/bicycle-repair/people/" in links(own)
    assert len(set(re.findall(r".nna \d{3}", "".join(names)))) == 300


@pytest.mark.parametrize("count", [700, pytest.param(10_000, marks=pytest.mark.long)])
def test_no_list_is_heavier_than_a_first_view_may_be(count: int) -> None:
    site = Site(generated(count), None, NOW)
    units = [
        *(unit for of in (member_list, program_list, browse, skills) for unit in of.units(site, "en")),
        *news_list.units(site),
    ]
    pages = planned(site, units)
    weights = {path: len(gzip.compress(html(step).encode(), 6)) for path, step in pages.items()}

    assert len(weights) > 80
    assert {path: weight for path, weight in weights.items() if weight > MOST_BYTES} == {}
    known = set(pages)
    broken = {
        link
        for step in list(pages.values())[:: max(1, len(pages) // 60)]
        for link in links(html(step))
        if "/letters/" in link and link not in known
    }
    assert broken == set()


def generated(count: int) -> Catalogue:
    return catalogue_of(sizes_of(count), 7, TODAY)
