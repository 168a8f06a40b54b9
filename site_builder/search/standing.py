"""
The index of a group as the last build left it, brought to what its pages say now: an edit touches its own words.

Rules of this file: it only ever saves work. What is kept is believed whole or not at all (a version, our code, a
seal over the bytes); each part of the pages is held against its digest; and what comes out is the index that would
be made of these pages anew.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from site_builder.digests import SIZE, digest_of_bytes
from site_builder.outdated import code_fingerprint
from site_builder.search.documents import NEWEST_FIRST, Document, Kind
from site_builder.search.folder import FOLDER
from site_builder.search.index import as_it_came, index_of, numbered

VERSION = 1

Row = tuple[str, str, str, str, str, str, str]
"""A page: the part it was read in, then what a Document says of it behind its kind."""
PART, PLACE, TITLE, LANGUAGE, EXCERPT, NAMES, WORDS = range(7)
NOTHING: Row = ("",) * 7
Reader = Callable[[str], Iterable[Document]]
"""Returns the pages of a part."""
Move = tuple[str, int, Row, Row]
"""Kind and number of a page that changed, what it was and what it is."""


@dataclass
class Standing:
    """
    An index with its pages: *parts* are the digests of the parts that they were read in, *pages* the rows by kind
    in the order of their numbers, *names* and *words* where each word stands, *files* what was made of it all: by
    name of the file where it ends, and the digest of what it says.
    """

    parts: Mapping[str, bytes]
    pages: dict[str, list[Row]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass
class Touched:
    """What differs from the index that was kept: words of titles, words of texts, and pages by kind and number."""

    names: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    pages: set[tuple[str, int]] = field(default_factory=set)


def brought_up(
    before: Standing | None, parts: Mapping[str, bytes], read: Reader
) -> tuple[Standing, Touched | None]:
    """Return the index of the pages of *parts*, and how it differs from *before*; None where in everything."""
    changed = [part for part, digest in parts.items() if before is None or before.parts.get(part) != digest]
    now = {(one.kind.value, one.place): (part, *one[1:]) for part in changed for one in read(part)}
    moves = _moves(before, set(changed), now) if before else None
    if before is None or moves is None:
        return _anew(before, parts, changed, now), None
    touched = Touched(pages={(kind, number) for kind, number, _, _ in moves})
    before.parts = parts
    for kind, number, _, row in moves:
        before.pages[kind][number : number + 1] = [row]
    before.names, touched.names = _moved(before.names, NAMES, moves)
    before.words, touched.words = _moved(before.words, WORDS, moves)
    return before, touched


def _moves(before: Standing, changed: set[str], now: Mapping[tuple[str, str], Row]) -> list[Move] | None:
    """Return the pages that changed or came; None where one went or has another number now."""
    moves: list[Move] = []
    come = dict(now)
    for kind, rows in before.pages.items():
        for number, row in enumerate(rows):
            if row[PART] in changed:
                after = come.pop((kind, row[PLACE]), None)
                if after is None or (after[TITLE] != row[TITLE] and kind not in NEWEST_FIRST):
                    return None
                if after != row:
                    moves.append((kind, number, row, after))
    ends = {kind: rows[-1][PLACE] for kind, rows in before.pages.items()}
    counts = {kind: len(rows) for kind, rows in before.pages.items()}
    for kind, place in sorted(come, key=lambda one: as_it_came(one[1])):
        if kind not in NEWEST_FIRST or kind not in ends or as_it_came(place) < as_it_came(ends[kind]):
            return None
        moves.append((kind, counts[kind], NOTHING, come[kind, place]))
        counts[kind] += 1
    return moves


def _moved(table: dict[str, str], column: int, moves: Iterable[Move]) -> tuple[dict[str, str], list[str]]:
    """Return where each word stands after *moves*, and the words that stand elsewhere now, both sorted."""
    told: dict[str, dict[str, tuple[list[int], list[int]]]] = {}
    for kind, number, row, after in moves:
        was, now = set(row[column].split()), set(after[column].split())
        for word in was ^ now:
            told.setdefault(word, {}).setdefault(kind, ([], []))[word in now].append(number)
    size = len(table)
    places = {word: _replaced(table.get(word, ""), by_kind) for word, by_kind in told.items()}
    table |= {word: found for word, found in places.items() if found}
    if len(table) != size:
        table = {word: table[word] for word in sorted(table)}
    for word, found in places.items():
        if not found:
            del table[word]
    return table, sorted(told)


def _replaced(places: str, by_kind: Mapping[str, tuple[Sequence[int], Sequence[int]]]) -> str:
    parts = {part[0]: part for part in places.split()}
    for kind, (gone, come) in by_kind.items():
        steps = (int(step, 36) for step in parts.pop(kind, kind)[1:].split(".") if step)
        if numbers := sorted({*accumulate(steps)} - {*gone} | {*come}):
            parts[kind] = kind + numbered(numbers)
    return " ".join(parts[kind] for kind in sorted(parts))


def _anew(
    before: Standing | None, parts: Mapping[str, bytes], changed: Iterable[str], now: Mapping[tuple[str, str], Row]
) -> Standing:
    """Return the index made of all pages, those in parts that did not change as *before* has them."""
    gone = set(changed)
    rows = {
        (kind, row[PLACE]): row
        for kind, each in (before.pages.items() if before else ())
        for row in each
        if row[PART] not in gone and row[PART] in parts
    } | dict(now)
    index = index_of(Document(Kind(kind), *row[1:]) for (kind, _), row in rows.items())
    pages = {kind.value: [rows[kind.value, one.place] for one in found] for kind, found in index.documents.items()}
    return Standing(parts, pages, dict(index.names), dict(index.words))


def load(folder: Path, name: str) -> Standing | None:
    """Return the index that was kept as *name* in the folder of a build; None where it cannot be believed."""
    try:
        raw = (folder / FOLDER / name).read_bytes()
        if digest_of_bytes(raw[SIZE:]) != raw[:SIZE]:
            return None
        # Our own bytes, sealed, in a folder that only its owner may enter; marshal makes values and no more.
        version, code, *plain = marshal.loads(raw[SIZE:])  # nosec B302
        return Standing(*plain) if (version, code) == (VERSION, code_fingerprint()) else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def save(folder: Path, name: str, standing: Standing) -> None:
    """Keep an index for the next build, in place at once."""
    s = standing
    body = marshal.dumps((VERSION, code_fingerprint(), dict(s.parts), s.pages, s.names, s.words, s.files))
    file = folder / FOLDER / name
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = file.with_name(f"{name}.new")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        kept.write(digest_of_bytes(body) + body)
    aside.replace(file)
