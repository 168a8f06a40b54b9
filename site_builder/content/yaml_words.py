"""What ruamel says of a text that is not YAML, in words for somebody who wants to mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, order=True)
class Trouble:
    line: int
    what: str
    mend: str


_OPENED = (
    ("quoted scalar", "a quote is opened and not closed.", "Close it, or double an apostrophe inside '…'."),
    ("flow sequence", "a list in [ ] is not closed.", "Close it with ']', with a comma between its items."),
    ("flow mapping", "a group in { } is not closed.", "Close it with '}', with a comma between its pairs."),
    ("flow node", "a '[' or '{' is not closed.", "Close it, with commas between its items."),
    ("expected ':'", "this line has no colon.", "Write 'key: value'."),
)
"""Told where it began, not where the reader gave up."""

_MET = (
    ("sequence entries are not allowed", "a list begins behind its key.", "Begin it on the next line."),
    ("cannot start any token", "a text begins with a sign that YAML keeps for itself.", "Put it between quotes."),
    ("block scalar", "after '|' or '>' only a line break may follow.", "Begin the text on the next line."),
    ("scanning an alias", "a text begins with '*'.", "Put it between quotes."),
    ("scanning an anchor", "a text begins with '&'.", "Put it between quotes."),
    ("special characters", "a control sign stands in the text.", "Take it out."),
)
_NO_BLANK = re.compile(r"\s*(?:- )?[\w-]+:(?!\s|//)\S")


def in_our_words(broken: Exception, first_line: int, text: str) -> Trouble:
    """Return where *text*, whose first line is line *first_line*, stops being YAML, why, and how to mend it."""
    told = f"{getattr(broken, 'context', None) or ''} {getattr(broken, 'problem', None) or broken}"
    lines = text.rstrip("\n").split("\n")
    begun, met = getattr(broken, "context_mark", None), getattr(broken, "problem_mark", None)
    for part, what, mend in _OPENED:
        if part in told:
            place = _line(begun or met, lines)
            if part == "expected ':'" and _NO_BLANK.match(lines[place]):
                what = "no blank stands after the colon."
            return Trouble(first_line + place, what, mend)
    place = _line(met or begun, lines)
    if "mapping values are not allowed" in told:
        return _stray_colon(place, first_line, lines)
    if "block end" in told:
        return _out_of_place(place, getattr(met, "column", 0), first_line, lines)
    for part, what, mend in _MET:
        if part in told:
            return Trouble(first_line + place, what, mend)
    mend = "Look at the signs : - [ ] { } and the indents of this line."
    return Trouble(first_line + place, "this is not YAML.", mend)


def _line(mark: Any, lines: list[str]) -> int:
    return min(mark.line if mark else 0, len(lines) - 1)


def _stray_colon(place: int, first_line: int, lines: list[str]) -> Trouble:
    """A colon too many here, or one without its blank on the line before."""
    if place and _NO_BLANK.match(lines[place - 1]):
        return Trouble(first_line + place - 1, "no blank stands after the colon.", "Write 'key: value'.")
    mend = "Put the whole text between quotes, or mend the indent."
    return Trouble(first_line + place, "a colon stands inside a text.", mend)


def _out_of_place(place: int, column: int, first_line: int, lines: list[str]) -> Trouble:
    """Something more after a value that is complete, or a line at an indent of its own."""
    if lines[place][:column].strip(" -"):
        mend = "Put the whole text between quotes, an apostrophe doubled inside '…'."
        return Trouble(first_line + place, "more stands behind a value that is complete.", mend)
    what = "this line does not stand under the ones above."
    return Trouble(first_line + place, what, "Indent it as its neighbours are.")
