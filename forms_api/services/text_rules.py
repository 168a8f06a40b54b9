"""
Text hygiene at the border: what members type is put into one form, and what cannot be shown is refused.

Rules of this file: NFC; line ends are \\n; what domain/signs.py calls unfit is made visible and refused, and the
invisible format signs that nothing needs are dropped.
Source: OWASP ASVS 5.0.
"""

from __future__ import annotations

import re
import unicodedata

from domain.names import mixed_scripts
from domain.signs import Fault, fault_at, faults, plain

__all__ = ("UNREADABLE", "mixed_scripts", "normal", "refused_at")

MOST_EMPTY_LINES = 2
_GAPS = re.compile(rf"\n{{{MOST_EMPTY_LINES + 2},}}")

UNREADABLE = "\ufffd"


def normal(text: str) -> str:
    """
    Return *text* in one form: NFC, line feeds at line ends, no invisible format signs, trimmed.

    What may not be stored becomes the replacement character: whoever typed it sees where it stands, and a page
    that shows it again stays a page.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if plain(text):
        return _GAPS.sub("\n" * (MOST_EMPTY_LINES + 1), text).strip()
    found = ((sign, fault_at(text, place)) for place, sign in enumerate(text))
    signs = (UNREADABLE if fault is Fault.UNFIT else sign for sign, fault in found if fault is not Fault.IDLE)
    # Once more: a dropped sign may have kept a letter and its accent apart.
    kept = unicodedata.normalize("NFC", "".join(signs))
    return _GAPS.sub("\n" * (MOST_EMPTY_LINES + 1), kept).strip()


def refused_at(text: str, *, lines: bool) -> int | None:
    """Return the place of the first sign that may not be stored, or None; *lines* allows line ends and tabs."""
    if text.isascii() and text.isprintable():
        return None
    breaks = [] if lines else [place for place, sign in enumerate(text) if sign in "\n\t"]
    return min([*breaks[:1], *_first_fault(text)], default=None)


def _first_fault(text: str) -> list[int]:
    return [place for place, _ in faults(text)][:1]
