"""
Readers of Markdown, made once and used again: making one takes as long as rendering a short text.

A reader holds state while it reads, and the service renders in several threads: each takes one for the time of a
text. One that failed on a text is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element  # nosec B405

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from presentation import (
    markdown_callouts,
    markdown_footnotes,
    markdown_headings,
    markdown_pictures,
    markdown_references,
    markdown_tables,
)
from presentation.markdown_patterns import OnlyWanted
from presentation.markdown_values import Labels, Refs

MAINTAINER_EXTENSIONS: tuple[Callable[[Reader], None], ...] = (
    markdown_references.extend,
    markdown_pictures.extend,
    markdown_callouts.extend,
    markdown_tables.extend,
    markdown_footnotes.extend,
    markdown_headings.extend,
)
"""What maintainers may write beyond the common Markdown; each adds its part to a reader that is being made."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Reader(Markdown):
    """A reader of one profile; *top*, *refs* and *labels* belong to the text it reads at the moment."""

    def __init__(self, *, maintainers: bool) -> None:
        extensions = ["tables", "sane_lists", "fenced_code", *(["def_list"] if maintainers else [])]
        super().__init__(extensions=extensions, output_format="html")
        self.top = 2
        self.refs: Refs | None = None
        self.labels: Labels | None = None
        self.preprocessors.deregister("html_block")
        for pattern in ("html", "image_link", "image_reference", "short_image_ref"):
            self.inlinePatterns.deregister(pattern)
        self.treeprocessors.register(_Headings(self), "headings", 5)
        for extend in MAINTAINER_EXTENSIONS if maintainers else ():
            extend(self)
        self.treeprocessors.register(OnlyWanted(self), "inline", 20)


class _Headings(Treeprocessor):
    """Makes the highest heading of a text an h*top*, and the others follow it."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.reader = reader

    def run(self, root: Element) -> None:
        found = [element for element in root.iter() if element.tag in _HEADINGS]
        highest = min((_HEADINGS.index(element.tag) + 1 for element in found), default=self.reader.top)
        for element in found:
            level = _HEADINGS.index(element.tag) + 1 - highest + self.reader.top
            element.tag = _HEADINGS[min(level, len(_HEADINGS)) - 1]


_IDLE: dict[bool, list[Reader]] = {True: [], False: []}


@contextmanager
def reader(*, maintainers: bool) -> Iterator[Reader]:
    """Hand out a reader for one text; it is used again unless the text broke it."""
    idle = _IDLE[maintainers]
    try:
        one = idle.pop()
    except IndexError:
        one = Reader(maintainers=maintainers)
    yield one
    one.reset()
    one.refs = one.labels = None
    idle.append(one)
