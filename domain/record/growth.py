"""
A log that grows: from the last tiles of the tree as it was to every new tile, the new root and the proof between.

What came before is not read: the hashes of the old tree's partial tiles are enough, because every hash a longer
tree needs is new or the root of a full subtree at the old right edge. Sources: RFC 9162, section 2.1.4; C2SP
tlog-tiles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from domain.record.merkle import EMPTY_ROOT, HASH_BYTES, node_hash, root
from domain.record.tiles import WIDTH, Tile, bundle_bytes, new_tiles

_WIDTH_BITS = WIDTH.bit_length() - 1


def edge_tiles(size: int) -> list[Tile]:
    """Return the partial tile of each level of a tree of *size* leaves, the level of the leaves first."""
    found, level = [], 0
    while size:
        full, over = divmod(size, WIDTH)
        found.append(Tile(level, full, over))
        level, size = level + 1, full
    return found


@dataclass(frozen=True)
class Edge:
    """
    The right edge of a tree of *size* leaves.

    *tails* holds for each level the hashes of its partial tile, in the order of `edge_tiles`; its width may be 0.
    """

    size: int
    tails: Sequence[Sequence[bytes]]

    @cached_property
    def subtrees(self) -> dict[int, bytes]:
        """The roots of the full subtrees that the tree falls into, by their height."""
        found: dict[int, bytes] = {}
        for level, tail in enumerate(self.tails):
            at = 0
            for bit in reversed(range(_WIDTH_BITS)):
                if len(tail) >> bit & 1:
                    found[level * _WIDTH_BITS + bit] = root(tail[at : at + (1 << bit)])
                    at += 1 << bit
        return found

    @cached_property
    def root(self) -> bytes:
        return _folded(self.subtrees[height] for height in sorted(self.subtrees))


EMPTY = Edge(0, ())


@dataclass(frozen=True)
class Growth:
    """The tree after *leaves* (hashes) were added behind *edge*."""

    edge: Edge
    leaves: Sequence[bytes]

    @property
    def size(self) -> int:
        return self.edge.size + len(self.leaves)

    @cached_property
    def _rows(self) -> list[list[bytes]]:
        """By height the hashes of the full subtrees that were not full before, from the left."""
        rows, row, old = [], list(self.leaves), self.edge.size
        while row:
            rows.append(row)
            height = len(rows) - 1
            if old >> height & 1:
                row = [self.edge.subtrees[height], *row]
            pairs = iter(row)
            row = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]
        return rows

    def _subtree(self, height: int, number: int) -> bytes:
        """Return the root of the *number*th full subtree of this height; new, or at the old right edge."""
        first_new = self.edge.size >> height
        return self._rows[height][number - first_new] if number >= first_new else self.edge.subtrees[height]

    @cached_property
    def root(self) -> bytes:
        return self._range(0, self.size) if self.size else EMPTY_ROOT

    def _range(self, first: int, end: int) -> bytes:
        """Return the root over the leaves from *first* up to *end*, a subtree's place in the tree."""
        heights = [height for height in range((end - first).bit_length()) if (end - first) >> height & 1]
        return _folded(self._subtree(height, (end >> height) - 1) for height in heights)

    def tiles(self, entries: Sequence[bytes], tail: Sequence[bytes]) -> Iterator[tuple[Tile, bytes]]:
        """
        Yield every tile and bundle the old tree did not have, with its bytes.

        *entries* are the new ones, *tail* those of the old partial bundle.
        """
        rows: dict[int | None, tuple[int, Sequence[bytes]]] = {None: _behind(self.edge.size, tail, entries)}
        for level, height in enumerate(range(0, len(self._rows), _WIDTH_BITS)):
            old_tail = self.edge.tails[level] if level < len(self.edge.tails) else ()
            rows[level] = _behind(self.edge.size >> height, old_tail, self._rows[height])
        for tile in new_tiles(self.edge.size, self.size):
            first, row = rows[tile.level]
            start = tile.number * WIDTH - first
            inside = row[start : start + tile.width]
            yield tile, bundle_bytes(inside) if tile.level is None else b"".join(inside)

    def consistency_proof(self) -> tuple[bytes, ...]:
        """Return the hashes that show that the old tree is the beginning of this one; none if there was none."""
        return tuple(self._proof(0, self.size, whole=True)) if self.edge.size else ()

    def _proof(self, first: int, end: int, *, whole: bool) -> Iterator[bytes]:
        """Yield the proof below one node; *whole* while the old tree's root is this very node."""
        old = self.edge.size
        if old == end:
            if not whole:
                yield self._range(first, end)
            return
        middle = first + (1 << (end - first - 1).bit_length() - 1)
        if old <= middle:
            yield from self._proof(first, middle, whole=whole)
            yield self._range(middle, end)
        else:
            yield from self._proof(middle, end, whole=False)
            yield self._range(first, middle)


def _behind(old: int, tail: Sequence[bytes], new: Sequence[bytes]) -> tuple[int, Sequence[bytes]]:
    """Return the number of the first one and all of *new* behind the *tail* of the *old* ones."""
    return old - len(tail), [*tail, *new]


def _folded(smallest_first: Iterable[bytes]) -> bytes:
    """Return the root over full subtrees, each smaller than the one to its left; here the smallest comes first."""
    value = b""
    for left in smallest_first:
        value = node_hash(left, value) if value else left
    return value if len(value) == HASH_BYTES else EMPTY_ROOT
