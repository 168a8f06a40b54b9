"""
Words as they are looked up: without case, accents, vowel signs and the forms one letter takes.

Rules of this file: templates/assets/search.js does the same, sign by sign (a test compares the two in a browser);
whatever is changed here is changed there.
"""

from __future__ import annotations

import re
import unicodedata

from domain.search import SMALL_WORDS

_LETTERS = {
    "ß": "ss", "ς": "σ", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "ـ": "", "ء": "", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ٱ": "ا",
}  # fmt: skip
_POSSESSIVE = re.compile(r"['’]s(?![^\W_])")
_ARTICLE = "ال"
_LEFT_OF_A_WORD = 3
"""Letters an Arabic word keeps without its article; with fewer it is taken whole."""

LONGEST = 40
"""Of a longer word its beginning is enough to find it."""


class _Folding(dict[int, str]):
    """What becomes of each sign: a letter, nothing, or the space between two words; filled as signs are met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        kind = unicodedata.category(sign)[0]
        found = _LETTERS.get(sign, sign) if kind in "LN" else "" if kind == "M" else " "
        self[code] = found
        return found


_FOLDING = _Folding()


_TYPED = {"’": "'", "‘": '"', "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."}


def typed(text: str) -> str:
    """Return *text* with the signs of print as a keyboard has them: words end at both, and most are ASCII then."""
    if not text.isascii():
        for sign, plain in _TYPED.items():
            text = text.replace(sign, plain)
    return text


def folded(text: str) -> list[str]:
    """Return the words of *text* in their order, folded."""
    text = typed(text)
    small = text.lower()
    if not small.isascii():
        # Twice: some signs come apart only once they are small, and others only before.
        small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    if "'s" in small:
        small = _POSSESSIVE.sub("", small)
    return small.translate(_FOLDING).split()


def indexed(text: str) -> set[str]:
    """Return the words under which *text* is found; an Arabic word stands without its article."""
    text = typed(text)
    words = set(folded(text))
    # Most texts need no second look.
    if text.isascii() and max(map(len, words), default=0) <= LONGEST:
        return words
    return {bare(word)[:LONGEST] for word in words}


def telling(text: str) -> set[str]:
    """Return the words of a long text under which it is found: all but those that stand around what is meant."""
    return indexed(text) - SMALL_WORDS


def bare(word: str) -> str:
    """Return an Arabic word without its article; any other as it is."""
    if word.startswith(_ARTICLE) and len(word) >= len(_ARTICLE) + _LEFT_OF_A_WORD:
        return word[len(_ARTICLE) :]
    return word
