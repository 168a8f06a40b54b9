"""
Under which signed head of the log each vote first stood: the published size that covers its last count.

Rules of this file: a vote's page names that head and no later one, so that no page changes because the log grew.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.record.growth import Edge, edge_tiles
from domain.record.notes import b64
from domain.record.tiles import WIDTH, Tile, read_bundle, read_tile, tiles_of

_SETTLED = re.compile(rb'"type":"(?:close|recounted|certify|second_reading)"')
_PROOF = re.compile(r"([1-9][0-9]*)-([1-9][0-9]*)\.json")


@dataclass(frozen=True)
class Head:
    """A head of the log that was signed and published: so many entries under this root (base64)."""

    size: int
    root: str


def heads(folder: Path, size: int) -> Mapping[str, Head]:
    """
    Return by proposal the first published head over its last count, the log in *folder* having *size* entries.

    Raises:
        OSError, BundleUnreadable, ValueError: a file of the log is missing or not of its form.
    """
    sizes = _published(folder, size)
    found: dict[str, Head] = {}
    known: dict[int, Head] = {}
    for proposal, index in _settled(folder, size).items():
        at = sizes[bisect_left(sizes, index + 1)]
        if at not in known:
            known[at] = Head(at, b64(_root(folder, at)))
        found[proposal] = known[at]
    return found


def _published(folder: Path, size: int) -> list[int]:
    """Return the sizes of which a checkpoint was published, from the proofs between them."""
    proofs = (_PROOF.fullmatch(file.name) for file in (folder / "consistency").glob("*.json"))
    return sorted({size, *(int(part) for proof in proofs if proof for part in proof.groups())})


def _settled(folder: Path, size: int) -> dict[str, int]:
    """Return by proposal the place in the log of the last entry that counts or certifies it."""
    found: dict[str, int] = {}
    for index, entry in _entries(folder, size):
        if _SETTLED.search(entry):
            found[json.loads(entry)["proposal"]] = index
    return found


def _entries(folder: Path, size: int) -> Iterator[tuple[int, bytes]]:
    for tile in tiles_of(size):
        if tile.level is not None:
            return
        content = (folder / tile.path).read_bytes()
        # Nearly every bundle of a large log holds nothing but ballots.
        if _SETTLED.search(content):
            yield from enumerate(read_bundle(content, tile.width), tile.number * WIDTH)


def _root(folder: Path, size: int) -> bytes:
    return Edge(size, [_hashes(folder, tile) for tile in edge_tiles(size)]).root


def _hashes(folder: Path, tile: Tile) -> list[bytes]:
    if not tile.width:
        return []
    return read_tile((folder / tile.path).read_bytes(), tile.width)
