"""
Nobody is put above anybody, in no language: not by templates, translations or content, and on no built page.

A need stands on no page and in no feed, sitemap or record; a zone with few people is named beside nobody; and
everybody who is shown is shown with what they give.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from domain.exchange import Direction
from domain.people import Entry, Invitation, ProgramRole, Role
from domain.privacy import ZONE_FROM_MEMBERS
from domain.record.public import PublicMember
from forms_api.store.tinydb import TinyStore
from presentation.languages import TONGUES
from rsn.gettext_catalogues import gathered, opened
from site_builder.build import build
from site_builder.content import load_catalogue
from tests.content.dignity_words import ALLOWED, WORDS, above_one_another, words_of_page
from tests.content.test_demo_words import FILES, _name, _plain
from tests.site_builder.community import NOW, a_record, community, write_record

LANGUAGES = tuple(WORDS)
MOMENT = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


def language_of(path: Path) -> str:
    """Return the language a content file or a built page is written in."""
    named = re.search(r"\.(\w\w)\.md$", path.name)
    return named.group(1) if named else next((part for part in path.parts if part in ("es", "ar")), "en")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, demo_community: Callable[..., Path]) -> Path:
    """Return the folder of a demo community with its site built."""
    folder = copytree(demo_community(MOMENT), tmp_path_factory.mktemp("dignity") / "demo")
    build(load_catalogue(folder / "content"), folder / "data" / "record", folder / "public", MOMENT)
    return folder


def texts(language: str) -> Iterator[str]:
    """Go through what the interface says in a language."""
    messages = gathered() if language == "en" else opened(language)
    for message in messages:
        said = message.id if language == "en" else message.string
        yield from (each or "" for each in (said if isinstance(said, (tuple, list)) else [said]))


def test_there_is_a_word_list_for_every_language_of_the_demo() -> None:
    assert set(WORDS) == set(ALLOWED) == {"en", "es", "ar"} <= set(TONGUES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_interface_puts_nobody_above_anybody(language: str) -> None:
    assert {text: found for text in texts(language) if (found := above_one_another(text, language))} == {}


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_no_content_puts_anybody_above_anybody(path: Path) -> None:
    text = path.read_text("utf-8")
    languages = LANGUAGES if path.parent.name == "skills" or path.suffix == ".yaml" else (language_of(path),)

    assert [found for language in languages if (found := above_one_another(text, language))] == []


def test_no_built_page_puts_anybody_above_anybody(demo: Path) -> None:
    public = demo / "public"
    pages = [page for page in public.rglob("*.html") if "record" not in page.relative_to(public).parts[:-1]]
    found = {
        str(page.relative_to(public)): words
        for page in pages
        if (
            words := above_one_another(
                words_of_page(page.read_text("utf-8")), language_of(page.relative_to(public))
            )
        )
    }

    assert len(pages) > 300
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_allowed_phrase_is_still_said_somewhere(language: str) -> None:
    said = [path.read_text("utf-8") for path in FILES if language_of(path) == language or path.suffix == ".yaml"]
    skills = [path.read_text("utf-8") for path in FILES if path.parent.name == "skills"]
    everything = _plain(" ".join([*said, *skills, *texts(language)]))

    assert [phrase for phrase in ALLOWED[language] if not re.search(phrase, everything)] == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Our heroes of the month."),
        ("en", "The recipients sign here."),
        ("en", "She has a balance of three hours."),
        ("en", "Ada owes Bo an hour."),
        ("en", "Members are ranked by hours."),
        ("en", "You earned a badge!"),
        ("en", "A thank-you wall"),
        ("es", "Lista de beneficiarias."),
        ("es", "Tiene un saldo de tres horas."),
        ("es", "Usted tiene una deuda."),
        ("es", "Ayuda para personas asistidas."),
        ("ar", "قائمة المستفيدات"),
        ("ar", "رصيدك ثلاث ساعات"),
        ("ar", "لوحة الشرف"),
        ("ar", "أبطال الحيّ"),
    ],
)
def test_a_word_that_lifts_one_over_another_is_found(language: str, sentence: str) -> None:
    assert above_one_another(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Nobody keeps a balance, nobody owes."),
        ("en", "Help with debt letter sorting."),
        ("es", "No hay saldo y no hay deudas."),
        ("ar", "لا رصيد لأحد ولا دين على أحد."),
    ],
)
def test_saying_that_there_is_none_is_allowed(language: str, sentence: str) -> None:
    assert above_one_another(sentence, language) == []


def test_no_need_is_on_any_page_feed_map_or_file_of_the_record(demo: Path) -> None:
    store = TinyStore.open(demo / "data" / "store")
    with store.unit() as unit:
        needs = [intent for intent in unit.intents if intent.direction is Direction.NEED]
    store.close()
    said = {text.encode() for need in needs for text in (need.note, need.id) if len(text) > 11}
    files = [file for file in (demo / "public").rglob("*") if file.is_file()]
    files += [file for file in (demo / "data" / "record").rglob("*") if file.is_file()]
    leaked = [(file.name, text) for file in files for text in said if text in file.read_bytes()]

    assert len(said) > 10
    assert {"feed.xml", "sitemap.xml"} <= {file.name for file in files}
    assert leaked == []


def test_a_zone_is_named_beside_people_only_where_five_live(demo: Path) -> None:
    members = json.loads((demo / "data" / "record" / "state" / "members.json").read_bytes())
    zones = Counter(member["entry"].get("zone", "") for member in members.values())
    zones.pop("", None)

    assert zones
    assert {zone: people for zone, people in zones.items() if people < ZONE_FROM_MEMBERS} == {}


def directory(folder: Path, entry: Entry) -> tuple[str, str]:
    """Return what the directory and the entry's own page say, of a community in which only *entry* is shown."""
    record = a_record(members={entry.slug: PublicMember(entry, from_content=False)})
    build(community(), write_record(folder / "record", record), folder / "public", NOW)
    pages = (folder / "public" / "members" / where / "index.html" for where in ("", entry.slug))
    index, page = (words_of_page(each.read_text("utf-8")) for each in pages)
    return " ".join(index.split()), " ".join(page.split())


def test_who_only_invites_is_shown_as_somebody_to_ask(tmp_path: Path) -> None:
    entry = Entry("cem-ada", "Cem Ada", invites=(Invitation("bicycle-repair"),))
    index, page = directory(tmp_path, entry)

    assert "Cem Ada Ask them what they like to share." in index
    assert "I share Ask them what they like to share." in page


def test_who_leads_is_shown_with_what_they_lead(tmp_path: Path) -> None:
    role = Role("kitchen-table-budgeting", ProgramRole.PEER_MENTOR)
    entry = Entry("cem-ada", "Cem Ada", roles=(role,), invites=(Invitation("bicycle-repair"),))
    index, page = directory(tmp_path, entry)

    assert "Cem Ada Helps to lead" in index
    assert "I share Helps to lead" in page


def test_who_only_attends_leads_nothing_yet(tmp_path: Path) -> None:
    role = Role("kitchen-table-budgeting", ProgramRole.ATTENDEE)
    index, _page = directory(tmp_path, replace(Entry("cem-ada", "Cem Ada"), roles=(role,)))

    assert "Cem Ada Ask them what they like to share." in index


def test_everybody_in_the_demo_is_shown_with_what_they_give(demo: Path) -> None:
    said = r"(?:href=\"/skills/|Helps to lead|Ask them what they like to share)"
    lines = re.findall(r"(?s)<li>.*?</li>", (demo / "public" / "members" / "index.html").read_text("utf-8"))
    people = [line for line in lines if '<h3><a href="/members/' in line]

    assert len(people) > 20
    assert [line for line in people if not re.search(said, line)] == []


def links(folder: Path, address: str) -> list[str]:
    """Return the addresses within the site that a built page leads to."""
    html = (folder / address.strip("/") / "index.html").read_text("utf-8")
    found = {link.split("#")[0] for link in re.findall(r'href="(/[^"]*)"', html)}
    return sorted(link for link in found if (folder / link.strip("/") / "index.html").is_file())


@pytest.mark.parametrize("home", ["/", "/es/", "/ar/"])
def test_a_newcomer_reads_in_two_clicks_how_to_take_part_without_a_computer(demo: Path, home: str) -> None:
    public = demo / "public"
    first = links(public, home)
    second = sorted({link for page in first for link in links(public, page)})
    pages = {link: (public / link.strip("/") / "index.html").read_text("utf-8") for link in {*first, *second}}

    assert f"{home}how-exchange-works/" in first
    assert f"{home}take-part/" in first
    assert f"{home}print/" in first
    assert f"{home}print/need/" in second
    assert f"{home}print/offer/" in second
    assert "0142" in (public / home.strip("/") / "index.html").read_text("utf-8")
    assert re.search(r"555.?0142", pages[f"{home}how-exchange-works/"])


def test_whoever_reads_only_the_site_finds_what_the_network_believes(demo: Path) -> None:
    said = {
        page: words_of_page((demo / "public" / page / "index.html").read_text("utf-8")).replace("\n", " ")
        for page in ("about", "take-part", "how-exchange-works", "how-we-decide", "trust", "what-we-keep")
    }

    assert "we build bridges" in said["about"]
    assert "Everyone gives and everyone receives" in said["about"]
    assert all(word in said["take-part"] for word in ("drill", "Put in a word", "Walk beside a learner", "vote"))
    assert all(word in said["how-exchange-works"] for word in ("ring 555", "sheet of paper", "somebody you trust"))
    assert "there is no balance" in said["how-exchange-works"]
    assert "ninety days" in said["what-we-keep"]
