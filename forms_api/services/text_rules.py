"""
Text hygiene at the border: what members type is put into one form, and what cannot be shown is refused.

Rules of this file: NFC; line ends are \\n; no control signs, halves of signs, private or unassigned ones; none
that turn the direction of what follows; none that look like nothing. Invisible format signs are dropped,
except joiners where a script or an emoji needs them.
Source: Unicode Standard Annex 9 (bidirectional controls), 29 and 31 (joiners); OWASP ASVS 5.0.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

MOST_MARKS = 4
"""Combining signs on one letter; more climb over the lines above."""

MOST_EMPTY_LINES = 2
_GAPS = re.compile(rf"\n{{{MOST_EMPTY_LINES + 2},}}")

BIDI = frozenset(map(chr, [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
LOOKS_EMPTY = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u2800\u3164\uffa0\ufffc\ufffd")
UNREADABLE = "\ufffd"
_LAYOUT = str.maketrans("", "", "\n\t")
JOINERS = frozenset("\u200c\u200d")
REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
JOINING_SCRIPTS = frozenset(
    {"ARABIC", "SYRIAC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL"}
    | {"TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR", "TIBETAN"}
)
CONFUSED_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK"})


def normal(text: str) -> str:
    """
    Return *text* in one form: NFC, line feeds at line ends, no invisible format signs, trimmed.

    What may not be stored becomes the replacement character: whoever typed it sees where it stands, and a page
    that shows it again stays a page.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if _plain(text):
        return _GAPS.sub("\n" * (MOST_EMPTY_LINES + 1), text).strip()
    signs = (UNREADABLE if _unfit(s) else s for place, s in enumerate(text) if not _dropped(text, place))
    # Once more: a dropped sign may have kept a letter and its accent apart.
    kept = unicodedata.normalize("NFC", "".join(signs))
    return _GAPS.sub("\n" * (MOST_EMPTY_LINES + 1), kept).strip()


def _plain(text: str) -> bool:
    """Tell at once what most texts are: without one sign that has to be looked at."""
    return text.translate(_LAYOUT).isprintable() and LOOKS_EMPTY.isdisjoint(text)


def _unfit(sign: str) -> bool:
    if sign in "\n\t":
        return False
    return unicodedata.category(sign) in REFUSED_CATEGORIES or sign in BIDI or sign in LOOKS_EMPTY


def _dropped(text: str, place: int) -> bool:
    sign = text[place]
    if sign in BIDI or sign in LOOKS_EMPTY or unicodedata.category(sign) != "Cf":
        return False
    return not (sign in JOINERS and _joins(text, place))


def _joins(text: str, place: int) -> bool:
    before = next((s for s in reversed(text[:place]) if not _rides(s)), "")
    after = text[place + 1 : place + 2]
    if not before or not after:
        return False
    if unicodedata.category(before) in ("So", "Sk") or before == "\U0001f3fb":
        return unicodedata.category(after) == "So"
    return script_of(before) in JOINING_SCRIPTS and script_of(after) in JOINING_SCRIPTS


def _rides(sign: str) -> bool:
    """Tell whether the sign sits on the one before: a mark, a variation selector or a skin tone."""
    return unicodedata.category(sign) in ("Mn", "Me", "Mc") or "\U0001f3fb" <= sign <= "\U0001f3ff"


def script_of(sign: str) -> str:
    """Return the script a letter belongs to, by the first word of its Unicode name; empty for anything else."""
    if not unicodedata.category(sign).startswith(("L", "M")):
        return ""
    return unicodedata.name(sign, "").split(" ")[0]


def refused_at(text: str, *, lines: bool) -> int | None:
    """Return the place of the first sign that may not be stored, or None; *lines* allows line ends and tabs."""
    if text.isascii() and text.isprintable():
        return None
    marks = 0
    for place, sign in enumerate(text):
        category = unicodedata.category(sign)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if lines and sign in "\n\t":
            continue
        if category in REFUSED_CATEGORIES or sign in BIDI or sign in LOOKS_EMPTY or marks > MOST_MARKS:
            return place
    return None


def mixed_scripts(name: str) -> bool:
    """Tell whether one word of *name* mixes scripts whose letters look alike: Latin, Cyrillic, Greek."""
    for letters, word in groupby(name, key=str.isalpha):
        if letters and len({script_of(sign) for sign in word} & CONFUSED_SCRIPTS) > 1:
            return True
    return False
