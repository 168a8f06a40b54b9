"""
What is kept of the entries of one kind, in columns: an edit changes one place of each, and reads no more of them.

Rules of this file: every column is in the order of the names. A place that was handed out stays what it was,
whatever is put into the rows behind it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from site_builder.content.kept import DIGEST, Place

Record = tuple[tuple[str, ...], bytes, int, int, bytes, bytes, bool]
"""
Of an entry: its files; its value's digest, place and length; the digests of what relations look at and of what it
asked; whether it may tell streets.
"""

Plain = tuple[str, str, dict[str, tuple[str, ...]], bytes, bytes, bytes, bytes, tuple[str, ...]]
"""Rows as they are handed to marshal."""

NO_DIGEST = b"\0" * DIGEST
NO_RECORD: Record = ((), NO_DIGEST, 0, 0, NO_DIGEST, NO_DIGEST, False)
"""Stands until the entry that is read now has its own."""

_GAP = "\0"
"""Stands between names, in which no file system lets it stand."""


class Rows(Mapping[str, Record]):
    """The records of one kind by slug; *suffix* ends the name of the one file that most entries have."""

    def __init__(self, suffix: str, records: Iterable[tuple[str, Record]] = ()) -> None:
        self.suffix = suffix
        self.slugs: list[str] = []
        self.files: dict[str, tuple[str, ...]] = {}
        self.digests, self.others, self.questions = bytearray(), bytearray(), bytearray()
        self.spans = array("q")
        self.streets: set[str] = set()
        for slug, record in records:
            self._add(slug, record)

    def _add(self, slug: str, record: Record) -> None:
        names, digest, offset, length, others, questions, streets = record
        self.slugs.append(slug)
        if names != (slug + self.suffix,):
            self.files[slug] = names
        self.digests += digest
        self.others += others
        self.questions += questions
        self.spans.extend((offset, length))
        if streets:
            self.streets.add(slug)

    @classmethod
    def of(cls, plain: Plain) -> Rows:
        """Return the rows that plain() made *plain* of."""
        suffix, slugs, files, digests, others, questions, spans, streets = plain
        rows = cls(suffix)
        rows.slugs = slugs.split(_GAP) if slugs else []
        rows.files, rows.streets = files, set(streets)
        rows.digests, rows.others, rows.questions = bytearray(digests), bytearray(others), bytearray(questions)
        rows.spans.frombytes(spans)
        return rows

    def plain(self) -> Plain:
        """Return the rows in plain values."""
        columns = bytes(self.digests), bytes(self.others), bytes(self.questions), self.spans.tobytes()
        return self.suffix, _GAP.join(self.slugs), self.files, *columns, tuple(sorted(self.streets))

    def copy(self) -> Rows:
        """Return rows of their own that say the same."""
        twin = Rows(self.suffix)
        # Which names there are never changes; what is said of them does.
        twin.slugs, twin._at = self.slugs, self._at
        twin.files, twin.streets = dict(self.files), set(self.streets)
        twin.digests, twin.others = self.digests[:], self.others[:]
        twin.questions, twin.spans = self.questions[:], self.spans[:]
        return twin

    @cached_property
    def _at(self) -> dict[str, int]:
        return {slug: at for at, slug in enumerate(self.slugs)}

    def __getitem__(self, slug: str) -> Record:
        at = self._at[slug]
        part = slice(at * DIGEST, (at + 1) * DIGEST)
        return (
            self.files.get(slug, (slug + self.suffix,)),
            bytes(self.digests[part]),
            self.spans[2 * at],
            self.spans[2 * at + 1],
            bytes(self.others[part]),
            bytes(self.questions[part]),
            slug in self.streets,
        )

    def put(self, slug: str, record: Record) -> None:
        """Let *record* be that of an entry that is here already."""
        at, (names, digest, offset, length, others, questions, streets) = self._at[slug], record
        part = slice(at * DIGEST, (at + 1) * DIGEST)
        self.digests[part], self.others[part], self.questions[part] = digest, others, questions
        self.spans[2 * at], self.spans[2 * at + 1] = offset, length
        self.files.pop(slug, None)
        if names != (slug + self.suffix,):
            self.files[slug] = names
        (self.streets.add if streets else self.streets.discard)(slug)

    def __iter__(self) -> Iterator[str]:
        return iter(self.slugs)

    def __len__(self) -> int:
        return len(self.slugs)

    def __contains__(self, slug: object) -> bool:
        return slug in self._at

    @property
    def live(self) -> int:
        """How many bytes the values have together."""
        return sum(self.spans[1::2])

    def by_slug(self, column: bytearray) -> dict[str, bytes]:
        """Return the digests of a column of this by slug."""
        raw = bytes(column)
        return dict(zip(self.slugs, [raw[at : at + DIGEST] for at in range(0, len(raw), DIGEST)], strict=True))

    def places(self) -> Mapping[str, Place]:
        """Return where the values stand now, by slug."""
        return _Places(self._at, bytes(self.digests), self.spans[:])


class _Places(Mapping[str, Place]):
    def __init__(self, at: Mapping[str, int], digests: bytes, spans: array[int]) -> None:
        self._at, self._digests, self._spans = at, digests, spans

    def __getitem__(self, slug: str) -> Place:
        at = self._at[slug]
        return self._digests[at * DIGEST : (at + 1) * DIGEST], self._spans[2 * at], self._spans[2 * at + 1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)

    def __contains__(self, slug: object) -> bool:
        return slug in self._at
