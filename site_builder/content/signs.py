"""Signs that cannot be seen, or that make a text read otherwise than it is written, told line by line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from domain.signs import MOST_MARKS, Fault, faults, plain
from site_builder.problems import Findings


def check_signs(text: str, findings: Findings) -> None:
    """Report every line that holds a sign nobody can see, or more than four marks on one letter."""
    if _all_seen(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        for what, mend in sign_problems(line):
            findings.add(number, what, mend)


def _all_seen(text: str) -> bool:
    """Tell, of a whole text at once, that nothing in it can be wrong; in doubt each line is looked at."""
    if text.isascii():
        return text.replace("\n", "").replace("\t", "").isprintable()
    marks = "".join(sign for sign in set(text) if unicodedata.category(sign) in ("Mn", "Me"))
    tower = marks and re.search(f"[{re.escape(marks)}]{{{MOST_MARKS + 1}}}", text)
    return plain(text) and not tower


def sign_problems(line: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the signs of one line, and how to mend it."""
    found = [(line[place], fault) for place, fault in faults(line)]
    for sign in sorted({sign for sign, fault in found if fault is not Fault.TOWER}):
        name = unicodedata.name(sign, "half a sign" if unicodedata.category(sign) == "Cs" else "a control sign")
        yield f"U+{ord(sign):04X} ({name}) cannot be seen.", "Take it out."
    if any(fault is Fault.TOWER for _, fault in found):
        yield f"more than {MOST_MARKS} marks stand on one letter.", "Take the extra marks out."
