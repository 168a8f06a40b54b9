"""
Look for ways to reach or find a person: content/ is read by everybody, so none of them may stand in it.

A pattern is no proof: it stops the slip, not the will. The words of a problem never repeat what was found, because
reports are copied into places that are public too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from site_builder.problems import Findings

MEND = "Take it out; contact details are entered through the forms and stay private."

_DIGIT = re.compile(r"\d")
_EMAIL = re.compile(r"[\w.+-]+\s?(@|\[at\]|\(at\))\s?[\w-]+(\.[\w-]+)+")
_NUMBER = re.compile(r"(?<![\w./=-])\+?\(?\d(?:[ \u00a0\u202f().\-/]{0,2}\d){6,14}(?!\w)")
_INVENTED = re.compile(r"(\+?\d{1,3}[ \u00a0-])?(\(?\d{3}\)?[ \u00a0-])?555[ \u00a0-]?01\d\d\Z")
"""Numbers that are nobody's: 555 01xx is kept for stories and examples."""

_DAYS = re.compile(
    r"(?<![\d./-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}([./-])\d{1,2}\1\d{4}|(?:1[89]|20)\d\d\s?[-–/]\s?(?:1[89]|20)\d\d"
    r"|\d{1,2}[.:]\d{2}\s?[-–]\s?\d{1,2}[.:]\d{2})(?![./-]?\d)"
)
"""Days, spans of years and of hours, which have as many digits as a telephone number."""

_STREET = re.compile(
    r"(?<![:\d.,])\b(?!(?:19|20)\d\d\b)\d{1,4}[a-zA-Z]?\s+(?:[A-Z][\w'’-]+\s+){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive|Terrace|Place|Square|Crescent|Court|Way|Row|Walk|Gardens)\b"
    r"|\b(?:(?:[Cc]alle|[Aa]venida|[Pp]laza)\s|C/)\s*(?:[\w'’-]+,?\s+){1,4}(?:n\.?º\s*)?\d{1,4}\b"
    r"|(?:شارع|زقاق)\s+(?:\w+\s+){1,4}(?:رقم\s+)?\d{1,4}\b"
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b")
_SIGN = re.compile(r"[\d@\])]")

E_MAIL = "an e-mail address stands here."
TELEPHONE = "a telephone number stands here."
STREET = "a street address stands here."


def check_privacy(text: str, names: Collection[str], findings: Findings) -> None:
    """Report each line with an e-mail address, a telephone number or a street address; *names* are no streets."""
    for start, end in _lines_to_look_at(text):
        for what in dict.fromkeys(what for what, _ in ways_to_reach(text[start:end], names)):
            findings.add(text.count("\n", 0, start) + 1, what, MEND)


def _lines_to_look_at(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the lines begin and end that may hold a digit or a sign of an address; most hold none."""
    found = _SIGN.search(text)
    while found:
        start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.start())
        end = len(text) if end < 0 else end
        yield start, end
        found = _SIGN.search(text, end)


def ways_to_reach(line: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what kind each way to reach somebody in *line* is, with the way itself; *names* are no streets."""
    if "@" in line or "at]" in line or "at)" in line:
        yield from ((E_MAIL, found[0]) for found in _EMAIL.finditer(line))
    if _DIGIT.search(line):
        line = _DAYS.sub("…", line)
        # Most lines with a digit say a day and nothing else.
        if _DIGIT.search(line):
            yield from _numbers(line, names)


def _numbers(line: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    for found in _NUMBER.finditer(line):
        if not _INVENTED.match(found[0].strip()):
            yield TELEPHONE, found[0]
    if not (_STREET.search(line) or _POSTCODE.search(line)):
        # Nearly every line: a large community has a thousand names of programs.
        return
    for name in names:
        line = line.replace(name, "…")
    for pattern in (_STREET, _POSTCODE):
        yield from ((STREET, found[0]) for found in pattern.finditer(line))
