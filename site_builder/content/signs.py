"""Signs that cannot be seen, or that make a text read otherwise than it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from site_builder.problems import Findings

LOOKS_EMPTY = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0")
"""Letters and marks by their category, blank on the screen."""

JOINERS = frozenset("\u200c\u200d")
SOFT_HYPHEN = "\u00ad"
MAX_MARKS = 4
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5,}")
_ORDINARY = re.compile(r"[\n -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u0400-\u0482\u2010-\u2027]*\Z")


def check_signs(text: str, findings: Findings) -> None:
    """Report every line that holds a sign nobody can see, or more than four marks on one letter."""
    for number, line in enumerate(text.split("\n"), 1):
        for what, mend in sign_problems(line):
            findings.add(number, what, mend)


def sign_problems(line: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the signs of one line, and how to mend it."""
    if _ORDINARY.match(line):
        return
    for sign in sorted({c for i, c in enumerate(line) if not _allowed(c, line[i - 1 : i], line[i + 1 : i + 2])}):
        name = unicodedata.name(sign, "half a sign" if unicodedata.category(sign) == "Cs" else "a control sign")
        yield f"U+{ord(sign):04X} ({name}) cannot be seen.", "Take it out."
    if _MARKS.search(line):
        yield f"more than {MAX_MARKS} marks stand on one letter.", "Take the extra marks out."


def _allowed(sign: str, before: str, after: str) -> bool:
    if sign in LOOKS_EMPTY:
        return False
    if sign in JOINERS:
        return _needs_joiners(before) and _needs_joiners(after)
    category = unicodedata.category(sign)
    if category == "Cf":
        return sign == SOFT_HYPHEN
    return sign == "\t" or category not in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")


def _needs_joiners(neighbour: str) -> bool:
    """Tell whether the neighbour's script joins its letters, or is an emoji's part."""
    if not neighbour:
        return False
    return (
        0x0600 <= ord(neighbour) <= 0x0DFF
        or unicodedata.category(neighbour) in ("So", "Sk")
        or (neighbour in "\ufe0f\u2640\u2642")
    )
