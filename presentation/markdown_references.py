"""References in maintainers' Markdown: [words](program:mend-and-lend) leads to the page, or is words alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element  # nosec B405

from markdown.treeprocessors import Treeprocessor

from presentation.markdown_values import UNNAMED, Labels, Refs

if TYPE_CHECKING:
    from presentation.markdown_reader import Reader

_REFERENCE = re.compile(rf"(?P<kind>{'|'.join(UNNAMED)}):(?P<slug>[A-Za-z0-9-]+)\Z")


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
            link.text = resolved.title if resolved else self._unnamed(found)
            if resolved and resolved.language:
                link.set("lang", resolved.language)
        if resolved and resolved.path:
            link.set("href", resolved.path)
        else:
            # An element that the cleaning takes out, with its words left standing.
            del link.attrib["href"]
            link.tag = "span"

    def _unnamed(self, found: re.Match[str]) -> str:
        """Return what stands where nobody looked the reference up: on a sheet that has no links."""
        labels = self.reader.labels or Labels()
        return labels.member if found["kind"] == "member" else found["slug"].replace("-", " ")
