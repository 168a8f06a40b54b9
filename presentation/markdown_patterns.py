"""
Inline Markdown that costs only what a text makes of it.

Python-Markdown searches every run of words for every inline pattern. Each pattern begins with signs of its own:
where none of them stands in a text, the pattern is left out for that text, and what comes out is the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element  # nosec B405

from markdown import inlinepatterns as library
from markdown.treeprocessors import InlineProcessor

_SIGNS: dict[tuple[type, str], tuple[str, ...]] = {
    (library.BacktickInlineProcessor, library.BACKTICK_RE): ("`",),
    (library.EscapeInlineProcessor, library.ESCAPE_RE): ("\\",),
    (library.ReferenceInlineProcessor, library.REFERENCE_RE): ("[",),
    (library.LinkInlineProcessor, library.LINK_RE): ("[",),
    (library.ShortReferenceInlineProcessor, library.REFERENCE_RE): ("[",),
    (library.AutolinkInlineProcessor, library.AUTOLINK_RE): ("<",),
    (library.AutomailInlineProcessor, library.AUTOMAIL_RE): ("<",),
    (library.SubstituteTagInlineProcessor, library.LINE_BREAK_RE): ("  \n",),
    (library.HtmlInlineProcessor, library.ENTITY_RE): ("&",),
}
"""The library's own patterns; one of ours names its signs as SIGNS, and without them is never left out."""


class OnlyWanted(InlineProcessor):
    """The library's inline stage over the patterns that can find anything in the text at hand."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        every = self.inlinePatterns
        text = "".join(tree.itertext())
        self.inlinePatterns = _wanted(every, text)
        try:
            return super().run(tree, ancestors)
        finally:
            self.inlinePatterns = every


def _wanted(patterns: Iterable[Any], text: str) -> Any:
    return [pattern for pattern in patterns if _may_match(pattern, text)]


def _may_match(pattern: Any, text: str) -> bool:
    signs = getattr(pattern, "SIGNS", None) or _SIGNS.get((type(pattern), pattern.pattern))
    if type(pattern) is library.DelimiterProcessor:
        signs = pattern.tokens
    return signs is None or any(sign in text for sign in signs)
