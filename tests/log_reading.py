"""What the log of a published record says, read as an outsider reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from domain.record.checkpoint import Checkpoint, read_key, read_note
from domain.record.merkle import leaf_hash, root
from domain.record.tiles import read_bundle, tiles_of
from forms_api.signing import verify


def head(record: Path) -> Checkpoint:
    """Return the checkpoint, its signature checked."""
    return read_note((record / "checkpoint").read_bytes(), read_key((record / "vkey").read_text()), verify)


def raw_entries(record: Path) -> list[bytes]:
    """Return the bytes of all entries under the checkpoint, whose root they have."""
    found: list[bytes] = []
    shown = head(record)
    for tile in tiles_of(shown.size):
        if tile.level is None:
            found += read_bundle((record / tile.path).read_bytes(), tile.width)

    assert root([leaf_hash(entry) for entry in found]) == shown.root
    return found


def logged(record: Path) -> list[Any]:
    """Return what all entries say."""
    return [json.loads(entry) for entry in raw_entries(record)]
