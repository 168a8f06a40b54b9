"""
The check of the log: signature, files, every tile from the entries, every proof between published sizes.

Nothing is believed because it is there: tiles and bundles of every published size are made again from the entries,
and the root over these is compared with the signed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from domain.record.checkpoint import Checkpoint, read_key, read_note
from domain.record.files_note import NOT_LISTED, read_list
from domain.record.merkle import ProofRefused, check_consistency, leaf_hash, root
from domain.record.notes import NoteRefused, VerifierKey, Verify, unb64, verified_text
from domain.record.tiles import (
    WIDTH,
    BundleUnreadable,
    Tile,
    bundle_bytes,
    levels,
    read_bundle,
    tile_bytes,
    tiles_of,
)
from domain.record.verification import Read, Wrong, said, strict_object

_CONSISTENCY = re.compile(r"consistency/([1-9][0-9]*)-([1-9][0-9]*)\.json")
MOST_ENTRIES = 50_000_000
"""More entries than any community makes; a size beyond is a fault, and would have us ask for files for ever."""

SITES_OWN = "index.html"
"""The site's page about the record lies in the same folder and is no part of it."""


@dataclass(frozen=True)
class Signed:
    """What the log's key signed: the checkpoint, and the hash of every other file by its path."""

    key: VerifierKey
    checkpoint: Checkpoint
    hashes: dict[str, str]


@dataclass(frozen=True)
class Entries:
    """The entries as they were hashed, and the hashes of every level of tiles, the leaves first."""

    raw: Sequence[bytes]
    levels: Sequence[Sequence[bytes]]

    def root(self, size: int) -> bytes:
        """Return the root over the first *size* entries: full tiles stand for the subtrees they are."""
        full = size // WIDTH
        rest = self.levels[0][full * WIDTH : size]
        tiles = list(self.levels[1][:full]) if full else []
        return root([*tiles, root(rest)] if rest else tiles)


def check_signatures(read: Read, verify: Verify) -> Signed:
    """
    Return what was signed.

    Raises:
        Wrong: key, checkpoint or list of files cannot be read, or the signature is wrong.
    """
    where = "vkey"
    try:
        key = read_key(_line(read(where)))
        where = "checkpoint"
        checkpoint = read_note(read(where), key, verify)
        where = "files"
        listed = read_list(verified_text(read(where), key, verify))
        if listed.origin != key.name:
            raise NoteRefused(f"It is the list of {listed.origin!r}, not of {key.name!r}.")
    except NoteRefused as refused:
        raise Wrong(where, str(refused)) from refused
    if checkpoint.size > MOST_ENTRIES:
        raise Wrong("checkpoint", f"says {checkpoint.size} entries, more than any log of a community has.")
    return Signed(key, checkpoint, dict(listed.hashes))


def is_signed_by(read: Read, vkey: str, verify: Verify) -> bool:
    """Tell whether this key signed the checkpoint as well, as the old one does where a new one takes its place."""
    try:
        verified_text(read("checkpoint"), read_key(vkey), verify)
    except NoteRefused:
        return False
    return True


def _line(raw: bytes) -> str:
    text = raw.decode("ascii", "replace")
    if not text.endswith("\n") or text.count("\n") != 1:
        raise NoteRefused("A key stands on one line, which ends with a newline.")
    return text


def check_files(read: Read, signed: Signed, present: Iterable[str] | None) -> Iterator[Wrong]:
    """Yield each file that is not as it was signed, that is missing, or that nobody signed."""
    for path, expected in signed.hashes.items():
        try:
            if sha256(read(path)).hexdigest() != expected:
                yield Wrong(path, "is not what was signed: its bytes were changed.")
        except Wrong as missing:
            yield missing
    for path in sorted(set(present or ()) - signed.hashes.keys() - NOT_LISTED - {SITES_OWN}):
        yield Wrong(path, "is in the folder, but not in the signed list of files.")


def read_entries(read: Read, checkpoint: Checkpoint) -> Entries:
    """
    Return all entries, their root compared with the checkpoint.

    Raises:
        Wrong: a bundle is missing or cannot be read, or the root is another.
    """
    raw: list[bytes] = []
    for first in range(0, checkpoint.size, WIDTH):
        tile = Tile(None, first // WIDTH, min(WIDTH, checkpoint.size - first))
        try:
            raw += read_bundle(read(tile.path), tile.width)
        except BundleUnreadable as broken:
            raise Wrong(tile.path, str(broken)) from broken
    entries = Entries(raw, levels([leaf_hash(entry) for entry in raw]))
    if entries.root(len(raw)) != checkpoint.root:
        raise Wrong("tile/entries", "The entries do not give the root of the signed checkpoint.")
    return entries


def published_sizes(signed: Signed) -> list[int]:
    """Return every size that had a checkpoint, as the consistency proofs name them."""
    named = (_CONSISTENCY.fullmatch(path) for path in signed.hashes)
    sizes = {int(number) for found in named if found for number in found.groups()}
    return sorted(sizes | {signed.checkpoint.size})


def check_tiles(read: Read, signed: Signed, entries: Entries) -> Iterator[Wrong]:
    """Yield each tile and bundle of a published size that is not what the entries give, or that is missing."""
    old = {tile for size in published_sizes(signed) for tile in partial_tiles(min(size, len(entries.raw)))}
    for tile in [*tiles_of(len(entries.raw)), *sorted(old, key=lambda tile: tile.path)]:
        full = Tile(tile.level, tile.number, WIDTH).path
        # record.md: a partial file may go once the full one of that number and level stands.
        if tile.path in signed.hashes or tile.width == WIDTH or full not in signed.hashes:
            yield from _check_tile(read, tile, entries)


def partial_tiles(size: int) -> Iterator[Tile]:
    """Yield the bundle and the tiles of a log of *size* entries that are not full."""
    if size % WIDTH:
        yield Tile(None, size // WIDTH, size % WIDTH)
    level = 0
    while size:
        if size % WIDTH:
            yield Tile(level, size // WIDTH, size % WIDTH)
        level, size = level + 1, size // WIDTH


def _check_tile(read: Read, tile: Tile, entries: Entries) -> Iterator[Wrong]:
    first = tile.number * WIDTH
    if tile.level is None:
        again = bundle_bytes(entries.raw[first : first + tile.width])
    else:
        again = tile_bytes(entries.levels[tile.level], tile)
    try:
        if read(tile.path) != again:
            yield Wrong(tile.path, "is not what the entries of the log give.")
    except Wrong as missing:
        yield missing


def check_proofs(read: Read, signed: Signed, entries: Entries) -> Iterator[Wrong]:
    """Yield each proof that does not show that one published size is the beginning of the next, or is missing."""
    sizes = published_sizes(signed)
    if sizes[-1] != signed.checkpoint.size:
        yield Wrong("consistency", f"A proof names the size {sizes[-1]}, which the checkpoint does not reach.")
        return
    for old, new in pairwise(sizes):
        try:
            _check_proof(read, old, new, entries)
        except Wrong as wrong:
            yield wrong


def _check_proof(read: Read, old: int, new: int, entries: Entries) -> None:
    path = f"consistency/{old}-{new}.json"
    says = strict_object(read(path), path)
    if (says.get("old"), says.get("new")) != (old, new):
        raise Wrong(path, "is of other sizes than its name says.")
    before, after = entries.root(old), entries.root(new)
    try:
        proof = [unb64(one) for one in said(says, "proof", list, path) if isinstance(one, str)]
        check_consistency(old, new, before, after, proof)
    except (NoteRefused, ProofRefused) as refused:
        raise Wrong(path, str(refused)) from refused
