"""Footnotes of maintainers' Markdown: the library's, named for those who hear them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element  # nosec B405

from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor

from presentation.markdown_values import Labels

if TYPE_CHECKING:
    from presentation.markdown_reader import Reader


def extend(reader: Reader) -> None:
    FootnoteExtension(BACKLINK_TEXT="↩").extendMarkdown(reader)
    reader.inlinePatterns["footnote"].SIGNS = ("[^",)  # type: ignore[attr-defined]
    reader.treeprocessors.register(_Footnotes(reader), "named footnotes", 11)


class _Footnotes(Treeprocessor):
    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.reader = reader

    def run(self, root: Element) -> None:
        labels = self.reader.labels or Labels()
        for box in root.iter("div"):
            if box.get("class") == "footnote":
                _name(box, labels)
        for link in root.iter("a"):
            if link.get("class") == "footnote-ref":
                link.set("role", "doc-noteref")


def _name(box: Element, labels: Labels) -> None:
    box.tag = "section"
    box.attrib.update({"class": "footnotes", "role": "doc-endnotes", "aria-label": labels.footnotes})
    for rule in box.findall("hr"):
        box.remove(rule)
    for link in box.iter("a"):
        if link.get("class") == "footnote-backref":
            link.attrib.pop("title", None)
            link.set("role", "doc-backlink")
            link.set("aria-label", labels.back)
