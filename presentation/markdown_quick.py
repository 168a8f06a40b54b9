"""
A quick way from Markdown to HTML for what most texts are: paragraphs, headings and lists of words with few signs.

Rules of this file: it says the same as the library and the cleaning behind it, byte by byte, or it says nothing.
Whatever is not certainly plain (an indent, a sign with a meaning of its own, a list with empty lines in it, enough
headings for a list of contents) is left to them. A property test holds both against each other.
"""

from __future__ import annotations

import re

from presentation.markdown_addresses import CONTENTS_FROM, address_of

MAX_LINKS = 100

_ODD = re.compile(r"[\x00-\x09\x0b-\x1f&*<>\[\\\]^_`{|}~\x7f]")
"""Signs that may mean something; of those beyond ASCII the ones that cannot be seen, or are blanks."""

_START = re.compile(
    r"^(?![^\W\d_]|[\"'(\u00a1\u00ab\u00bf]|\u2018|\u201c|\d+(?![\d.)])|\*\*?[^\W_]|\[[^\W_])", re.MULTILINE
)
"""The beginning of a line that is no word, in quotes or marked perhaps, and no number."""

_END = re.compile(r"\s$", re.MULTILINE)
_WORDS = r"[^\W_](?:[^*_`\[\]\\<>&\n]*[^\W_])?"
_TOKEN = re.compile(
    rf"(?<![^\s(\"'])(\*\*?)({_WORDS})\1(?![^\s.,;:!?)\"'])"
    rf"|(?<!!)\[({_WORDS}[.!?]?)\]\(((?:/(?!/)|https?://[a-z0-9])[A-Za-z0-9/.-]*(?:#[A-Za-z0-9-]*)?)\)"
)
"""Words in emphasis or in strong emphasis, or a link."""

_HEADING = re.compile(r"(#{1,6}) +([^#\s][^#\n]*)\Z")
_BULLET, _NUMBER = re.compile(r"- "), re.compile(r"\d{1,9}\. ")
_BLOCKS = re.compile(r"\n{2,}")
_TAGS = {"*": "em", "**": "strong"}
_LOWEST = 6


class _NotSure(Exception):
    """What stands here is for the library."""


def quick_html(text: str, top: int, max_bytes: int, *, addresses: bool, rel: str | None) -> str | None:
    """
    Return *text* as HTML, its highest heading as an h*top*; None where it is not certain how it reads.

    *addresses* gives headings theirs; *rel* is what links say of where they lead.
    """
    if text.count("[") > MAX_LINKS or (len(text) * 4 > max_bytes and _size(text) > max_bytes):
        return None
    try:
        return "\n".join(_Blocks(text, f' rel="{rel}"' if rel else "").html(top, addresses=addresses))
    except _NotSure:
        return None


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


class _Blocks:
    """The blocks of a text as HTML; *headings* are the place, the level and the words of each."""

    def __init__(self, text: str, rel: str) -> None:
        self.rel = rel
        self.blocks: list[str] = []
        self.headings: list[tuple[int, int, str]] = []
        in_list = False
        for block in _BLOCKS.split(text.strip("\n")):
            tag = "ul" if _BULLET.match(block) else "ol" if block.startswith("1. ") else ""
            if tag and in_list:
                # The library takes both for one list, or not.
                raise _NotSure
            in_list = tag != ""
            if tag:
                self.blocks.append(self._listing(block, tag))
            elif block:
                self.blocks.append(self._heading(block) or f"<p>{self._words(block)}</p>")

    def html(self, top: int, *, addresses: bool) -> list[str]:
        """Return the blocks, headings moved so that the highest becomes an h*top*."""
        highest = min((level for _, level, _ in self.headings), default=top)
        if addresses and sum(level == highest for _, level, _ in self.headings) >= CONTENTS_FROM:
            raise _NotSure
        seen: dict[str, int] = {}
        for place, level, words in self.headings:
            tag = f"h{min(level - highest + top, _LOWEST)}"
            own = f' id="{address_of(words, seen)}"' if addresses else ""
            self.blocks[place] = f"<{tag}{own}>{words}</{tag}>"
        return self.blocks

    def _heading(self, block: str) -> str:
        found = _HEADING.match(block)
        if found is None:
            return ""
        if _END.search(block):
            raise _NotSure
        self.headings.append((len(self.blocks), len(found[1]), _plain(found[2])))
        return block

    def _listing(self, block: str, tag: str) -> str:
        mark = _BULLET if tag == "ul" else _NUMBER
        items = []
        for line in block.split("\n"):
            found = mark.match(line)
            if found is None:
                raise _NotSure
            items.append(f"<li>{self._words(line[found.end() :])}</li>\n")
        return f"<{tag}>\n{''.join(items)}</{tag}>"

    def _words(self, text: str) -> str:
        if _START.search(text) or _END.search(text):
            raise _NotSure
        if not _odd(text):
            return text
        parts, end = [], 0
        for found in _TOKEN.finditer(text):
            parts += [_plain(text[end : found.start()]), self._marked(found)]
            end = found.end()
        return "".join([*parts, _plain(text[end:])])

    def _marked(self, found: re.Match[str]) -> str:
        stars, stressed, linked, target = found.groups()
        if stars:
            tag = _TAGS[stars]
            return f"<{tag}>{_plain(stressed)}</{tag}>"
        return f'<a href="{target}"{self.rel}>{_plain(linked)}</a>'


def _plain(text: str) -> str:
    if _odd(text):
        raise _NotSure
    return text


def _odd(text: str) -> bool:
    return _ODD.search(text) is not None or not (text.isascii() or text.replace("\n", "").isprintable())
