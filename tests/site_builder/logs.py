"""A signed log in a record, written by the rules of its format, for tests of the pages that tell of it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from domain.governance.ballot import Ballot
from domain.governance.lifecycle import Event
from domain.record.checkpoint import Checkpoint, signed
from domain.record.entries import commitment_entries, event_entry
from domain.record.growth import EMPTY, Growth
from domain.record.merkle import leaf_hash
from forms_api.signing import SigningKey, key_from
from tests.builders import NOW

KEY = key_from("weirside.example/record", sha256(b"a key of a test").digest())


def close_entries(proposal: str, ballots: Sequence[Ballot]) -> list[bytes]:
    """Return the entry of a close and those of its commitments."""
    commitments = sorted(ballot.commitment.hex() for ballot in ballots)
    return [event_entry(Event.CLOSE, proposal, 6, NOW), *commitment_entries(proposal, commitments)]


def write_log(record: Path, entries: Sequence[bytes], *, heads: Sequence[int] = (), key: SigningKey = KEY) -> Path:
    """Write the log of *entries* as it stands after checkpoints of the sizes *heads* and one over all."""
    sizes = [*heads, len(entries)]
    for old, size in zip([0, *heads], sizes, strict=True):
        growth = Growth(EMPTY, [leaf_hash(entry) for entry in entries[:size]])
        for tile, content in growth.tiles(entries[:size], ()):
            _put(record / tile.path, content)
        note = signed(Checkpoint(KEY.verifier.name, size, growth.root), key.verifier, key.sign)
        _put(record / "checkpoint", note)
        if old:
            _put(record / "consistency" / f"{old}-{size}.json", b"{}")
    _put(record / "vkey", f"{key.verifier}\n".encode())
    return record


def root_of(entries: Sequence[bytes]) -> str:
    """Return the root over *entries* in base64."""
    return base64.b64encode(Growth(EMPTY, [leaf_hash(entry) for entry in entries]).root).decode()


def _put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
