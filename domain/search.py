"""
Find the skill somebody means by the words they typed, in whatever language and however they spell it.

Rules of this file: all languages are searched at once, because nobody says which one they write; a skill is found
by its own names only (labels, other words for it, its category), never by who shares it; what cannot be read as
words finds nothing and harms nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import chain
from math import log

from domain.skills import Category, Skill

MAX_CHARACTERS = 200
MAX_WORDS = 12
MAX_FOUND = 5

SAME, KIN, BEGUN, MISSPELT = 1.0, 0.8, 0.6, 0.5
"""How sure a word is: the same, of the same stem, its beginning, one letter off."""

BEGINNING_FROM, TYPO_FROM = 3, 5
"""Letters a word needs to be taken for a beginning, or for a slip of the pen: fewer are too many words at once."""

CATEGORY_COUNTS = 0.4
NEAR_THE_BEST = 0.5
"""What scores less than this share of the best find is left out."""

_POSSESSIVE = re.compile(r"['’]s\b")
_NO_LETTERS = re.compile(r"[\W_]+")
_ARABIC_FORMS = str.maketrans({"ـ": None, "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ٱ": "ا", "ء": None})

_SMALL_WORDS = """
    a an the at of for to my me in on with and or is are i we it need needs want some someone somebody who can
    could do does please how help helping from into up our their his her your you get getting
problem problems trouble
    el la los las un una de del al en con para por que mi me y o es necesito quiero busco ayuda ayudar alguien
    se lo su mis a quien puede pueda problema problemas
    في من على عند الي مع انا اريد احتاج شخص احد الذي لي ان او ما هل مساعده المساعده يساعدني بحاجه مشكله
"""
SMALL_WORDS = frozenset(_SMALL_WORDS.split())
"""Words that stand around what is meant, as `plain` leaves them."""

_LATIN_ENDINGS = (
    "aciones", "ciones", "ations", "ating", "ation", "acion", "adora", "ators", "mente", "iendo", "cion", "ador",
    "ando", "ator", "ings", "ions", "ates", "tor", "ate", "ing", "ion", "ers", "ies", "ado", "ada", "ido", "ida",
    "ar", "er", "ir", "or", "es", "ed", "as", "os", "a", "e", "o", "s", "y",
)  # fmt: skip
_ARABIC_BEGINNINGS = ("وال", "بال", "كال", "فال", "لل", "ال")
_ARABIC_ENDINGS = ("ات", "ون", "ين", "ها", "ان", "ه", "ي")
_SHORTEST_STEM = 3


class Named(StrEnum):
    """What of a skill was met: its own name, another word for it, or only the category it belongs to."""

    LABEL = "label"
    ALSO = "also"
    CATEGORY = "category"


@dataclass(frozen=True)
class Found:
    """
    A skill that may be meant: its *slug*, the name of it that was met as it is written, in its *language*.

    *sure* is false where the words fit only by mending a letter.
    """

    skill: str
    named: Named
    words: str
    language: str
    sure: bool
    score: float


def plain(text: str) -> str:
    """
    Return *text* as it is compared: small letters, no accents, vowel signs or elongation, words apart by a space.

    Forms of one Arabic letter (alef with hamza, final ya, ta marbuta) become one letter.
    """
    # Twice: some letters are small or capital only once they are taken apart, and others only before.
    letters = unicodedata.normalize("NFKD", text)
    letters = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", letters.casefold()))
    bare = "".join(c for c in letters if not unicodedata.combining(c)).translate(_ARABIC_FORMS)
    return " ".join(_NO_LETTERS.sub(" ", bare).split())


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return what is left of a plain word without the endings (in Arabic also beginnings) that grammar adds."""
    if "\u0600" <= word[0] <= "\u06ff":
        return _without(_without_beginning(word), _ARABIC_ENDINGS)
    return _without(word, _LATIN_ENDINGS)


def _without(word: str, endings: Iterable[str]) -> str:
    fits = (e for e in endings if word.endswith(e) and len(word) - len(e) >= _SHORTEST_STEM)
    ending = next(fits, "")
    return word[: len(word) - len(ending)]


def _without_beginning(word: str) -> str:
    fits = (b for b in _ARABIC_BEGINNINGS if word.startswith(b) and len(word) - len(b) >= _SHORTEST_STEM)
    return word[len(next(fits, "")) :]


def one_letter_off(one: str, other: str) -> bool:
    """Tell whether one letter changed, added, left out or swapped with its neighbour makes one word the other."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(long) - len(short) > 1 or one == other:
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[:at] + short[at : at + 2][::-1] + short[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped == long


@dataclass(frozen=True)
class _Phrase:
    skill: str
    named: Named
    written: str
    language: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Hit:
    """How well each typed word is met in one phrase; *weights* in the order of the words, 0 where not at all."""

    phrase: _Phrase
    weights: tuple[float, ...]
    score: float


@dataclass(frozen=True)
class Index:
    """All names of all skills, ready to be searched."""

    phrases: tuple[_Phrase, ...]

    @cached_property
    def _skills_with(self) -> Mapping[str, int]:
        """Return for each stem how many skills have a name with it."""
        met: dict[str, set[str]] = {}
        for phrase in self.phrases:
            for word in phrase.words:
                met.setdefault(stem(word), set()).add(phrase.skill)
        return {word: len(skills) for word, skills in met.items()}

    @cached_property
    def _words(self) -> tuple[str, ...]:
        """Return every word of every name, once."""
        return tuple(dict.fromkeys(word for phrase in self.phrases for word in phrase.words))

    @cached_property
    def _plain_names(self) -> Mapping[str, str]:
        return {" ".join(phrase.words): phrase.written for phrase in self.phrases if phrase.words}

    def rarity(self, word: str) -> float:
        """Return how much a word tells: one that few skills are called by tells more."""
        return 1 + log((1 + len(self._skills_with)) / (1 + self._skills_with.get(stem(word), 0)))

    def find(self, text: str) -> tuple[Found, ...]:
        """Return the skills that *text* may mean, the likeliest first, at most MAX_FOUND."""
        words = _telling(text)
        # Names share most of their words: each word is weighed once, not once in every name it stands in.
        near = [{w: weight for w in self._words if (weight := _likeness(word, w))} for word in words]
        by_skill: dict[str, list[_Hit]] = {}
        for phrase in self.phrases:
            weights = tuple(max((met.get(w, 0.0) for w in phrase.words), default=0.0) for met in near)
            if any(weights):
                hit = _Hit(phrase, weights, self._overlap(words, weights, phrase))
                by_skill.setdefault(phrase.skill, []).append(hit)
        found = sorted((self._found(words, hits) for hits in by_skill.values()), key=lambda f: (-f.score, f.skill))
        return tuple(f for f in found if f.score >= NEAR_THE_BEST * found[0].score)[:MAX_FOUND]

    def _overlap(self, words: tuple[str, ...], weights: tuple[float, ...], phrase: _Phrase) -> float:
        """
        Return how nearly the phrase is what was typed, 0 to 1: 2 x common / (typed + phrase), each word by rarity.

        Source: Dice, "Measures of the amount of ecologic association between species" (1945).
        """
        common = sum(self.rarity(word) * weight for word, weight in zip(words, weights, strict=True))
        both = sum(map(self.rarity, words)) + sum(map(self.rarity, phrase.words))
        return 2 * common / both * (CATEGORY_COUNTS if phrase.named is Named.CATEGORY else 1.0)

    def _found(self, words: tuple[str, ...], hits: list[_Hit]) -> Found:
        """Weigh what all names of one skill have in common with the words, and name the nearest of them."""
        best = max(hits, key=lambda hit: (hit.score, hit.phrase.named is Named.LABEL, hit.phrase.written))
        met = [max(_counted(hit, place) for hit in hits) for place in range(len(words))]
        typed = sum(map(self.rarity, words))
        covered = sum(self.rarity(word) * weight for word, weight in zip(words, met, strict=True)) / typed
        phrase = best.phrase
        sure = any(weight > MISSPELT for weight in best.weights)
        return Found(phrase.skill, phrase.named, phrase.written, phrase.language, sure, covered + best.score)

    def nearest(self, text: str) -> str:
        """Return the one name nearest to *text* as a whole, for "did you mean"; empty where none is near."""
        from difflib import get_close_matches

        close = get_close_matches(" ".join(_telling(text)), self._plain_names, n=1, cutoff=0.6)
        return self._plain_names[close[0]] if close else ""


def _counted(hit: _Hit, place: int) -> float:
    weight = hit.weights[place]
    return weight * CATEGORY_COUNTS if hit.phrase.named is Named.CATEGORY else weight


def index_of(skills: Iterable[Skill], categories: Mapping[str, Category]) -> Index:
    """Return the index of all names of *skills* and of the categories they belong to."""
    return Index(tuple(chain.from_iterable(_phrases(skill, categories) for skill in skills)))


def _phrases(skill: Skill, categories: Mapping[str, Category]) -> Iterable[_Phrase]:
    for language, label in skill.label.items():
        yield _phrase(skill, Named.LABEL, label, language)
    for language, others in skill.also.items():
        for other in others:
            yield _phrase(skill, Named.ALSO, other, language)
    category = categories.get(skill.category)
    for language, label in category.label.items() if category else ():
        yield _phrase(skill, Named.CATEGORY, label, language)


def _phrase(skill: Skill, named: Named, written: str, language: str) -> _Phrase:
    return _Phrase(skill.slug, named, written, language, _telling(written))


def _telling(text: str) -> tuple[str, ...]:
    """Return the words of *text* that tell something, once each; all of them where none does."""
    words = list(dict.fromkeys(plain(text[:MAX_CHARACTERS]).split()))[:MAX_WORDS]
    return tuple(word for word in words if word not in SMALL_WORDS) or tuple(words)


def _likeness(typed: str, word: str) -> float:
    """Return how sure it is that the typed word means *word*, 0 for not at all."""
    if typed == word:
        return SAME
    if stem(typed) == stem(word):
        return KIN
    if len(typed) >= BEGINNING_FROM and word.startswith(typed):
        return BEGUN
    long_enough = len(typed) >= TYPO_FROM and len(word) >= TYPO_FROM
    return MISSPELT if long_enough and one_letter_off(typed, word) else 0.0
