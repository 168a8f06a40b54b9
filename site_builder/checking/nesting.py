"""
Follow which elements are open, and tell where one is closed that is not, or stands where it may not.

Source: HTML Living Standard, section 13.2.6 (tree construction); what a browser would mend in silence is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checking.html_words import (
    BLOCKS,
    CLOSED_BY,
    HOLDS_ONLY,
    INSIDE,
    KNOWN,
    NEVER_NESTED,
    NO_WORDS,
    ONLY_PHRASING,
    OPTIONAL_END,
    VOID,
)

FOREIGN = frozenset(("svg", "math"))
NO_CLOSES: frozenset[str] = frozenset()


class Nesting:
    """The open elements, the innermost last."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self._foreign = 0
        self._over = False

    def opened(self, name: str, *, closed: bool) -> Iterator[str]:
        """Take note of a start tag; yield what is wrong with its place. *closed* tells of "/>"."""
        if self._foreign or name in FOREIGN:
            self._in_drawing(name, closed=closed)
            return
        if name not in KNOWN and "-" not in name:
            yield f"<{name}> is no element of HTML."
        if self._over or (name == "body" and "body" in self.open):
            yield f"<{name}> stands behind the page's end or inside another <body>."
        if closed and name not in VOID:
            yield f'"/>" does not close <{name}>.'
        yield from self._make_room(name)
        yield from self._misplaced(name)
        if name not in VOID:
            self.open.append(name)

    def closed(self, name: str) -> Iterator[str]:
        """Take note of an end tag; yield what is wrong with it."""
        if name not in self.open:
            yield f"</{name}> closes nothing that is open."
            return
        while (inner := self.open.pop()) != name:
            if self._foreign:
                self._foreign -= 1
                yield f"<{inner}> is not closed before </{name}>."
            elif inner not in OPTIONAL_END:
                yield f"<{inner}> is not closed before </{name}>."
        self._foreign -= bool(self._foreign)
        self._over = self._over or name in ("body", "html")

    def said(self) -> Iterator[str]:
        """Yield what is wrong with words standing here."""
        if self._over:
            yield "words stand behind the end of the page."
        elif self.open and self.open[-1] in NO_WORDS and not self._foreign:
            yield f"words stand in <{self.open[-1]}>, between what it holds."

    def ended(self) -> Iterator[str]:
        """Yield what is still open at the end of the page."""
        for name in self.open:
            if name not in OPTIONAL_END:
                yield f"<{name}> is never closed."

    def _in_drawing(self, name: str, *, closed: bool) -> None:
        if not closed:
            self.open.append(name)
            self._foreign += 1

    def _make_room(self, name: str) -> Iterator[str]:
        closes = CLOSED_BY.get(name, NO_CLOSES)
        while self.open and self.open[-1] in closes:
            self.open.pop()
        if name in BLOCKS and "p" in self.open:
            if self.open[-1] == "p":
                self.open.pop()
            else:
                yield f"<{name}> stands inside a <p>, which ends before it."

    def _misplaced(self, name: str) -> Iterator[str]:
        holder = self.open[-1] if self.open else ""
        homeless = name in INSIDE and holder not in INSIDE[name] and holder != "template"
        if homeless or name not in HOLDS_ONLY.get(holder, (name,)):
            yield f"<{name}> stands in <{holder}>, where it may not."
        elif name in BLOCKS and holder in ONLY_PHRASING and holder != "p":
            yield f"<{name}> stands in <{holder}>, which holds words only."
        if name in NEVER_NESTED and name in self.open:
            yield f"<{name}> stands inside another <{name}>."
        if name in ("a", "button") and {"a", "button"} & set(self.open) - {name}:
            yield f"<{name}> stands inside what can be pressed itself."
