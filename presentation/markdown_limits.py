"""How much Markdown is worth rendering, told by line: beyond it a text is shown as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from presentation.markdown_text import MAX_BRACKETS, MAX_DEPTH, MAX_MAINTAINER_BYTES, MAX_OPEN_BRACKETS

_MARKERS = re.compile(r"[ \t]*(?:(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])[ \t]*)+")
_MARKER = re.compile(r">|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])")


@dataclass(frozen=True)
class Excess:
    """What is too much, first met in line *line* of the text, and how to mend it."""

    line: int
    what: str
    mend: str


def excesses(text: str) -> Iterator[Excess]:
    """Yield each way in which a maintainers' text is too much to be rendered; nothing where it is not."""
    if len(text) * 4 > MAX_MAINTAINER_BYTES:
        size = len(text.encode("utf-8", "replace"))
        if size > MAX_MAINTAINER_BYTES:
            mend = f"Keep it within {MAX_MAINTAINER_BYTES:,}: make two pages of it."
            yield Excess(1, f"the text has {size:,} bytes.", mend)
    brackets = text.count("[")
    if brackets > MAX_BRACKETS:
        yield Excess(
            1, f"the text has {brackets} signs '['.", f"Keep it within {MAX_BRACKETS}: make two pages of it."
        )
    elif brackets - text.count("]") > MAX_OPEN_BRACKETS:
        yield Excess(_first_open(text), "many signs '[' stand open.", "Close each with ']', or write it as '\\['.")
    for number, line in enumerate(text.split("\n"), 1):
        if _deep(line):
            mend = f"Keep it within {MAX_DEPTH} levels."
            yield Excess(number, "quotes, lists or indents stand inside one another too deep.", mend)
            return


def _deep(line: str) -> bool:
    if not line[:1].isspace() and line[:1] not in ">-*+0123456789":
        return False
    marks = _MARKERS.match(line)
    if marks and len(_MARKER.findall(marks[0])) > MAX_DEPTH:
        return True
    wide = line.expandtabs(4)
    return len(wide) - len(wide.lstrip(" ")) > 4 * MAX_DEPTH


def _first_open(text: str) -> int:
    """Return the first line with more opening than closing brackets."""
    lines = enumerate(text.split("\n"), 1)
    return next((number for number, line in lines if line.count("[") > line.count("]")), 1)
