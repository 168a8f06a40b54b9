"""
The files of the index, as scripts: each hands what it holds to one function of search.js.

A script is the one thing a page may fetch wherever it lies: beside a service, on a plain host, on a USB stick.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePosixPath

from site_builder.model import Site
from site_builder.search.documents import GROUPS, NEWEST_FIRST, Document, Kind, documents, folder
from site_builder.search.index import DOCUMENTS_IN_A_FILE, Index, files_of, index_of
from site_builder.steps import Verbatim
from site_builder.units import Unit, each

NUMBERING_SIGNS = 8


def units(site: Site, language: str) -> Iterator[Unit]:
    yield from each(index_files, GROUPS, language)


def index_files(site: Site, language: str, group: str) -> Iterator[Verbatim]:
    """Yield the files of the group's index in *language*: the head, the names, the words, the pages."""
    index = index_of(documents(site, language, group))
    place = PurePosixPath("search", "index", language, group)
    starts: dict[str, list[str]] = {}
    for letter, words in (("n", index.names), ("w", index.words)):
        for start, held in files_of(words):
            yield _file(place, _name(letter, start), held)
            starts.setdefault(letter, []).append(start)
    for kind, found in index.documents.items():
        for number, at in enumerate(range(0, len(found), DOCUMENTS_IN_A_FILE)):
            held_here = [_plain(one, language) for one in found[at : at + DOCUMENTS_IN_A_FILE]]
            yield _file(place, f"{kind.value}{number}", held_here)
    yield _file(place, "head", _head(index, starts, language, site.default))


def _head(index: Index, starts: dict[str, list[str]], language: str, default: str) -> dict[str, object]:
    """Return what a browser has to know first: which files there are, and how the pages are counted."""
    return {
        "v": _numbering(index),
        "a": DOCUMENTS_IN_A_FILE,
        "n": starts.get("n", []),
        "w": starts.get("w", []),
        "k": [
            [kind.value, folder(kind, language, default), len(index.documents[kind]), int(kind in NEWEST_FIRST)]
            for kind in Kind
            if kind in index.documents
        ],
    }


def _numbering(index: Index) -> str:
    """Return the mark of which page has which number: files of two numberings are never mixed."""
    places = [[kind, *(one.place for one in found)] for kind, found in index.documents.items()]
    return sha256(json.dumps(places).encode()).hexdigest()[:NUMBERING_SIGNS]


def _name(letter: str, start: str) -> str:
    """Return the name of the file of words from *start* on: plain letters as they are, others by their numbers."""
    return f"{letter}-" + "".join(sign if sign.isascii() else f"_{ord(sign):x}" for sign in start)


def _plain(one: Document, language: str) -> list[str]:
    plain = [one.place, one.title, one.excerpt]
    return plain if one.language == language else [*plain, one.language]


def _file(place: PurePosixPath, name: str, held: object) -> Verbatim:
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    # In a script, older browsers end a line at these two signs.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Verbatim(place / f"{name}.js", f'rsnIndex("{place.name}/{name}",{text})\n'.encode())
