"""
Read XML files: the feeds (RFC 4287), the sitemaps, drawings. One that does not parse is no use to any program.

A document type is refused: nothing of ours has one, and entities can make a small file endless.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat  # nosec B406

ATOM = "http://www.w3.org/2005/Atom"
WANTED = ("id", "title", "updated")
Told = tuple[int, str, str]
"""Line, what is wrong or "", the words said there or ""."""


def read_markup(text: str) -> Iterator[Told]:
    """Yield what is wrong in the XML *text* and the words of it."""
    reading = _Reading()
    try:
        reading.parser.Parse(text, True)
    except expat.ExpatError as broken:
        yield broken.lineno, f"it does not parse as XML: {expat.errors.messages[broken.code]}.", ""
        return
    except _DocumentType:
        yield reading.parser.CurrentLineNumber, "it has a document type, which no file of ours needs.", ""
        return
    yield from reading.told


class _DocumentType(Exception):
    """The file declares a document type."""


class _Reading:
    """Follows the elements; keeps the words, and for a feed whether each entry has what it must."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self._open: list[tuple[str, set[str], int]] = []
        self._words: list[str] = []
        self._ids: set[str] = set()
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words.append
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _refuse(self, *_: object) -> None:
        raise _DocumentType

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._words.clear()
        if self._open and name.startswith(f"{ATOM} "):
            self._open[-1][1].add(name.removeprefix(f"{ATOM} "))
        self._open.append((name, set(), self.parser.CurrentLineNumber))

    def _end(self, name: str) -> None:
        said = "".join(self._words).strip()
        self._words.clear()
        _, inner, line = self._open.pop()
        if said:
            self.told.append((line, "", said))
        if name in (f"{ATOM} feed", f"{ATOM} entry"):
            kind = name.removeprefix(f"{ATOM} ")
            self.told += [(line, f"the {kind} has no {each}.", "") for each in WANTED if each not in inner]
        if name == f"{ATOM} id" and self._open[-1][0] == f"{ATOM} entry":
            if said in self._ids:
                self.told.append((line, "two entries of the feed have one id.", ""))
            self._ids.add(said)
