"""
The files of the index, as scripts: each hands what it holds to one function of search.js.

A script is the one thing a page may fetch wherever it lies: beside a service, on a plain host, on a USB stick.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import PurePosixPath

from site_builder.digests import digest_of_bytes
from site_builder.model import Site
from site_builder.search.documents import GROUPS, NEWEST_FIRST, SLICES, Kind, folder, slice_of
from site_builder.search.folder import kept_as
from site_builder.search.index import DOCUMENTS_IN_A_FILE, cuts_of
from site_builder.search.standing import (
    EXCERPT,
    LANGUAGE,
    PLACE,
    TITLE,
    Row,
    Standing,
    Touched,
    brought_up,
    load,
    save,
)
from site_builder.steps import Derived
from site_builder.told import digest_told, told_before
from site_builder.units import Unit, each
from site_builder.watching import Noting

NUMBERING_SIGNS = 8
Said = Callable[[], object]
"""Returns what a file holds."""


def units(site: Site, language: str) -> Iterator[Unit]:
    yield from each(index_files, GROUPS, language)


def index_files(site: Site, language: str, group: str) -> Iterator[Derived]:
    """Yield the files of the group's index in *language*: the head, the names, the words, the pages."""
    parts = {str(part): digest_told(slice_of, site, language, group, str(part)) for part in range(SLICES)}
    kept = site.watch.recall.folder if isinstance(site.watch, Noting) and site.watch.recall else None
    name = kept_as(language, group)
    before = load(kept, name) if kept and told_before(slice_of, site, language, group, "0") else None
    same = before is not None and before.parts == parts
    index, touched = brought_up(before, parts, lambda part: slice_of(site, language, group, part))
    files = _Files(PurePosixPath("search", "index", language, group), index, touched)
    yield from files.of_words("n", index.names, touched.names if touched else [])
    yield from files.of_words("w", index.words, touched.words if touched else [])
    yield from files.of_pages(language)
    yield files.file("head", lambda: _head(index, files.starts, language, site.default))
    index.files = files.made
    if kept and not same:
        save(kept, name, index)


class _Files:
    """The files of *index* below *place*; what *touched* leaves as it was is not written out again."""

    def __init__(self, place: PurePosixPath, index: Standing, touched: Touched | None) -> None:
        self.place = place
        self.starts: dict[str, list[str]] = {"n": [], "w": []}
        self.made: dict[str, tuple[str, bytes]] = {}
        self._index = index
        self._before = {} if touched is None else index.files
        pages = touched.pages if touched else ()
        self._blocks = {(kind, number // DOCUMENTS_IN_A_FILE) for kind, number in pages}

    def of_words(self, letter: str, words: Mapping[str, str], touched: list[str]) -> Iterator[Derived]:
        """Yield the files of *words*; a file is as it was where it holds the same words, none of them touched."""
        cuts, held = cuts_of(words), list(words.items())
        for (start, at, to), (end, _, _) in zip(cuts, [*cuts[1:], ("", 0, 0)], strict=False):
            first = bisect_left(touched, start)
            same = first == len(touched) or (end != "" and touched[first] >= end)
            yield self.file(_name(letter, start), _slice(held, at, to), end, same=same)
            self.starts[letter].append(start)

    def of_pages(self, language: str) -> Iterator[Derived]:
        """Yield the files that say title and beginning of each page."""
        for kind, rows in self._index.pages.items():
            for number, at in enumerate(range(0, len(rows), DOCUMENTS_IN_A_FILE)):
                said = _pages(rows, at, language)
                yield self.file(f"{kind}{number}", said, same=(kind, number) not in self._blocks)

    def file(self, name: str, said: Said, end: str = "", *, same: bool = False) -> Derived:
        """Return the file *name* as it was, or as *said* tells."""
        output = self.place / f"{name}.js"
        known = self._before.get(name)
        if same and known is not None and known[0] == end:
            self.made[name] = known
            return Derived(output, known[1].hex(), lambda: _script(self.place.name, name, said()))
        content = _script(self.place.name, name, said())
        self.made[name] = end, digest_of_bytes(content)
        return Derived(output, self.made[name][1].hex(), lambda: content)


def _slice(words: list[tuple[str, str]], at: int, to: int) -> Said:
    return lambda: dict(words[at:to])


def _pages(rows: list[Row], at: int, language: str) -> Said:
    return lambda: [_plain(one, language) for one in rows[at : at + DOCUMENTS_IN_A_FILE]]


def _head(index: Standing, starts: Mapping[str, list[str]], language: str, default: str) -> dict[str, object]:
    """Return what a browser has to know first: which files there are, and how the pages are counted."""
    return {
        "v": _numbering(index),
        "a": DOCUMENTS_IN_A_FILE,
        "n": starts["n"],
        "w": starts["w"],
        "k": [
            [kind.value, folder(kind, language, default), len(index.pages[kind]), int(kind in NEWEST_FIRST)]
            for kind in Kind
            if kind in index.pages
        ],
    }


def _numbering(index: Standing) -> str:
    """Return the mark of which page has which number: files of two numberings are never mixed."""
    places = [[kind, *(row[PLACE] for row in rows)] for kind, rows in index.pages.items()]
    return sha256(json.dumps(places).encode()).hexdigest()[:NUMBERING_SIGNS]


def _name(letter: str, start: str) -> str:
    """Return the name of the file of words from *start* on: plain letters as they are, others by their numbers."""
    return f"{letter}-" + "".join(sign if sign.isascii() else f"_{ord(sign):x}" for sign in start)


def _plain(one: Row, language: str) -> list[str]:
    plain = [one[PLACE], one[TITLE], one[EXCERPT]]
    return plain if one[LANGUAGE] == language else [*plain, one[LANGUAGE]]


def _script(group: str, name: str, held: object) -> bytes:
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    # In a script, older browsers end a line at these two signs.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'rsnIndex("{group}/{name}",{text})\n'.encode()
