"""Tables in maintainers' Markdown: what heads what, a caption, and a region of its own on a small screen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element  # nosec B405

from markdown.treeprocessors import Treeprocessor

from presentation.markdown_values import Labels

if TYPE_CHECKING:
    from presentation.markdown_reader import Reader

CAPTION = "Table:"
_ALIGNED = {"text-align: right;": "end", "text-align: center;": "centre"}


def extend(reader: Reader) -> None:
    reader.treeprocessors.register(_Tables(reader), "tables", 12)


class _Tables(Treeprocessor):
    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.reader = reader

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for table in [child for child in parent if child.tag == "table"]:
                self._mend(parent, table)

    def _mend(self, parent: Element, table: Element) -> None:
        _name_heads(table)
        for cell in table.iter():
            aligned = _ALIGNED.get(cell.attrib.pop("style", ""))
            if aligned:
                cell.set("class", aligned)
        caption = _take_caption(parent, table)
        place = list(parent).index(table)
        region = Element("div", {"class": "scroll", "tabindex": "0", "role": "region"})
        region.tail, table.tail = table.tail, None
        if caption is None:
            region.set("aria-label", (self.reader.labels or Labels()).table)
        else:
            region.set("aria-label", "".join(caption.itertext()).strip())
            table.insert(0, caption)
        parent.remove(table)
        region.append(table)
        parent.insert(place, region)


def _name_heads(table: Element) -> None:
    """Say of each heading whether it heads a column or a row; an empty one in the corner heads nothing."""
    heads = [cell for row in table.findall("thead/tr") for cell in row]
    for cell in heads:
        cell.set("scope", "col")
    if not heads or "".join(heads[0].itertext()).strip():
        return
    heads[0].tag = "td"
    del heads[0].attrib["scope"]
    for row in table.findall("tbody/tr"):
        if len(row):
            row[0].tag = "th"
            row[0].set("scope", "row")


def _take_caption(parent: Element, table: Element) -> Element | None:
    """Take the paragraph "Table: …" that stands above the table, else the one below it."""
    place = list(parent).index(table)
    for near in (place - 1, place + 1):
        if 0 <= near < len(parent) and parent[near].tag == "p" and (parent[near].text or "").startswith(CAPTION):
            caption = parent[near]
            parent.remove(caption)
            caption.tag, caption.tail = "caption", None
            caption.text = (caption.text or "").removeprefix(CAPTION).lstrip()
            return caption
    return None
