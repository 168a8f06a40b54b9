"""Drafts, days and old addresses as files say them, and what several files say of them together."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from domain.publication import Publication
from site_builder.content import ContentErrors, load_catalogue
from tests.site_builder.content.small_content import FILES, write_content

Changes = dict[str, str | bytes | None]
PAGE, PROGRAM, NEWS = "pages/about.md", "programs/kitchen-table.md", "news/2026-08-30-table-is-back.md"
LATER = "---\ntitle: Later\nsummary: Not yet.\n{}\n---\n\nText.\n"


@pytest.fixture(autouse=True)
def stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def with_field(file: str, field: str) -> str:
    """Return the good file with one more field at the end of its front matter."""
    head, end, body = FILES[file].rpartition("\n---\n")
    return f"{head}\n{field}{end}{body}"


def told(changes: Changes) -> list[str]:
    with pytest.raises(ContentErrors) as refused:
        load_catalogue(write_content(Path("content"), changes))
    return [str(problem) for problem in refused.value.problems]


def test_what_says_nothing_of_its_publication_is_not_listed() -> None:
    content = write_content(Path("content"), {PAGE: with_field(PAGE, "draft: false")})

    assert load_catalogue(content).publications == {}


@pytest.mark.parametrize(
    ("file", "entry"),
    [
        (PAGE, "page/about"),
        (PROGRAM, "program/kitchen-table"),
        (NEWS, "news/2026-08-30-table-is-back"),
        ("playbooks/power-cut.md", "playbook/power-cut"),
        ("cohorts/kitchen-table-2.md", "cohort/kitchen-table-2"),
    ],
)
def test_a_day_begins_at_midnight_and_an_hour_is_taken_as_it_is(file: str, entry: str) -> None:
    fields = "publish_on: 2026-11-23\nexpires_on: 2026-12-01 18:30\naliases:\n  - /old/\n  - /older.html"
    plain = FILES[PAGE].replace("](/programs/kitchen-table/)", "](program:kitchen-table)")
    catalogue = load_catalogue(write_content(Path("content"), {PAGE: plain, file: with_field(file, fields)}))

    assert catalogue.publications == {
        entry: Publication(
            publish_on=datetime.fromisoformat("2026-11-23T00:00"),
            expires_on=datetime.fromisoformat("2026-12-01T18:30"),
            aliases=("/old/", "/older.html"),
        )
    }


@pytest.mark.parametrize("file", ["skills/budgeting.md", "members/ana.md"])
def test_skills_and_members_may_have_old_addresses_only(file: str) -> None:
    catalogue = load_catalogue(write_content(Path("content"), {file: with_field(file, "aliases: [/old/]")}))

    assert [one.aliases for one in catalogue.publications.values()] == [("/old/",)]


def test_a_published_text_may_not_refer_to_a_draft() -> None:
    changes: Changes = {
        "pages/later.md": LATER.format("draft: true"),
        PAGE: FILES[PAGE].replace("come by.", "see [](page:later)."),
    }

    assert told(changes) == [
        "content/pages/about.md:7: the reference leads to page 'later', which is still a draft."
        " Publish it first (take 'draft: true' out of its file), or take the reference out."
    ]


def test_a_published_text_may_not_link_to_a_draft_nor_to_its_cohorts() -> None:
    changes: Changes = {
        PROGRAM: with_field(PROGRAM, "draft: true"),
        PAGE: FILES[PAGE].replace("come by.", "see [it](/programs/kitchen-table/cohort-2/)."),
    }

    assert told(changes) == [
        "content/pages/about.md:7: the link leads to cohort 'kitchen-table-2', which is still a draft."
        " Publish it first (take 'draft: true' out of its file), or take the link out.",
        "content/pages/about.md:7: the link leads to program 'kitchen-table', which is still a draft."
        " Publish it first (take 'draft: true' out of its file), or take the link out.",
    ]


def test_a_draft_may_refer_to_another_draft() -> None:
    page = (
        FILES[PAGE]
        .replace("come by.", "see [](page:later) and [it](/later/).")
        .replace("---\n\n", "draft: true\n---\n\n")
    )
    changes: Changes = {"pages/later.md": LATER.format("draft: true"), PAGE: page}

    assert set(load_catalogue(write_content(Path("content"), changes)).publications) == {
        "page/about",
        "page/later",
    }


def test_a_text_may_refer_to_what_comes_later_but_not_link_to_it() -> None:
    later = LATER.format("publish_on: 2027-01-01")
    good = FILES[PAGE].replace("come by.", "see [](page:later).")
    load_catalogue(write_content(Path("content"), {"pages/later.md": later, PAGE: good}))

    assert told({"pages/later.md": later, PAGE: FILES[PAGE].replace("come by.", "see [it](/later/).")}) == [
        "content/pages/about.md:7: the page of page 'later' is there only between its days."
        " Write [words](page:later), which is a link only while there is a page."
    ]


def test_a_cohort_may_not_have_learnt_in_a_draft() -> None:
    first = "cohorts/kitchen-table-1.md"

    assert told({first: with_field(first, "draft: true")}) == [
        "content/cohorts/kitchen-table-2.md:13: learnt_in names 'kitchen-table-1', which is still a draft."
        " Publish it first (take 'draft: true' out of its file), or take the name out."
    ]


@pytest.mark.parametrize("second", ["/old/", "/OLD/", "/old/index.html"])
def test_an_alias_leads_to_one_place(second: str) -> None:
    changes: Changes = {
        PAGE: with_field(PAGE, "aliases: [/old/]"),
        PROGRAM: with_field(PROGRAM, f"aliases:\n  - {second}"),
    }

    assert told(changes) == [
        f"content/programs/kitchen-table.md:15: the alias '{second}' leads to content/pages/about.md too."
        " Let it lead to one of the two."
    ]


def test_an_alias_that_another_renamed_entry_took_is_told() -> None:
    changes: Changes = {PAGE: with_field(PAGE, "aliases: [/later/]"), "pages/later.md": LATER.format("order: 2")}

    assert told(changes) == [
        "content/pages/about.md:5: there is a page at '/later/'. Take the alias out, or rename the page."
    ]
