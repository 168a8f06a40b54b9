"""
Read content/ where nothing is wrong with it: only what changed since the last time, and by several workers.

Rules of this file: it returns what a plain reading returns, or it doubts. Problems are told by the plain reading
alone, so both tell the same. An entry is read again if its own bytes changed, or if a question that it asked about
the others has another answer now; relations between entries are looked at again if more than long texts changed.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import pickle  # nosec B403
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from domain.catalogue import Catalogue, Image
from presentation.unsearched import unsearched
from site_builder.content.assembled import assembled, check_together, mapping_of
from site_builder.content.changes import Lines, Names, Sets, other_bytes, owner, same_names, sets_of, sound
from site_builder.content.common import FILES, Common, check_words, places_of, read_common
from site_builder.content.doubt import Doubt
from site_builder.content.entry import NOTHING, Entry, Extra, Place, raw_of
from site_builder.content.index import Index, packed_lines, read_index, write_index
from site_builder.content.kept import Store, hash_of
from site_builder.content.kinds import IMAGES, KINDS, THEME
from site_builder.content.look import look_at, young
from site_builder.content.noting import other_answers
from site_builder.content.rows import NO_RECORD, Record, Rows
from site_builder.content.shares import WorkerFailed, shared
from site_builder.content.texts import PROTOCOL
from site_builder.problems import Report

KIND = {kind.name: kind for kind in KINDS}
MOST_ROUNDS = 4

Key = tuple[str, str]
"""The kind and the slug of an entry."""


def read_quickly(
    content: Path, today: date | None, folder: Path | None, jobs: int, plainly: Callable[[], Catalogue]
) -> Catalogue:
    """
    Return everything *content* says, keeping it in *folder* for the next time.

    Raises:
        Doubt: something may be wrong.
    """
    looked_ns = time.time_ns()
    with unsearched():
        seal, before = read_index(folder) if folder else (b"", None)
        if before is not None and not _still_good(before, content, today):
            before = None
        store = Store(os.fspath(folder / before.values) if folder and before else None, plainly)
        reading = _Reading(content, before, look_at(content), store, jobs)
        catalogue = reading.catalogue(today)
    if folder and (reading.changed or reading.before.young):
        reading.now.young = young(reading.lines, looked_ns)
        # A folder that cannot be written to, or values that are damaged: the next reading is a whole one.
        with contextlib.suppress(OSError, LookupError):
            changed = [(kind, slug) for kind, slug in reading.entries]
            write_index(folder, seal, reading.now, store, changed)
    return catalogue


def _still_good(before: Index, content: Path, today: date | None) -> bool:
    """Tell whether what was right on its day, in that folder, is right on this one."""
    if before.content != content.as_posix():
        return False
    return today is None or (before.today != "" and date.fromisoformat(before.today) <= today)


class _Reading:
    """One reading: *before* is what the last one left, *now* what this one leaves."""

    def __init__(self, content: Path, before: Index | None, lines: Lines, store: Store, jobs: int) -> None:
        self.content = content
        self.first = before is None
        self.before = before or Index()
        self.store = store
        self.jobs = jobs
        self.lines, looks = lines, packed_lines(lines)
        self.now = replace(self.before, content=content.as_posix(), lines=looks, hashes=dict(self.before.hashes))
        self.dirty = other_bytes(content, self.before, lines, looks)
        self.same_names = same_names(self.before, lines, looks)
        self.changed = self.first or bool(self.dirty) or looks != self.before.lines
        self.hashes: dict[str, bytes] = {}
        self.entries: dict[Key, Entry] = {}
        self.extras: dict[Key, Extra] = _unpacked(self.before.extras, {})
        self.extras_before = dict(self.extras)
        self.images: dict[str, Image] = _unpacked(self.before.images, {})

    def catalogue(self, today: date | None) -> Catalogue:
        """Return what content/ says; raise Doubt where something may be wrong with it."""
        kept: Common | None = _unpacked(self.before.shared, None)
        common = self._common(kept)
        self._day(today, common)
        all_anew = kept is None or kept.languages != common.languages
        moved = all_anew or not self.same_names
        old: Mapping[str, Mapping[str, object]] = self.before.records
        names = places_of(self.content, common.languages) if moved else None
        answered = sets_of(kept, old, self.before.lines_of(IMAGES), self.extras) if kept else {}
        wanted = self._of_other_names(names, {} if all_anew else self.before.records) if names else set()
        self.keys = names or old
        wanted |= {key for key in map(owner, self.dirty) if key and key[1] in self.keys.get(key[0], ())}
        self._read(wanted, names, answered, common)
        self._keep(names)
        self._look_at_the_rest(common, kept)
        self.now.learn(self.hashes)
        catalogue = assembled(self.now, common, self.extras, self.images, self.store)
        for (kind, slug), entry in self.entries.items():
            if entry.value is not None:
                mapping_of(catalogue, kind).put(slug, entry.value)
        # Old addresses are looked at together, too: two entries may claim one.
        if moved or self._differs("others") or self.extras != self.extras_before:
            check_together(catalogue, self._sets(common), common.languages)
        return catalogue

    def _common(self, kept: Common | None) -> Common:
        """Return what all rely on, read again where one of the two files changed."""
        if kept is not None and self.same_names and self.dirty.isdisjoint(FILES):
            return kept
        common = read_common(self.content)
        self.now.shared = pickle.dumps(common, 5)
        self.hashes |= common.hashes
        return common

    def _day(self, today: date | None, common: Common) -> None:
        """Take the day after which nothing may lie that should be past, the first that was looked at."""
        if today and common.network.written_for:
            today = max(today, common.network.written_for)
        self.today = today
        if today is None or self.first:
            self.now.today = today.isoformat() if today else ""

    def _of_other_names(self, names: Names, old: Mapping[str, Mapping[str, Record]]) -> set[Key]:
        """Return the entries that are new, or written in other files than the last time."""
        return {
            (kind, slug)
            for kind, those in names.items()
            for slug, files in those.items()
            if slug not in old.get(kind, {}) or old[kind][slug][0] != files
        }

    def _read(self, wanted: set[Key], names: Names | None, answered: Sets, common: Common) -> None:
        """Read entries until every question that one of them asked has the answer that it got."""
        for _ in range(MOST_ROUNDS):
            sets = self._sets(common)
            changed = other_answers(answered, sets)
            if changed:
                asked = {key: those for key, those in self._asked().items() if key[1] in self.keys.get(key[0], ())}
                wanted |= {key for key, those in asked.items() if not changed.isdisjoint(those)}
            if not wanted:
                return
            for entry in self._entries(
                [self._place(key, names) for key in sorted(wanted)], sets, common.languages
            ):
                self._take(entry)
            wanted, answered = set(), sets
        raise Doubt

    def _sets(self, common: Common) -> Sets:
        return sets_of(common, self.keys, self.lines.get(IMAGES, ()), self.extras)

    def _place(self, key: Key, names: Names | None) -> Place:
        kind, slug = key
        return Place(KIND[kind], slug, names[kind][slug] if names else self.before.records[kind][slug][0])

    def _asked(self) -> dict[Key, frozenset[str]]:
        """Return the questions of every entry, those read in this run included."""
        # Our own bytes, known by their digest.
        try:
            packed = self.store.bytes_of(self.before.asked) if self.before.asked else b""
        except LookupError as damaged:
            self.store.forget()
            raise Doubt from damaged
        kept = marshal.loads(packed) if packed else {}  # nosec B302
        return kept | {key: entry.asked for key, entry in self.entries.items()}

    def _entries(self, places: Sequence[Place], sets: Sets, languages: tuple[str, ...]) -> list[Entry]:
        # Imported late: where no entry changed none is read.
        from site_builder.content.entries import read_entry
        from site_builder.content.noting import Noting

        here = os.getpid()

        def read(share: Sequence[Place]) -> list[Entry]:
            known = Noting(languages, sets)
            entries = [read_entry(self.content, place, known, self.today) for place in share]
            # A value goes from worker to worker packed, and is unpacked where it is wanted.
            return entries if os.getpid() == here else [replace(entry, value=None) for entry in entries]

        try:
            return shared(read, places, self.jobs)
        except WorkerFailed as failed:
            raise Doubt from failed

    def _take(self, entry: Entry) -> None:
        place = entry.place
        self.entries[place.kind.name, place.slug] = entry
        self.extras.pop((place.kind.name, place.slug), None)
        if entry.extra != NOTHING:
            self.extras[place.kind.name, place.slug] = entry.extra
        for name, digest in zip(place.names, entry.hashes, strict=True):
            self.hashes[f"{place.kind.folder}/{name}"] = digest

    def _keep(self, names: Names | None) -> None:
        """Make the records of what there is, in its order; nothing is left of what is gone."""
        old = self.before.records
        if names is None:
            self.now.records = {kind: those.copy() for kind, those in old.items()}
        else:
            self.now.records = {kind: _rows(kind, those, old.get(kind, {})) for kind, those in names.items()}
        for (kind, slug), entry in self.entries.items():
            self.now.records[kind].put(slug, self._record(entry))
        titles = {slug: entry.titles for (kind, slug), entry in self.entries.items() if kind == "program"}
        self.now.titles = _of(self.keys.get("program", ()), self.before.titles | titles)
        related = {slug: entry.related for (kind, slug), entry in self.entries.items() if kind == "skill"}
        self.now.related = _of(self.keys.get("skill", ()), self.before.related | related)
        if self._differs("questions"):
            asked = self._asked()
            every = {(kind, slug): asked[kind, slug] for kind, those in self.keys.items() for slug in those}
            packed = marshal.dumps(every)
            self.now.asked = (hash_of(packed), -1, len(packed))
            self.store.fresh[self.now.asked[0]] = packed
        self.extras = {key: extra for key, extra in self.extras.items() if key[1] in self.keys.get(key[0], ())}
        self.now.extras = pickle.dumps(self.extras, PROTOCOL)

    def _record(self, entry: Entry) -> Record:
        digest = hash_of(entry.packed)
        self.store.fresh[digest] = entry.packed
        questions = hash_of("\n".join(sorted(entry.asked)).encode())
        return entry.place.names, digest, -1, len(entry.packed), entry.others, questions, entry.streets

    def _differs(self, column: str) -> bool:
        """Tell whether that column of the records of any kind is another one, or entries came or went."""
        old, now = self.before.records, self.now.records
        return old.keys() != now.keys() or any(
            those.slugs != old[kind].slugs or getattr(those, column) != getattr(old[kind], column)
            for kind, those in now.items()
        )

    def _look_at_the_rest(self, common: Common, kept: Common | None) -> None:
        """Look at what is no entry, and at words that tell where somebody lives, unless a program is called so."""
        # What is imported here is needed on few days.
        lines = self.now.lines
        if lines.get(IMAGES) != self.before.lines.get(IMAGES):
            self._pictures()
        if lines.get(THEME) != self.before.lines.get(THEME):
            from site_builder.content.theme import check_theme

            sound(lambda report: check_theme(self.content, report))
        names = {title for titles in self.now.titles.values() for title in titles} - {""}
        others = self.now.titles != self.before.titles
        if others or common is not kept:
            check_words(common, names)
        for kind, those in self.now.records.items():
            for slug in sorted(those.streets):
                if others or (kind, slug) in self.entries:
                    self._check_streets(KIND[kind].folder, those[slug][0], names)

    def _pictures(self) -> None:
        """Read the pictures that are new or changed."""
        from site_builder.content.images import images_of

        left = {line[0] for line in self.lines.get(IMAGES, ())}
        again = [name for name in sorted(left) if name not in self.images or f"{IMAGES}/{name}" in self.dirty]
        images = sound(lambda report: images_of([self.content / IMAGES / name for name in again], report))
        found = self.images | images
        self.images = {name: found[name] for name in sorted(left)}
        for name in again:
            self.hashes[f"{IMAGES}/{name}"] = hash_of(raw_of(f"{self.content.as_posix()}/{IMAGES}/{name}"))
        self.now.images = pickle.dumps(self.images, PROTOCOL)

    def _check_streets(self, folder: str, files: Sequence[str], names: set[str]) -> None:
        from site_builder.content.privacy import check_privacy
        from site_builder.content.source import read_text

        report = Report()
        for name in files:
            text = read_text(self.content / folder / name, report.of(name))
            check_privacy(text or "", names, report.of(name))
        if report.problems:
            raise Doubt


def _of(slugs: Iterable[str], values: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {slug: values[slug] for slug in slugs}


def _unpacked(packed: bytes, otherwise: Any) -> Any:
    # Our own bytes, sealed with the rest of the index.
    return pickle.loads(packed) if packed else otherwise  # nosec B301


def _rows(kind: str, slugs: Iterable[str], old: Mapping[str, Record]) -> Rows:
    return Rows(KIND[kind].suffix, [(slug, old.get(slug, NO_RECORD)) for slug in slugs])
