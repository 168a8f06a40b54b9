"""
Signs nobody can see, and signs that make a text read otherwise than it is written.

Rules of this file: one rule for what members type and for what maintainers write. No control signs, halves of
signs, private or unassigned ones; none that turn the direction of what follows; none that look like nothing. An
invisible format sign stands only where a script or an emoji needs it: the joiners.
Source: Unicode Standard Annex 9 (bidirectional controls), 29 and 31 (joiners); OWASP ASVS 5.0.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum

MOST_MARKS = 4
"""Combining signs on one letter; more climb over the lines above."""

BIDI = frozenset(map(chr, [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
LOOKS_EMPTY = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800\u3164\uffa0\ufffc\ufffd"
    "\U00016fe4\U0001d159"
)
"""Letters, marks and symbols by their category, blank on the screen; and what stands for a broken sign."""

JOINERS = frozenset("\u200c\u200d")
REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
JOINING_SCRIPTS = frozenset(
    {"ARABIC", "SYRIAC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL"}
    | {"TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR", "TIBETAN"}
)
_ORDINARY = re.compile(r"[\n\t -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u0400-\u0482\u2010-\u2027]*\Z")


class Fault(Enum):
    """Why a sign may not stand where it stands."""

    UNFIT = "unfit"
    """Never shown, anywhere: it is refused."""

    IDLE = "idle"
    """An invisible format sign that nothing here needs: it may be dropped without a loss."""

    TOWER = "tower"
    """One mark too many on one letter."""


def faults(text: str) -> Iterator[tuple[int, Fault]]:
    """Yield the place of each sign that may not stand there, and why. Line ends and tabs are in order."""
    if _ORDINARY.match(text):
        return
    marks = 0
    for place, sign in enumerate(text):
        marks = marks + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        fault = fault_at(text, place)
        if fault is not None:
            yield place, fault
        elif marks > MOST_MARKS:
            yield place, Fault.TOWER


def fault_at(text: str, place: int) -> Fault | None:
    """Return what is wrong with the sign at *place*, taken by itself and with its neighbours."""
    sign = text[place]
    if sign in "\n\t":
        return None
    category = unicodedata.category(sign)
    if category in REFUSED_CATEGORIES or sign in BIDI or sign in LOOKS_EMPTY:
        return Fault.UNFIT
    if category == "Cf" and not (sign in JOINERS and _joins(text, place)):
        return Fault.IDLE
    return None


def plain(text: str) -> bool:
    """Tell at once what most texts are: without one sign that has to be looked at."""
    return text.replace("\n", "").replace("\t", "").isprintable() and LOOKS_EMPTY.isdisjoint(text)


def _joins(text: str, place: int) -> bool:
    before = next((s for s in reversed(text[:place]) if not _rides(s)), "")
    after = text[place + 1 : place + 2]
    if not before or not after:
        return False
    if unicodedata.category(before) in ("So", "Sk"):
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
