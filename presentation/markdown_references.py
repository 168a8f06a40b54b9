"""References in maintainers' Markdown: [words](program:mend-and-lend) leads to the page, or is words alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element  # nosec B405

from markdown.treeprocessors import Treeprocessor

from presentation.markdown_values import ENTRIES, Labels, Refs, Resolved

if TYPE_CHECKING:
    from presentation.markdown_reader import Reader

_REFERENCE = re.compile(rf"(?P<kind>{'|'.join(ENTRIES)}):(?P<slug>[A-Za-z0-9-]+)\Z")


def extend(reader: Reader) -> None:
    reader.treeprocessors.register(References(reader), "references", 15)


class References(Treeprocessor):
    """Gives each reference its address, and its title where the author wrote no words."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.reader = reader

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            found = _REFERENCE.match(link.get("href", ""))
            if found:
                self._resolve(link, found)

    def _resolve(self, link: Element, found: re.Match[str]) -> None:
        refs = self.reader.refs or Refs()
        resolved = refs.entry(found[0])
        if not (link.text or "").strip() and len(link) == 0:
            link.text = self._words(found, resolved)
            if resolved and resolved.language:
                link.set("lang", resolved.language)
        if resolved and resolved.path:
            link.set("href", resolved.path)
        else:
            # An element that the cleaning takes out, with its words left standing.
            del link.attrib["href"]
            link.tag = "span"

    def _words(self, found: re.Match[str], resolved: Resolved | None) -> str:
        """Return the title, or what stands for it; on a sheet without links nobody looks references up."""
        labels = self.reader.labels or Labels()
        if resolved and resolved.number:
            return f"{resolved.title}: {labels.numbered % {'number': resolved.number}}"
        if resolved and resolved.title:
            return resolved.title
        unnamed: str = getattr(labels, found["kind"])
        return unnamed if resolved or found["kind"] == "member" else found["slug"].replace("-", " ")
