"""Callouts in maintainers' Markdown: !!! warning "Not in the rain", told by a word and not by colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element  # nosec B405

from markdown.extensions.admonition import AdmonitionProcessor
from markdown.treeprocessors import Treeprocessor

from presentation.markdown_values import Labels

if TYPE_CHECKING:
    from presentation.markdown_reader import Reader

KINDS = ("note", "warning", "crisis")


def extend(reader: Reader) -> None:
    reader.parser.blockprocessors.register(AdmonitionProcessor(reader.parser), "callout", 105)
    reader.treeprocessors.register(_Callouts(reader), "callouts", 13)


class _Callouts(Treeprocessor):
    """Says what each callout is, before its title and for those who hear it."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.reader = reader

    def run(self, root: Element) -> None:
        for box in root.iter("div"):
            said = box.get("class", "").split()
            if said[:1] == ["admonition"]:
                self._name(box, said[1] if len(said) > 1 and said[1] in KINDS else KINDS[0])

    def _name(self, box: Element, kind: str) -> None:
        labels = self.reader.labels or Labels()
        word = getattr(labels, kind)
        title = box[0] if len(box) and box[0].get("class") == "admonition-title" else None
        box.attrib.clear()
        box.set("class", f"callout callout-{kind}")
        box.set("role", "note")
        if title is None:
            title = Element("p")
            box.insert(0, title)
        title.attrib.clear()
        title.set("class", "callout-title")
        words = title.text or ""
        # The library puts the kind where the author wrote no title.
        alone = len(title) == 0 and words.casefold() in ("", kind, word.casefold())
        title.text = word if alone else f"{word}: {words}"
