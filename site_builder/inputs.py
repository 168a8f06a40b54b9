"""
What the facts of a site are at this moment, as digests: what the last build knew is held against it.

Rules of this file: a digest is that of all a reader may see of the fact, and of nothing else: no two states of the
site that differ in a fact may agree in its digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.catalogue import Catalogue
from domain.publication import Without
from domain.record.public import PublicRecord
from site_builder.assets import asset_bytes
from site_builder.digests import digest_of, digest_of_bytes
from site_builder.kept.drawers import Drawers, plain_bytes
from site_builder.model import ADDRESSES, ASSETS, CLOCK_NOW, CLOCK_TODAY, RECORD_FILES, ROWS, Site
from site_builder.reading import Published
from site_builder.units import TAB
from site_builder.watching import ASKED, Fact, Watch, Watched, WatchedFields

THERE, ABSENT = b"1", b""
Digests = Mapping[str, bytes]


@dataclass
class Inputs:
    """*entries* are digests by table and key; *single* those of facts that stand alone."""

    entries: MutableMapping[str, Digests] = field(default_factory=dict)
    single: dict[Fact, bytes] = field(default_factory=dict)
    _contents: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    def digest(self, fact: Fact) -> bytes:
        """Return the digest of a fact that is no summary; that of one that is not there is empty."""
        if fact in self.single:
            return self.single[fact]
        table, *key = fact.split(TAB)
        entries = self.entries.get(table)
        if entries is None:
            return ABSENT
        if not key:
            return order_of(entries)
        if key[1:] == [ASKED]:
            return THERE if key[0] in entries else ABSENT
        return entries.get(key[0], ABSENT)

    def changes(self, before: Inputs) -> Iterator[Fact]:
        """Yield every fact that is another one than *before*, but the addresses: who plans them tells."""
        for fact in {**before.single, **self.single}:
            if self.single.get(fact) != before.single.get(fact) and fact != ADDRESSES:
                yield fact
        for table in {**dict.fromkeys(before.entries), **dict.fromkeys(self.entries)}:
            if not self._as_kept(table, before.entries):
                yield from _changes(table, before.entries.get(table, {}), self.entries.get(table, {}))

    def _as_kept(self, table: str, before: Mapping[str, Digests]) -> bool:
        """Tell whether a table is the one that the last build kept, without reading that."""
        return isinstance(before, Drawers) and table in self.entries and before.same(table, self.content(table))

    def content(self, table: str) -> bytes:
        """Return what is kept of a table."""
        if table not in self._contents:
            self._contents[table] = plain_bytes(dict(self.entries[table]))
        return self._contents[table]

    def contents(self) -> Mapping[str, Any]:
        """Return what is kept of every table, as bytes."""
        return {table: self.content(table) for table in self.entries}


def _changes(table: str, before: Digests, now: Digests) -> Iterator[Fact]:
    if before == now and list(before) == list(now):
        return
    for key in {**before, **now}:
        if before.get(key) != now.get(key):
            yield f"{table}{TAB}{key}"
            if (key in before) != (key in now):
                yield f"{table}{TAB}{key}{TAB}{ASKED}"
    if list(before) != list(now):
        yield table


def order_of(entries: Iterable[str]) -> bytes:
    """Return the digest of the keys, in their order."""
    return digest_of_bytes("\0".join(entries).encode())


def digests_of(values: Mapping[str, object]) -> Digests:
    """Return the digest of every value, without looking at it where the mapping knows it already."""
    if isinstance(values, Without):
        inner = digests_of(values.inner)
        return {key: inner[key] for key in values}
    known: Digests | None = getattr(values, "digests", None)
    return known if known is not None else {key: digest_of(value) for key, value in values.items()}


def inputs_of(catalogue: Catalogue, published: Published, now: datetime) -> Inputs:
    """Return the facts of a site."""
    inputs = Inputs()
    record = published.record or PublicRecord()
    for area, value in ((CONTENT, catalogue), (RECORD, record), (BESIDE, published.beside)):
        _add(inputs, area, value)
    day = now.astimezone(ZoneInfo(catalogue.network.time_zone)).date()
    inputs.entries[ROWS] = published.rows
    inputs.entries[RECORD_FILES] = {
        folder: digest_of(tuple((name, digest) for name, (_, digest) in files.items()))
        for folder, files in published.folders.items()
    }
    inputs.single |= {
        CLOCK_NOW: now.isoformat().encode(),
        CLOCK_TODAY: day.isoformat().encode(),
        ASSETS: digest_of(tuple(asset_bytes().items())),
        ADDRESSES: ABSENT,
    }
    return inputs


CONTENT, RECORD, BESIDE = "content", "record", "beside"
"""The areas of the site, each with its tables."""


def _add(inputs: Inputs, area: str, value: Any) -> None:
    for each in fields(value):
        inner = getattr(value, each.name)
        if isinstance(inner, Mapping):
            inputs.entries[f"{area}.{each.name}"] = digests_of(inner)
        else:
            inputs.single[f"{area}.{each.name}{TAB}"] = digest_of(inner)


def watched_site(catalogue: Catalogue, published: Published, now: datetime, watch: Watch) -> Site:
    """Return the site of which *watch* notes what is read; of the values themselves it hands out nothing else."""

    def fields_of(area: str, value: object) -> Any:
        return WatchedFields(watch, area, value)

    return Site(
        fields_of(CONTENT, catalogue),
        fields_of(RECORD, published.record) if published.record is not None else None,
        now,
        fields_of(BESIDE, published.beside),
        published.folder,
        record_folders=Watched(watch, RECORD_FILES, published.folders),
        watch=watch,
    )
