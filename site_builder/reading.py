"""
Read what publish let out: what changed since the last build at once, the rest when somebody asks for it.

Rules of this file: whatever is handed out later is known by its digest now, and was read without fault before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, get_args, get_type_hints

from domain.codec import NotReadable, from_plain
from domain.record.public import PublicRecord
from site_builder.beside import Beside, beyond_of, heads_of, log_of, named_of
from site_builder.digests import digest_of
from site_builder.kept.entry_table import EntryTable, FileTable, KeptTable, Slices
from site_builder.kept.file_digests import Stat, file_digests, files_below
from site_builder.record import ROWS_FILE, STATE, RecordUnreadable

HALF_WRITTEN = (".new", ".tmp")
"""End the names of files that are not in their place yet."""
PROPOSALS = "proposals"
LOGGED = ("tile/", "consistency/", "checkpoint", "vkey")
"""What the heads of the log are computed from."""


@dataclass
class Looked:
    """How the record looked: its *files*, the *slices* of its tables, the *heads* with what they come from."""

    files: dict[str, tuple[Stat, bytes]] = field(default_factory=dict)
    slices: MutableMapping[str, Slices] = field(default_factory=dict)
    heads: tuple[bytes, dict[str, bytes]] = (b"", {})


Files = Mapping[str, tuple[Path, bytes]]
"""The files of one folder, by name: where each lies, and its digest."""


@dataclass(frozen=True)
class Published:
    """All of the record in *folder*; *record* is None before the first publish."""

    folder: Path
    record: PublicRecord | None
    beside: Beside
    looked: Looked

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """The digests of the record's files, by their names in it."""
        return {name: digest for name, (_, digest) in self.looked.files.items()}

    @cached_property
    def folders(self) -> Mapping[str, Files]:
        """The files of the record by the folders that they lie in, as they are named in it."""
        found: dict[str, dict[str, tuple[Path, bytes]]] = {}
        for name, digest in self.files.items():
            folder, _, file = name.rpartition("/")
            found.setdefault(folder or ".", {})[file] = self.folder / name, digest
        return found

    @cached_property
    def rows(self) -> Mapping[str, bytes]:
        """The digests of the published ballots, by proposal."""
        return _of_proposals(self.files, ROWS_FILE)


def read_published(folder: Path, before: Looked | None = None) -> Published:
    """
    Return what publish wrote into *folder*; what looks as *before* is not read.

    Raises:
        RecordUnreadable: a file is not of its form.
    """
    before = before or Looked()
    names = ((name, stat) for name, stat in files_below(folder) if not name.endswith(HALF_WRITTEN))
    looked = Looked(file_digests(folder, names, before.files))
    record = _record(folder, before, looked) if (folder / STATE).is_dir() else None
    return Published(folder, record, _beside(folder, before, looked), looked)


def _record(folder: Path, before: Looked, looked: Looked) -> PublicRecord:
    kinds = get_type_hints(PublicRecord)
    read: dict[str, Any] = {}
    for each in fields(PublicRecord):
        name = f"{STATE}/{each.name}.json"
        if name not in looked.files:
            continue
        file, kind = folder / name, kinds[each.name]
        try:
            if getattr(kind, "__origin__", None) is Mapping:
                table = _table(file, get_args(kind)[1], each.name, before, looked)
                read[each.name], looked.slices[each.name] = table, table.slices
            else:
                read[each.name] = from_plain(kind, json.loads(file.read_bytes()))
        except (ValueError, NotReadable) as broken:
            raise RecordUnreadable(file, str(broken)) from broken
    return PublicRecord(**read)


def _table(
    file: Path, kind: type[Any], name: str, before: Looked, looked: Looked
) -> EntryTable[Any] | KeptTable[Any]:
    """Return a table of the record, unread where its file is the one that was read the last time."""
    known = f"{STATE}/{name}.json"
    slices: Slices = before.slices.get(name, {})
    if name in before.slices and looked.files[known] == before.files.get(known):
        kept = KeptTable(file, kind, slices)
        if kept.is_of(looked.files[known][0]):
            return kept
    return EntryTable(file.read_text("utf-8"), kind, slices)


def _beside(folder: Path, before: Looked, looked: Looked) -> Beside:
    files = {name: digest for name, (_, digest) in looked.files.items()}
    log = log_of(folder)
    return Beside(
        log=log,
        schema="result.schema.json" in files,
        heads=_heads(folder, files, before, looked, lambda: heads_of(folder, log)),
        files=_names(files),
        beyond=FileTable(_of_proposals(files, "result.json"), lambda key: beyond_of(folder, key)),
        named=FileTable(_named(files), lambda key: named_of(folder, key)),
    )


def _heads(
    folder: Path, files: Mapping[str, bytes], before: Looked, looked: Looked, read: Callable[[], Mapping[str, Any]]
) -> Mapping[str, Any]:
    """Return under which head of the log each vote first stood; computed anew only where the log changed."""
    made_from = digest_of([one for one in files.items() if one[0].startswith(LOGGED)])
    found: dict[str, Any] = {}
    if before.heads[0] != made_from:
        found.update(read())
        looked.heads = made_from, {key: digest_of(value) for key, value in found.items()}
    else:
        looked.heads = before.heads

    def head(key: str) -> Any:
        if not found:
            found.update(read())
        return found[key]

    return FileTable(looked.heads[1], head)


def _names(files: Mapping[str, bytes]) -> Mapping[str, tuple[str, ...]]:
    """Return by proposal the names of its files."""
    found: dict[str, list[str]] = {}
    for name in files:
        parts = name.split("/")
        if parts[0] == PROPOSALS and len(parts) > len((PROPOSALS, "2026-1")):
            found.setdefault(parts[1], []).append(parts[2])
    return {key: tuple(sorted(set(names))) for key, names in found.items()}


def _of_proposals(files: Mapping[str, bytes], file: str) -> dict[str, bytes]:
    """Return the digests of *file* in the folder of each proposal that has it."""
    named = (
        (name, digest) for name, digest in files.items() if name.endswith(file) and name.startswith(PROPOSALS)
    )
    places = ((name.split("/"), digest) for name, digest in named)
    return {parts[1]: digest for parts, digest in places if parts[0] == PROPOSALS and parts[2:] == [file]}


def _named(files: Mapping[str, bytes]) -> dict[str, bytes]:
    rows = _of_proposals(files, ROWS_FILE)
    return {key: digest + rows.get(key, b"") for key, digest in _of_proposals(files, "names.json").items()}
