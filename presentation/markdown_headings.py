"""Headings of maintainers' Markdown: an address each, and a list of contents where there are many."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement  # nosec B405

from markdown.treeprocessors import Treeprocessor

from presentation.markdown_addresses import CONTENTS_FROM, address_of
from presentation.markdown_values import Labels

if TYPE_CHECKING:
    from presentation.markdown_reader import Reader

MARK = "[TOC]"

_ESCAPED = re.compile("\x02(\\d+)\x03")
_AND = "\x02amp\x03"


def extend(reader: Reader) -> None:
    reader.treeprocessors.register(_Addresses(reader), "addresses", 4)


class _Addresses(Treeprocessor):
    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.reader = reader

    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if re.fullmatch("h[1-6]", str(element.tag))]
        seen: dict[str, int] = {}
        for heading in headings:
            heading.set("id", address_of(_text(heading), seen))
        listed = [heading for heading in headings if heading.tag == f"h{self.reader.top}"]
        marks = [paragraph for paragraph in root if paragraph.tag == "p" and _text(paragraph).strip() == MARK]
        if marks or len(listed) >= CONTENTS_FROM:
            place = list(root).index(marks[0]) if marks else 0
            for mark in marks:
                root.remove(mark)
            if listed:
                root.insert(place, self._contents(listed))

    def _contents(self, headings: list[Element]) -> Element:
        title = (self.reader.labels or Labels()).contents
        contents = Element("nav", {"class": "contents", "aria-label": title})
        SubElement(contents, "p").text = title
        listing = SubElement(contents, "ol")
        for heading in headings:
            link = SubElement(SubElement(listing, "li"), "a", href=f"#{quote(heading.get('id', ''))}")
            link.text = _marked(heading)
        return contents


def _marked(heading: Element) -> str:
    """Return the heading's words, with the marks that the reader's later stages still turn into signs."""
    own = heading.text or ""
    return own + "".join(("" if part.tag == "sup" else _marked(part)) + (part.tail or "") for part in heading)


def _text(element: Element) -> str:
    words = unescape(_marked(element).replace(_AND, "&"))
    return _ESCAPED.sub(lambda found: chr(int(found[1])), words)
