"""What of a Markdown text its readers see as words: no targets of links, no marks, no comments."""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)"  # a comment, open or closed
    r"|<[^>\n]*>"  # a tag, or an address between angle brackets
    r"|^[ ]{0,3}\[(?!\^)[^\]\n]*\]:[^\n]*$"  # where a link by reference leads
    r"|(?<=\])\([^)\n]*\)"  # where a link leads, and an image lies
    r"|(?<=\])\[[^\]\n]*\]"  # by which reference
    r"|^[ ]{0,3}(?:!!!|```|~~~)[^\n]*$"  # the line that opens a callout or code
    r"|\{[:#.][^}\n]*\}"  # attributes
    r"|\[\^[^\]\n]*\]:?|\[TOC\]",  # the mark of a footnote, the place of the contents
    re.DOTALL | re.MULTILINE,
)
_MARKS = re.compile(r"[*_`#>|\[\]!\\~]+|^[ \t]*(?:[-+]|\d{1,3}[.)])[ \t]+|^[-=: \t]+$", re.MULTILINE)
_SIGNS = re.compile(r"[*_`#>|\[\]!\\~]+")
_OPENS = re.compile(r"(?:\A|\n)[ \t]*[-+=:\d]")
"""Where no line opens so, the marks are those signs alone: again a quick look."""
_HIDING = ("<", "[", "{", "!!!", "```", "~~~")
"""Where none of these stands, nothing is unseen: a quick look that saves a slow one."""


def seen(markdown: str) -> str:
    """Return the words of *markdown* in one line, as they are read on the page."""
    shown = _UNSEEN.sub(" ", markdown) if any(sign in markdown for sign in _HIDING) else markdown
    return " ".join((_MARKS if _OPENS.search(shown) else _SIGNS).sub(" ", shown).split())


def beginning(text: str, signs: int) -> str:
    """Return the beginning of *text*, cut between two words, with a mark where something follows."""
    if len(text) <= signs:
        return text
    cut = text[: signs + 1].rsplit(" ", 1)[0] if " " in text[: signs + 1] else text[:signs]
    return cut.rstrip(" ,;:.–-") + " …"
