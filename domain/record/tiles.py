"""
Where the hashes and entries of the log lie: tiles of 256, as files that never change once they are full.

Source: C2SP tlog-tiles. Only full tiles are hashed into the level above; a partial tile is a file of its own
and stays after it was filled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.record.merkle import HASH_BYTES, root

WIDTH = 256
LONGEST_ENTRY = 0xFFFF


class EntryTooLong(ValueError):
    """An entry is longer than a log entry may be."""

    def __init__(self, size: int) -> None:
        super().__init__(f"An entry has {size} bytes; {LONGEST_ENTRY} is the most. Log its hash instead.")


class BundleUnreadable(ValueError):
    """The bytes of an entry bundle end inside an entry, or hold another number of entries."""


@dataclass(frozen=True)
class Tile:
    """
    A tile of hashes at *level*, or with level None a bundle of entries; the *number*th, *width* of 256 wide.
    """

    level: int | None
    number: int
    width: int

    @property
    def path(self) -> str:
        """Where it lies, from the record's folder: "tile/0/x001/067.p/112"."""
        kind = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{kind}/{numbered(self.number)}{partial}"


def numbered(number: int) -> str:
    """Return a tile's number as its path: groups of three digits, all but the last one led by x."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.append(f"x{number % 1000:03}")
    return "/".join(reversed(groups))


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield every tile and bundle of a log of *size* entries, full ones and the partial one of each level."""
    yield from _row(None, size)
    level = 0
    while size:
        yield from _row(level, size)
        level, size = level + 1, size // WIDTH


def _row(level: int | None, hashes: int) -> Iterator[Tile]:
    full, over = divmod(hashes, WIDTH)
    for number in range(full):
        yield Tile(level, number, WIDTH)
    if over:
        yield Tile(level, full, over)


def new_tiles(old: int, new: int) -> Iterator[Tile]:
    """Yield the tiles and bundles of a log of *new* entries that one of *old* did not have."""
    before = set(tiles_of(old))
    yield from (tile for tile in tiles_of(new) if tile not in before)


def level_above(hashes: Sequence[bytes]) -> list[bytes]:
    """Return the hashes of the next level: one for each full tile."""
    return [root(hashes[i : i + WIDTH]) for i in range(0, len(hashes) - len(hashes) % WIDTH, WIDTH)]


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """Return the hashes of every level, the leaves first, up to the last level that has any."""
    found = [list(leaves)]
    while len(found[-1]) >= WIDTH:
        found.append(level_above(found[-1]))
    return found


def tile_bytes(hashes: Sequence[bytes], tile: Tile) -> bytes:
    """Return the bytes of a tile of the level that has *hashes*."""
    first = tile.number * WIDTH
    return b"".join(hashes[first : first + tile.width])


def bundle_bytes(entries: Sequence[bytes]) -> bytes:
    """
    Return entries as a bundle: each led by its length in two bytes.

    Raises:
        EntryTooLong: one does not fit.
    """
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise EntryTooLong(len(entry))
    # Commitments are all of one length, and a close brings very many.
    lengths = {size: size.to_bytes(2, "big") for size in set(map(len, entries))}
    return b"".join([lengths[len(entry)] + entry for entry in entries])


def read_bundle(content: bytes, width: int) -> list[bytes]:
    """
    Return the *width* entries of a bundle.

    Raises:
        BundleUnreadable: the bytes are cut short, or hold more or fewer.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(content):
        end = at + 2 + int.from_bytes(content[at : at + 2], "big")
        if at + 2 > len(content) or end > len(content):
            raise BundleUnreadable(f"The bundle ends inside its entry {len(entries)}.")
        entries.append(content[at + 2 : end])
        at = end
    if len(entries) != width:
        raise BundleUnreadable(f"The bundle holds {len(entries)} entries instead of {width}.")
    return entries


def read_tile(content: bytes, width: int) -> list[bytes]:
    """
    Return the *width* hashes of a tile.

    Raises:
        BundleUnreadable: there are more or fewer.
    """
    if len(content) != width * HASH_BYTES:
        raise BundleUnreadable(f"The tile has {len(content)} bytes instead of {width * HASH_BYTES}.")
    return [content[i : i + HASH_BYTES] for i in range(0, len(content), HASH_BYTES)]
