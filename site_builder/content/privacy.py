"""
Look for ways to reach or find a person: content/ is read by everybody, so none of them may stand in it.

A pattern is no proof: it stops the slip, not the will. The words of a problem never repeat what was found, because
reports are copied into places that are public too.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from site_builder.problems import Findings

MEND = "Take it out; contact details are entered through the forms and stay private."

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
    r"|\b(?:[Cc]alle|[Aa]venida|[Pp]laza|C/)\s*(?:[\w'’-]+,?\s+){1,4}(?:n\.?º\s*)?\d{1,4}\b"
    r"|(?:شارع|زقاق)\s+(?:\w+\s+){1,4}(?:رقم\s+)?\d{1,4}\b"
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b")


def check_privacy(text: str, names: Collection[str], findings: Findings) -> None:
    """Report each line with an e-mail address, a telephone number or a street address; *names* are no streets."""
    for number, line in enumerate(text.split("\n"), 1):
        if ("@" in line or "at" in line) and _EMAIL.search(line):
            findings.add(number, "an e-mail address stands here.", MEND)
        if any(sign.isdigit() for sign in line):
            _check_numbers(_DAYS.sub("…", line), names, number, findings)


def _check_numbers(line: str, names: Collection[str], number: int, findings: Findings) -> None:
    if any(not _INVENTED.match(found[0].strip()) for found in _NUMBER.finditer(line)):
        findings.add(number, "a telephone number stands here.", MEND)
    for name in names:
        line = line.replace(name, "…")
    if _STREET.search(line) or _POSTCODE.search(line):
        findings.add(number, "a street address stands here.", MEND)
