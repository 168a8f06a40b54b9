"""What lies in the record beside its state: the log's head, the files of each vote, the names of an open one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from domain.record.notes import NoteRefused, read_key
from site_builder.counts import Beyond, read_beyond
from site_builder.logged import Head, heads
from site_builder.record import RecordUnreadable, read_rows

FINGERPRINT_SIGNS = 16
GROUP = 4
HEAD_LINES = 3


@dataclass(frozen=True)
class LogHead:
    """The signed head of the log as it was last published; *fingerprint* is that of the key that signs it."""

    origin: str
    size: int
    root: str
    checkpoint: str
    vkey: str
    fingerprint: str
    receipt_vkey: str = ""


@dataclass(frozen=True)
class Named:
    """A choice of an open vote with the name of whose it is, by their own act."""

    name: str
    choice: str
    reason: str
    commitment: str


@dataclass(frozen=True)
class Beside:
    """*heads*, *files*, *beyond* and *named* by proposal; nothing of it exists before the first publish."""

    log: LogHead | None = None
    schema: bool = False
    heads: Mapping[str, Head] = field(default_factory=dict)
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beyond: Mapping[str, Beyond] = field(default_factory=dict)
    named: Mapping[str, tuple[Named, ...]] = field(default_factory=dict)


def read_beside(folder: Path) -> Beside:
    """
    Return what lies beside the state of the record in *folder*.

    Raises:
        RecordUnreadable: a file is not of its form.
    """
    places = sorted(place for place in (folder / "proposals").glob("*") if place.is_dir())
    log = log_of(folder)
    return Beside(
        log=log,
        schema=(folder / "result.schema.json").is_file(),
        heads=heads_of(folder, log),
        files={place.name: tuple(sorted(file.name for file in place.iterdir())) for place in places},
        beyond={
            place.name: beyond_of(folder, place.name) for place in places if (place / "result.json").is_file()
        },
        named={place.name: named for place in places if (named := named_of(folder, place.name))},
    )


def fingerprint(vkey: str) -> str:
    """
    Return the first signs of the hash of a verifier key's public key, in groups for reading aloud.

    Raises:
        NoteRefused: it is no verifier key.
    """
    signs = sha256(read_key(vkey).key).hexdigest()[:FINGERPRINT_SIGNS]
    return " ".join(signs[at : at + GROUP] for at in range(0, FINGERPRINT_SIGNS, GROUP))


def log_of(folder: Path) -> LogHead | None:
    """Return the signed head of the log, where there is one."""
    file, key = folder / "checkpoint", folder / "vkey"
    if not file.is_file() or not key.is_file():
        return None
    checkpoint, vkey = file.read_text("utf-8"), key.read_text("utf-8").strip()
    lines = checkpoint.split("\n")
    receipts = folder / "receipt-vkey"
    try:
        origin, size, root = lines[:HEAD_LINES]
        mark = fingerprint(vkey)
        number = int(size)
    except (ValueError, NoteRefused) as broken:
        raise RecordUnreadable(file, str(broken)) from broken
    receipt = receipts.read_text("utf-8").strip() if receipts.is_file() else ""
    return LogHead(origin, number, root, checkpoint, vkey, mark, receipt)


def beyond_of(folder: Path, proposal: str) -> Beyond:
    """Return what the proposal's result.json tells beside the count."""
    file = folder / "proposals" / proposal / "result.json"
    try:
        return read_beyond(file)
    except (ValueError, LookupError, TypeError, AttributeError) as broken:
        raise RecordUnreadable(file, repr(broken)) from broken


def heads_of(folder: Path, log: LogHead | None) -> Mapping[str, Head]:
    """Return by proposal the first published head over its last count."""
    try:
        return heads(folder, log.size) if log else {}
    except (OSError, ValueError, LookupError) as broken:
        raise RecordUnreadable(folder / "tile", str(broken)) from broken


def named_of(folder: Path, proposal: str) -> tuple[Named, ...]:
    """Return the choices of an open vote whose voters gave their names."""
    file = folder / "proposals" / proposal / "names.json"
    if not file.is_file():
        return ()
    choices = {row.commitment: row.choice for row in read_rows(folder, proposal)}
    try:
        names: Mapping[str, Mapping[str, Any]] = json.loads(file.read_bytes())["names"]
        found = [_one(each, choices) for each in names.values()]
    except (ValueError, LookupError, TypeError, AttributeError) as broken:
        raise RecordUnreadable(file, repr(broken)) from broken
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.commitment)))


def _one(said: Mapping[str, Any], choices: Mapping[str, str]) -> Named:
    commitment = str(said["commitment"])
    return Named(str(said["name"]), choices.get(commitment, ""), str(said.get("reason", "")), commitment)
