"""
The Merkle tree of the public record: roots, and proofs that an entry is in it and that it only grew.

Source: RFC 9162, section 2.1 (the hashing of RFC 6962): leaf = SHA-256(0x00 || entry), node = SHA-256(0x01 ||
left || right); a lone right node moves up unchanged. Hashes are raw 32 bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


class ProofRefused(Exception):
    """A proof does not prove what it is said to prove."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry as a leaf."""
    return sha256(b"\x00" + entry).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """Return the hash of each entry as a leaf."""
    return [sha256(b"\x00" + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees as one."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes in their order."""
    if not leaves:
        return EMPTY_ROOT
    level = list(leaves)
    while len(level) > 1:
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(level) & ~1 :]
    return level[0]


def _split(size: int) -> int:
    """Return the largest power of two smaller than *size* (2 or more)."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """
    Return the hashes that lead from the leaf at *index* to the root, nearest first.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*inclusion_proof(leaves[:split], index), root(leaves[split:]))
    return (*inclusion_proof(leaves[split:], index - split), root(leaves[:split]))


def consistency_proof(leaves: Sequence[bytes], old: int) -> tuple[bytes, ...]:
    """
    Return the hashes that show that the tree of the first *old* leaves is the beginning of this one.

    Raises:
        IndexError: *old* is not between 1 and the number of leaves.
    """
    if not 1 <= old <= len(leaves):
        raise IndexError(old)
    return _subproof(leaves, old, whole=True)


def _subproof(leaves: Sequence[bytes], old: int, *, whole: bool) -> tuple[bytes, ...]:
    """Return the proof below one node; *whole* while the old tree's root is this very node."""
    if old == len(leaves):
        return () if whole else (root(leaves),)
    split = _split(len(leaves))
    if old <= split:
        return (*_subproof(leaves[:split], old, whole=whole), root(leaves[split:]))
    return (*_subproof(leaves[split:], old - split, whole=False), root(leaves[:split]))


def check_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root_hash: bytes) -> None:
    """
    Return if *proof* leads from *leaf* at *index* to the root of a tree of *size* leaves.

    Raises:
        ProofRefused: it does not.
    Source: RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        raise ProofRefused(f"There is no entry {index} in a tree of {size}.")
    _check_hashes([leaf, root_hash, *proof])
    place, last, reached = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofRefused("The proof is longer than the tree is high.")
        if place & 1 or place == last:
            reached = node_hash(sibling, reached)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, sibling)
        place, last = place >> 1, last >> 1
    if last or reached != root_hash:
        raise ProofRefused("The proof does not lead to the root.")


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """
    Return if *proof* shows that the tree of *old* leaves is the beginning of the tree of *new* leaves.

    Raises:
        ProofRefused: it does not.
    Source: RFC 9162, section 2.1.4.2; an empty old tree is the beginning of every tree, without a proof.
    """
    _check_hashes([old_root, new_root, *proof])
    if not 0 <= old <= new:
        raise ProofRefused(f"A tree of {old} cannot be the beginning of one of {new}.")
    if old in (0, new):
        # RFC 9162 asks for no proof here; an empty old tree has but one root.
        expected = EMPTY_ROOT if old == 0 else new_root
        if proof or old_root != expected:
            raise ProofRefused("The roots differ." if not proof else "No proof belongs here.")
        return
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        raise ProofRefused("The proof is empty.")
    _walk(old, new, path, old_root, new_root)


def _walk(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    reached_old = reached_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofRefused("The proof is longer than the tree is high.")
        if place & 1 or place == last:
            reached_old, reached_new = node_hash(sibling, reached_old), node_hash(sibling, reached_new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached_new = node_hash(reached_new, sibling)
        place, last = place >> 1, last >> 1
    if last or reached_old != old_root or reached_new != new_root:
        raise ProofRefused("The proof does not lead to both roots.")


def _check_hashes(hashes: Sequence[bytes]) -> None:
    if any(len(value) != HASH_BYTES for value in hashes):
        raise ProofRefused(f"A hash has {HASH_BYTES} bytes.")


class Frontier:
    """
    The right edge of a growing tree: the roots of its full subtrees, from the largest on.

    What a log keeps to add an entry and to know its root without reading what came before.
    """

    def __init__(self, leaves: Sequence[bytes] = ()) -> None:
        self._roots: list[tuple[int, bytes]] = []
        for leaf in leaves:
            self.add(leaf)

    def add(self, leaf: bytes) -> None:
        """Take the hash of the next leaf."""
        size, value = 1, leaf
        while self._roots and self._roots[-1][0] == size:
            _, left = self._roots.pop()
            size, value = 2 * size, node_hash(left, value)
        self._roots.append((size, value))

    @property
    def size(self) -> int:
        return sum(size for size, _ in self._roots)

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._roots:
            return EMPTY_ROOT
        *rest, (_, value) = self._roots
        for _, left in reversed(rest):
            value = node_hash(left, value)
        return value


def roots_by_size(leaves: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the root of the empty tree, of the first leaf, of the first two, and so on to all."""
    frontier = Frontier()
    yield frontier.root()
    for leaf in leaves:
        frontier.add(leaf)
        yield frontier.root()
