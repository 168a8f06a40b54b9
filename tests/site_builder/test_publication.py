"""What stands on the site at a moment: drafts, days, old addresses, references, pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.catalogue import Catalogue, NewsItem, Page, PageWords
from domain.programs import Cohort
from domain.publication import Mention, Publication
from domain.record.public import PublicMember
from site_builder.build import build
from site_builder.dangling import DanglingReferences
from tests.builders import a_cohort, a_network, by_slug
from tests.site_builder.community import NOW, a_proposal, a_record, an_entry, community, visible, write_record

CANARY = "Heronsong"
COMES, GOES = datetime.fromisoformat("2026-11-24T09:00"), datetime.fromisoformat("2026-11-25T00:00")
TIMED = Publication(publish_on=COMES, expires_on=GOES)
BEFORE, DURING, AFTER = NOW, NOW + timedelta(days=1), NOW + timedelta(days=2)


def a_page(slug: str = "about", text: str = "Words.", **words: PageWords) -> Page:
    title = "About" if slug == "about" else CANARY
    return Page(slug, {"en": PageWords(title, f"All about {title}.", text), **words})


def small(text: str = "Words.", **changes: object) -> Catalogue:
    """Return a community of two languages in which nearly nothing happens."""
    own = {"pages": by_slug(a_page(text=text))}
    return replace(Catalogue(network=a_network(languages=("en", "es"))), **(own | changes))  # type: ignore[arg-type]


def holding(out: Path, word: str) -> list[str]:
    """Return the files of the site that hold *word*."""
    files = (file for file in sorted(out.rglob("*")) if file.is_file() and not file.name.startswith("."))
    return [str(file.relative_to(out)) for file in files if word.encode() in file.read_bytes()]


@pytest.fixture
def built(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that builds a catalogue at a moment, always into the same folder with the same state."""

    def run(catalogue: Catalogue, now: datetime = NOW, **said: object) -> Path:
        record = tmp_path / "record"
        build(catalogue, record, tmp_path / "public", now, state=tmp_path / "state", **said)  # type: ignore[arg-type]
        return tmp_path / "public"

    return run


def with_canaries() -> Catalogue:
    """Return a community with something of every kind whose title is the canary."""
    catalogue = community()
    program = next(iter(catalogue.programs.values()))
    words = {"en": replace(program.words["en"], title=f"{CANARY} program")}
    playbook = next(iter(catalogue.playbooks.values()))
    called = {"en": replace(playbook.words["en"], title=f"{CANARY} playbook")}
    cohort: Cohort = a_cohort(number=9, program="heron", starts=NOW.date() + timedelta(days=70))
    entries = ("page/heron", "news/2026-11-20-heron", "program/heron", "playbook/heron")
    return replace(
        catalogue,
        programs={**catalogue.programs, "heron": replace(program, slug="heron", words=words)},
        cohorts={**catalogue.cohorts, cohort.slug: cohort},
        playbooks={**catalogue.playbooks, "heron": replace(playbook, slug="heron", words=called)},
        pages={**catalogue.pages, "heron": a_page("heron")},
        news={
            **catalogue.news,
            "2026-11-20-heron": NewsItem(
                "2026-11-20-heron", CANARY, f"{CANARY} came.", NOW.date(), f"Said of {CANARY}."
            ),
        },
        publications=dict.fromkeys(entries, TIMED),
    )


def test_what_comes_and_goes_by_its_days_leaves_no_trace_before_and_after(built: Callable[..., Path]) -> None:
    catalogue = with_canaries()
    found = {
        when: [*holding(built(catalogue, now), CANARY), *holding(built(catalogue, now), "heron")]
        for when, now in (("before", BEFORE), ("during", DURING), ("after", AFTER))
    }

    assert found["before"] == []
    assert {"heron/index.html", "news/index.html", "feed.xml", "playbooks/heron/index.html"} <= set(
        found["during"]
    )
    assert {"programs/heron/cohort-9/index.html", "programs/index.html"} <= set(found["during"])
    assert found["after"] == []


def test_a_draft_is_nowhere_unless_its_authors_look(built: Callable[..., Path], tmp_path: Path) -> None:
    catalogue = replace(
        with_canaries(), publications=dict.fromkeys(with_canaries().publications, Publication(True))
    )

    assert holding(built(catalogue), CANARY) == []
    seen = built(catalogue, drafts=True)
    assert "Not published. This page is a draft: only you see it." in visible(seen / "heron" / "index.html")
    assert "Not published" in visible(seen / "programs" / "heron" / "cohort-9" / "index.html")
    assert "Not published" not in visible(seen / "skills" / "index.html")
    assert holding(built(catalogue), CANARY) == []


def test_an_old_address_sends_its_readers_on_in_every_language(built: Callable[..., Path]) -> None:
    spanish = PageWords("Quiénes somos", "Nosotros.", "Palabras.")
    out = built(
        small(
            pages=by_slug(a_page(es=spanish)),
            publications={"page/about": Publication(aliases=("/who/", "/us/old.html"))},
        )
    )
    english, other = (out / "who" / "index.html").read_text("utf-8"), out / "es" / "who" / "index.html"

    assert '<meta http-equiv="refresh" content="0; url=/about/">' in english
    assert '<meta name="robots" content="noindex">' in english
    assert 'rel="canonical" href="https://weirside.example/about/"' in english
    assert '<a href="/es/about/">Quiénes somos</a>' in other.read_text("utf-8")
    assert (out / "us" / "old.html").is_file()
    assert (out / "_redirects").read_text("utf-8") == (
        "/es/us/old.html /es/about/ 301\n/es/who/ /es/about/ 301\n/us/old.html /about/ 301\n/who/ /about/ 301\n"
    )
    assert not [file for file in holding(out, "/who/") if "sitemap" in file]


def test_the_old_addresses_of_what_is_not_shown_are_none(built: Callable[..., Path]) -> None:
    moved = {
        "page/about": Publication(draft=True, aliases=("/who/",)),
        "member/bo-marsh": Publication(aliases=("/members/bo/",)),
        "news/2026-11-01-lamps": Publication(aliases=("/lamps/",)),
    }
    record = a_record(members={})
    out = built(community(publications=moved))
    published = write_record(out.parent / "record", record)

    assert published and (out / "members" / "bo" / "index.html").is_file()
    again = built(community(publications=moved))
    assert not (again / "who").exists()
    assert not (again / "members" / "bo").exists()
    assert (again / "_redirects").read_text("utf-8") == "/lamps/ /news/2026-11-01-lamps/ 301\n"


def test_a_title_that_changes_renders_again_what_refers_to_it(built: Callable[..., Path]) -> None:
    text = "See [](page:heron), [it](page:heron)."
    pages = {"about": a_page(text=text), "heron": a_page("heron")}
    before = visible(built(small(pages=pages)) / "about" / "index.html")
    words = {"en": PageWords("Kingfisher", "All about it.", "Words.")}
    after = visible(built(small(pages={**pages, "heron": Page("heron", words)})) / "about" / "index.html")

    assert f"See {CANARY}, it." in before
    assert "See Kingfisher, it." in after


def test_references_lead_to_the_page_in_the_readers_language(built: Callable[..., Path]) -> None:
    text = "[](program:kitchen-table-budgeting) [](cohort:kitchen-table-budgeting-1) [x](news:2026-11-01-lamps)"
    out = built(community(pages=by_slug(a_page(text=f"{text} [](skill:bicycle-repair) [](playbook:power-cut)"))))
    html = (out / "ar" / "about" / "index.html").read_text("utf-8")

    for path in ("programs/kitchen-table-budgeting/", "skills/bicycle-repair/", "playbooks/power-cut/"):
        assert f'<a href="/ar/{path}">' in html
    assert '<a href="/ar/programs/kitchen-table-budgeting/cohort-1/">Kitchen table budgeting: Cohort 1</a>' in html
    assert '<a href="/news/2026-11-01-lamps/">x</a>' in html


def test_a_member_who_withdrew_is_neither_named_nor_in_the_way(built: Callable[..., Path], tmp_path: Path) -> None:
    pages = by_slug(a_page(text="Thanks to [](member:bo-marsh) and [our mender](member:ada-quill)."))
    before = visible(built(community(pages=pages)) / "about" / "index.html")
    write_record(tmp_path / "record", a_record())
    after = built(community(pages=pages)) / "about" / "index.html"

    assert "Thanks to Bo Marsh and our mender." in before
    assert "Thanks to a member and our mender." in visible(after)
    assert "bo-marsh" not in after.read_text("utf-8")
    assert '<a href="/members/ada-quill/">our mender</a>' in after.read_text("utf-8")


def test_words_stand_alone_until_there_is_a_page(built: Callable[..., Path]) -> None:
    pages = {"about": a_page(text="Soon: [](page:heron), [more](page:heron)."), "heron": a_page("heron")}
    catalogue = small(pages=pages, publications={"page/heron": TIMED})
    told = [visible(built(catalogue, now) / "about" / "index.html") for now in (BEFORE, DURING, AFTER)]

    assert ["Soon: a page, more." in each for each in told] == [True, False, True]
    assert f"Soon: {CANARY}, more." in told[1]


def test_a_proposal_is_looked_up_in_the_record_and_its_absence_stops_the_build(
    built: Callable[..., Path], tmp_path: Path
) -> None:
    pages = by_slug(a_page(text="Decided in [](proposal:2026-4)."))
    mentions = {"page/about": (Mention("content/pages/about.md", 7, "proposal", "2026-4"),)}
    catalogue = small(pages=pages, mentions=mentions)

    assert "Decided in a proposal." in visible(built(catalogue) / "about" / "index.html")
    write_record(tmp_path / "record", a_record(a_proposal()))
    assert "Decided in A bench by the weir." in visible(built(catalogue) / "about" / "index.html")
    write_record(tmp_path / "record", a_record(a_proposal(id="2026-41")))
    before = (tmp_path / "public" / "about" / "index.html").stat().st_mtime_ns
    with pytest.raises(DanglingReferences) as refused:
        built(catalogue)
    assert str(refused.value) == (
        "content/pages/about.md:7: the reference names proposal '2026-4', and the record has no such proposal."
        " Did you mean '2026-41'?"
    )
    assert (tmp_path / "public" / "about" / "index.html").stat().st_mtime_ns == before


def test_a_member_shown_by_the_record_alone_is_led_to_by_name(built: Callable[..., Path], tmp_path: Path) -> None:
    entry = an_entry("cy-reed")
    write_record(tmp_path / "record", a_record(members={"cy-reed": PublicMember(entry, from_content=False)}))
    html = (
        built(community(pages=by_slug(a_page(text="[](member:cy-reed)")))) / "about" / "index.html"
    ).read_text()

    assert '<a href="/members/cy-reed/">Cy Reed</a>' in html
