"""Our own pages as a tree. Only for what our templates write: each of them passes a strict parser in the tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = frozenset({"input", "br", "hr", "img", "meta", "link", "wbr", "col", "path"})
ENDED_BY_THE_NEXT = {
    "li": ("li",),
    "option": ("option",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "p": ("p",),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tr": ("td", "th", "tr"),
}
"""Elements whose end a page may leave out, with what else ends them."""

_BLOCKS = """
    p li dt dd legend caption figcaption blockquote pre summary div section tr td th fieldset form ul ol dl table
    thead tbody details header aside main article label h1 h2 h3 h4 h5 h6 br
"""
BLOCKS = frozenset(_BLOCKS.split())


@dataclass
class Node:
    """An element; its *parts* are texts and elements in their order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list[Node | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute; empty where it is not there."""
        return self.attributes.get(name, "")

    @property
    def inner(self) -> Iterator[Node]:
        """The elements directly inside."""
        return (part for part in self.parts if isinstance(part, Node))

    def all(self, *tags: str) -> Iterator[Node]:
        """Go through the elements below, those of *tags* only where any are named, in the order of the page."""
        for part in self.inner:
            if not tags or part.tag in tags:
                yield part
            yield from part.all(*tags)

    @property
    def text(self) -> str:
        """The words inside, with single spaces."""
        return " ".join("".join(_pieces(self)).split())


def _pieces(node: Node) -> Iterator[str]:
    for part in node.parts:
        if isinstance(part, str):
            yield part
        elif part.get("aria-hidden") != "true" and part.tag != "svg":
            # Bold words open a choice, and what it means follows without a space.
            apart = " " if part.tag in BLOCKS or part.tag == "b" else ""
            yield apart
            yield from _pieces(part)
            yield apart


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.open[-1].tag in ENDED_BY_THE_NEXT.get(tag, ()):
            self.open.pop()
        made = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(made)
        if tag not in EMPTY:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def parsed(html: str) -> Node:
    """Return the page as a tree."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root
