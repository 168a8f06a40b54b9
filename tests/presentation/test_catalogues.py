"""Every word of the interface is said in every language: none missing, none left over, nothing lost on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message

from domain.governance.lifecycle import State
from presentation.languages import TONGUES, tongue
from presentation.translations import catalogue_path
from rsn.gettext_catalogues import gathered, languages, merged, opened, written
from rsn.translation_standing import faults, forms, numbers_by_form, standing
from site_builder.build import build
from tests.builders import a_network
from tests.content.test_demo_words import _labels_for_people as labels_for_people
from tests.site_builder.community import NOW, a_proposal, a_record, community, write_record

TRANSLATED = tuple(code for code in TONGUES if code != "en")

# The order of forms that gettext uses, by the names of the Unicode CLDR. Spanish needs no form of its own for
# millions here.
FORMS = {"es": ("one", "other"), "ar": ("zero", "one", "two", "few", "many", "other")}

# Small words that every English sentence has and no Spanish one, and the shortest labels of the pages.
ENGLISH = re.compile(
    r"\b(?:the|and|of|with|from|to|by|is|are|was|who|what|until|yes|nobody|members?|skills?|programs?|votes?"
    r"|ballots?|cohorts?|sign in|news|now|draft|voting|adopted|rejected|sponsors?|hours?|days?)\b",
    re.IGNORECASE,
)
# What tells one language's words from another's at a glance: letters that it alone has here.
LETTERS = {"ar": re.compile("[\u0621-\u064a]"), "es": re.compile("^[^\u0600-\u06ff]*$")}
FILE = re.compile(r"\w+\.jsonl?")
VOID = {"meta", "link", "br", "hr", "img", "input"}


@pytest.fixture(scope="module")
def words() -> Catalog:
    return gathered()


def _translated(language: str) -> Iterator[Message]:
    return (message for message in opened(language) if message.id)


def test_every_language_of_the_interface_has_a_catalogue() -> None:
    assert set(languages()) == set(TRANSLATED)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_is_written_in_the_letters_of_its_language(language: str) -> None:
    said = [(str(message.id), form) for message in _translated(language) for form in forms(message.string)]

    assert [(text, form) for text, form in said if not LETTERS[language].search(form)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_holds_what_templates_and_code_say_and_no_more(language: str, words: Catalog) -> None:
    found = standing(language, words)

    assert (found.missing, found.obsolete) == ((), ())


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_a_guess_and_none_is_empty(language: str) -> None:
    unsure = [message.id for message in _translated(language) if message.fuzzy]
    empty = [message.id for message in _translated(language) if not all(map(str.strip, forms(message.string)))]

    assert (unsure, empty) == ([], [])


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_and_elements_survive_translation_in_every_form(language: str) -> None:
    catalogue = opened(language)

    assert [wrong for message in catalogue if message.id for wrong in faults(message, catalogue)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_number_takes_the_plural_form_of_its_language(language: str) -> None:
    category = Locale.parse(tongue(language).locale).plural_form
    named = [{category(number) for number in numbers} for numbers in numbers_by_form(opened(language))]

    assert named == [{name} for name in FORMS[language]]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_plural_has_all_forms_of_its_language(language: str) -> None:
    counts = {len(forms(message.string)) for message in _translated(language) if message.pluralizable}

    assert counts == {len(FORMS[language])}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_puts_people_above_one_another(language: str) -> None:
    said = " ".join(form for message in _translated(language) for form in forms(message.string))

    assert labels_for_people(said) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_arabic_and_spanish_quote_with_their_own_marks(language: str) -> None:
    quoted = [form for message in _translated(language) for form in forms(message.string) if set(form) & set("“”")]

    assert quoted == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_updating_a_catalogue_that_is_up_to_date_changes_no_byte(language: str, words: Catalog) -> None:
    assert written(merged(opened(language), words)) == catalogue_path(language).read_bytes()


class _Read(HTMLParser):
    """Gather the words of a page's body without what is marked as English (a member's own) and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        unread = tag in ("head", "bdi", "code") or dict(attrs).get("lang") == "en"
        self._open.append(unread or (bool(self._open) and self._open[-1]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1]):
            self.words.append(data)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a built site that has a proposal in every state."""
    folder = tmp_path_factory.mktemp("site")
    states = [state for state in State if state not in (State.DRAFT, State.RECOUNT)]
    proposals = [a_proposal(state, id=f"2026-{number}") for number, state in enumerate(states, start=1)]
    words = {"en": "Ours", "es": "Aquí", "ar": "هنا"}
    catalogue = community(network=a_network(name=words, tagline=words, lead=words, contact=words))
    build(catalogue, write_record(folder / "record", a_record(*proposals)), folder / "public", NOW)
    return folder / "public"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_page_of_the_site_has_english_left(language: str, site: Path) -> None:
    pages = sorted((site / language).rglob("*.html"))
    left = {}
    for page in pages:
        reader = _Read()
        reader.feed(page.read_text("utf-8"))
        if found := ENGLISH.findall(FILE.sub("", " ".join(reader.words))):
            left[str(page.relative_to(site))] = found

    assert len(pages) > len(State)
    assert left == {}


def test_a_lost_placeholder_is_a_fault() -> None:
    catalogue = opened("es")
    message = Message("%(n)s of %(all)s", "%(n)s")

    assert faults(message, catalogue) == ("%(n)s",)


def test_a_form_for_one_number_alone_may_say_that_number_in_words() -> None:
    catalogue = opened("ar")
    said = ("لا أحد", "شخص واحد", "شخصان", "%(n)s أشخاص", "%(n)s شخصًا", "شخص")

    assert faults(Message(("%(n)s person", "%(n)s people"), said), catalogue) == ("شخص",)
