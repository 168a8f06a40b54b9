"""
What can still be read of a damaged store, put into a new place.

The damaged files are read and never written. Every line of a journal whose checksum is right counts, and every
document that is a record; what is left out is named with its file and byte, so that people can be asked.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.codec import NotReadable, to_plain
from forms_api.store.base import COLLECTIONS, Collection, Home
from forms_api.store.coding import coding_of
from forms_api.store.disk import lock, own_folder, replace_file
from forms_api.store.journal import segments_of
from forms_api.store.journal_lines import Line, parsed, steps_of, word_of
from forms_api.store.journal_snapshot import Identity, Measured, encoded, pieces_of
from forms_api.store.tinydb import LOCK, numbered

Plain = dict[str, Any]


class NotEmpty(Exception):
    """The folder to repair into holds something already."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} is not empty. Name a folder that is not there yet.")


@dataclass
class Repaired:
    """What a repair kept, by collection, and what it left out, in words."""

    kept: dict[str, int] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def repair(damaged: Path, target: Path) -> Repaired:
    """
    Put what can be read of the store in *damaged* into the folder *target*, which is made.

    Raises:
        NotEmpty: something lies in *target*.
        StoreBusy: a process has the damaged store open.
        StoreFailed: *target* cannot be written.
    """
    if target.exists() and any(target.iterdir()):
        raise NotEmpty(target)
    done = Repaired()
    held = lock(damaged / LOCK)
    try:
        own_folder(target)
        for home in Home:
            path = damaged / f"{home}.json"
            if path.exists() or segments_of(path):
                _repair_home(path, target / path.name, home, done)
    finally:
        os.close(held)
    return done


def _repair_home(path: Path, target: Path, home: Home, done: Repaired) -> None:
    here = {c.name: c for c in COLLECTIONS if c.home is home}
    lines = [line for segment in segments_of(path) for line in _lines(segment, done)]
    found: dict[str, dict[str, Any]] = {name: {} for name in here}
    identity = _read_snapshot(path, here, found, done)
    base = _base(identity, lines)
    for line in lines:
        if line.sequence > base and word_of(line.body) is None:
            _apply(line, here, found)
    tables = {name: _records(c, found[name], path, done) for name, c in here.items()}
    done.kept |= {name: len(records) for name, records in tables.items() if records}
    replace_file(target, pieces_of({name: numbered(records) for name, records in tables.items()}))


def _lines(segment: Path, done: Repaired) -> Iterator[Line]:
    """Go through the lines that can be read, and note where one cannot."""
    place, last = 0, 0
    for raw in segment.read_bytes().splitlines(keepends=True):
        line = parsed(raw, place)
        if line is not None:
            last = line.sequence
            yield line
        else:
            after = f"after sequence {last}" if last else "at its beginning"
            done.left_out.append(f"{segment.name}, byte {place}: a line {after} cannot be read.")
        place += len(raw)


def _read_snapshot(
    path: Path, here: dict[str, Collection], found: dict[str, dict[str, Any]], done: Repaired
) -> Identity:
    """Take the documents of the snapshot that can be read, and return the identity of the file as it is."""
    if not path.exists():
        return Identity(0, 0, 0)
    content = path.read_bytes()
    measured = Measured([content])
    list(measured)
    try:
        tables = json.loads(content)
    except (ValueError, RecursionError):
        tables = _by_line(path, content, done)
    for name, documents in tables.items() if isinstance(tables, dict) else ():
        if name not in here or not isinstance(documents, dict):
            done.left_out.append(f"{path.name}: {name!r} is no collection of this file.")
            continue
        for number, plain in documents.items():
            key = _key(here[name], plain)
            if key is None:
                done.left_out.append(f"{path.name}: document {number} of {name} is no record.")
            elif key in found[name]:
                done.left_out.append(f"{path.name}: document {number} of {name} stands there twice.")
            else:
                found[name][key] = plain
    return measured.identity(0)


def _by_line(path: Path, content: bytes, done: Repaired) -> dict[str, dict[str, Any]]:
    """Return the tables of a file that is no JSON as a whole, by those of its lines that are."""
    tables: dict[str, dict[str, Any]] = {}
    documents: dict[str, Any] | None = None
    place = 0
    for line in content.splitlines(keepends=True):
        try:
            if line[-3:] == b":{\n" and line[:1] == b'"':
                documents = tables.setdefault(json.loads(line[:-3]), {})
            elif line[:1] == b'"' and documents is not None:
                documents |= json.loads(b"{" + line.rstrip(b",\n") + b"}")
            elif line.strip() not in (b"{", b"}", b"},"):
                raise ValueError
        except ValueError:
            done.left_out.append(f"{path.name}, byte {place}: what stands there cannot be read.")
        place += len(line)
    return tables


def _base(snapshot: Identity, lines: list[Line]) -> int:
    """Return the sequence up to which the snapshot goes: that of its twin, else of the newest announced."""
    said = [found[1].get("snapshot") for line in lines if (found := word_of(line.body)) is not None]
    known = [Identity(size, crc, sequence) for sequence, size, crc in filter(None, said)]
    same = [identity.sequence for identity in known if identity.same_file(snapshot)]
    if same or not snapshot.size:
        return max(same, default=0)
    # It was changed or damaged. The lines of an older one are still there if the newest was not in place yet; to
    # apply them again changes nothing that is right.
    return min((identity.sequence for identity in known), default=0)


def _apply(line: Line, here: dict[str, Collection], found: dict[str, dict[str, Any]]) -> None:
    for step in steps_of(line.body):
        for name, changes in step.items():
            for key, plain in (changes or {}).items() if name in here else ():
                if plain is None:
                    found[name].pop(key, None)
                else:
                    found[name][key] = plain


def _records(collection: Collection, found: dict[str, Any], path: Path, done: Repaired) -> dict[str, bytes]:
    """Return what is a record, and of two that claim one unique combination the first by key."""
    coding, taken, records = coding_of(collection), set[tuple[Any, ...]](), dict[str, bytes]()
    for key in sorted(found):
        try:
            plain = to_plain(coding.record(found[key]))
        except (NotReadable, TypeError, AttributeError):
            done.left_out.append(f"{path.name}: {key!r} of {collection.name} is no record.")
            continue
        claims = {(names, *(plain[name] for name in names)) for names in collection.unique}
        if claims & taken:
            done.left_out.append(f"{path.name}: {key!r} of {collection.name} claims what another record has.")
        else:
            taken |= claims
            records[key] = encoded(plain)
    return records


def _key(collection: Collection, plain: Any) -> str | None:
    try:
        return coding_of(collection).key(plain)
    except (NotReadable, TypeError, KeyError, AttributeError):
        return None
