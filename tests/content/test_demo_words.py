"""
The words of the demo community: nobody stands above anybody, nobody's address is written down,
and whoever reads Spanish or Arabic meets the same community as whoever reads English.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

CONTENT = Path(__file__).resolve().parents[2] / "content"
FILES = sorted(path for path in CONTENT.rglob("*") if path.suffix in {".md", ".yaml"})
SKILLS = sorted((CONTENT / "skills").glob("*.md"))
LANGUAGES = ("en", "es", "ar")
FEWEST_SYNONYMS = 2

MET_FIRST = (
    *("about", "accessibility", "how-exchange-works", "how-we-decide"),
    *("privacy", "take-part", "trust", "what-we-keep"),
)
"""The pages a newcomer meets first; the one for maintainers is written for people who read English."""

# Whole words, accents and Arabic vowel signs taken off. Words that are harmless elsewhere ("poor soil",
# "a recipient of a letter") are named with the neighbours that make them a label for people.
ABOVE_ONE_ANOTHER = re.compile(
    r"""\b(?:
      needy | beneficiar(?:y|ies) | undeserving | deserving | the\ (?:poor|helpless|disadvantaged|vulnerable)
    | charity\ cases? | (?:on|for)\ handouts? | less\ fortunate | underprivileged | service\ users?
    | recipients?\ of\ (?:help|support|aid|charity) | (?:our|your)\ (?:recipients|clients) | worthy\ cause
    | best\ (?:helper|giver|neighbour|volunteer)s? | top\ (?:helper|giver|member|volunteer)s? | leaderboards?
    | (?:member|volunteer)\ of\ the\ (?:week|month|year)
    | necesitad[oa]s | persona\ necesitada | beneficiari[oa]s? | los\ pobres | desfavorecid[oa]s?
    | menos\ afortunad[oa]s? | casos?\ de\ caridad | limosnas? | marginad[oa]s | quien\ mas\ da
    | (?:mejor|mejores)\ (?:voluntari[oa]s?|vecin[oa]s?) | (?:voluntari[oa]|miembro)\ del\ mes
    | [وف]?[بكل]?(?:ال|ل)?(?:
          محتاج(?:ين|ون|ة|ات)? | مستفيد(?:ين|ون|ة|ات)? | فقراء | مساكين | معوز(?:ين|ون)? | متصدق(?:ين|ون)?
        | صدق(?:ة|ات) | اقل\ حظا | افضل\ (?:متطوع|جار|عضو) | متطوع\ الشهر
      )
    )\b""",
    re.VERBOSE,
)

E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
TELEPHONE = re.compile(r"(?<![\w-])\+?\(?\d(?:[\d ().-]{5,})\d")
KEPT_FOR_FICTION = re.compile(r"555 01\d\d")
DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
STREET = re.compile(
    r"\b\d+[a-z]? (?:[A-Z]\w+ )+(?:Street|Road|Lane|Avenue|Close|Terrace|Row|Square|Drive|Gardens|Hill|Docks)\b"
    r"|\b(?:[Cc]alle|[Aa]venida|[Pp]laza) (?:[A-ZÁÉÍÓÚÑ]\w+ ?)+,? ?\d"
    r"|\bشارع \S+ [\d٠-٩]"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
)


def _plain(text: str) -> str:
    """Return *text* in small letters on one line, without accents and Arabic vowel signs."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def _labels_for_people(text: str) -> list[str]:
    return ABOVE_ONE_ANOTHER.findall(_plain(text))


def _ways_to_a_door(text: str) -> list[str]:
    """Return every e-mail address, telephone number, street or postcode in *text*."""
    numbers = TELEPHONE.findall(DATE.sub(" ", KEPT_FOR_FICTION.sub(" ", text)))
    streets = [found.group() for found in STREET.finditer(text)]
    return [*E_MAIL.findall(text), *numbers, *streets]


def _front_matter(path: Path) -> dict[str, Any]:
    _, front, _ = path.read_text(encoding="utf-8").split("---\n", 2)
    loaded = YAML(typ="safe", pure=True).load(front)
    assert isinstance(loaded, dict)
    return loaded


def _name(path: Path) -> str:
    return str(path.relative_to(CONTENT))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_no_text_puts_people_above_one_another(path: Path) -> None:
    assert _labels_for_people(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_no_text_leads_to_anybodys_door(path: Path) -> None:
    assert _ways_to_a_door(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "We feed the needy.",
        "Every beneficiary\nsigns here.",
        "She was our best helper.",
        "Ropa para los más necesitados.",
        "Cada beneficiaria firma aquí.",
        "نساعد المُحتاجين.",
        "صندوق للفقراء",
        "قائمة المستفيدين",
        "أفضل متطوّع",
    ],
)
def test_a_label_that_sorts_people_is_recognised(sentence: str) -> None:
    assert _labels_for_people(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["Write to ana@weirside.example.", "Ring 020 7946 0018.", "Ring 555 0942.", "At 12 Mill Lane.", "In N1 9GU."],
)
def test_a_way_to_a_door_is_recognised(sentence: str) -> None:
    assert _ways_to_a_door(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ring 555 0142.",
        "On 2026-11-23 at 18:30.",
        "Tuesday, 15:00 to 19:00.",
        "Four of 12 in Mill Lane.",
        "Poor soil.",
    ],
)
def test_ordinary_sentences_pass_both_tests(sentence: str) -> None:
    assert _ways_to_a_door(sentence) == _labels_for_people(sentence) == []


def test_there_are_forty_skills_on_eight_shelves() -> None:
    shelves = {_front_matter(path)["category"] for path in SKILLS}

    assert (len(SKILLS), len(shelves)) == (40, 8)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", SKILLS, ids=_name)
def test_a_skill_is_named_described_and_found_in_every_language(path: Path, language: str) -> None:
    skill = _front_matter(path)

    assert skill["label"][language].strip()
    assert skill["description"][language].strip()
    assert len(set(skill["also"][language]) - {skill["label"][language]}) >= FEWEST_SYNONYMS


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_leads_to_two_skills(language: str) -> None:
    skills_by_word: dict[str, list[str]] = defaultdict(list)
    for path in SKILLS:
        skill = _front_matter(path)
        for word in [skill["label"][language], *skill["also"][language]]:
            skills_by_word[_plain(word)].append(path.stem)

    assert {word: skills for word, skills in skills_by_word.items() if len(skills) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize(
    "original",
    sorted(
        path
        for folder in ("programs", "playbooks", "pages")
        for path in (CONTENT / folder).glob("*.md")
        if "." not in path.stem and (folder != "pages" or path.stem in MET_FIRST)
    ),
    ids=_name,
)
def test_what_a_newcomer_meets_first_stands_in_every_language(original: Path, language: str) -> None:
    translated = original.with_suffix(f".{language}.md")

    assert translated.exists()
    assert _front_matter(translated)["title"] != _front_matter(original)["title"]
    assert translated.read_text(encoding="utf-8").count("\n## ") == original.read_text(encoding="utf-8").count(
        "\n## "
    )
