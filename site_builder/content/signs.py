"""Signs that cannot be seen, or that make a text read otherwise than it is written, told line by line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from domain.signs import MOST_MARKS, Fault, faults
from site_builder.problems import Findings


def check_signs(text: str, findings: Findings) -> None:
    """Report every line that holds a sign nobody can see, or more than four marks on one letter."""
    for number, line in enumerate(text.split("\n"), 1):
        for what, mend in sign_problems(line):
            findings.add(number, what, mend)


def sign_problems(line: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the signs of one line, and how to mend it."""
    found = [(line[place], fault) for place, fault in faults(line)]
    for sign in sorted({sign for sign, fault in found if fault is not Fault.TOWER}):
        name = unicodedata.name(sign, "half a sign" if unicodedata.category(sign) == "Cs" else "a control sign")
        yield f"U+{ord(sign):04X} ({name}) cannot be seen.", "Take it out."
    if any(fault is Fault.TOWER for _, fault in found):
        yield f"more than {MOST_MARKS} marks stand on one letter.", "Take the extra marks out."
