"""The Merkle tree: the reference vectors, and every small tree against the definition itself."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from domain.record.merkle import (
    EMPTY_ROOT,
    Frontier,
    ProofRefused,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    leaf_hashes,
    node_hash,
    root,
    roots_by_size,
)

FOLDER = os.environ.get("RSN_FIXTURES")
LEAVES = [leaf_hash(bytes([i])) for i in range(21)]


def vectors() -> list[dict[str, Any]]:
    if not FOLDER:
        pytest.skip("RSN_FIXTURES names no folder with the reference vectors.")
    found: list[dict[str, Any]] = json.loads(Path(FOLDER, "merkle", "vectors.json").read_text())["vectors"]
    return found


def accepted(vector: dict[str, Any]) -> bool:
    """Tell whether the proof of a vector is taken."""
    proof = [bytes.fromhex(value) for value in vector["proof_hex"]]
    try:
        if vector["kind"] == "inclusion":
            leaf, top = bytes.fromhex(vector["leaf_hash_hex"]), bytes.fromhex(vector["root_hex"])
            check_inclusion(vector["leaf_index"], vector["tree_size"], leaf, proof, top)
        else:
            first, second = bytes.fromhex(vector["root1_hex"]), bytes.fromhex(vector["root2_hex"])
            check_consistency(vector["size1"], vector["size2"], first, second, proof)
    except ProofRefused:
        return False
    return True


def test_the_reference_roots_are_ours() -> None:
    for vector in vectors():
        if vector["kind"] == "roots":
            leaves = [leaf_hash(bytes.fromhex(entry)) for entry in vector["leaves_hex"]]

            assert [value.hex() for value in roots_by_size(leaves)] == vector["roots_by_size_hex"]


def test_the_reference_proofs_are_taken_and_refused_as_they_must_be() -> None:
    proofs = [vector for vector in vectors() if vector["kind"] != "roots"]

    assert len(proofs) > 60
    assert [v["name"] for v in proofs if accepted(v) is not v["valid"]] == []


def defined(leaves: list[bytes]) -> bytes:
    """Return the root by the definition of RFC 6962, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return node_hash(defined(leaves[:k]), defined(leaves[k:]))


@pytest.mark.parametrize("size", range(len(LEAVES) + 1))
def test_the_root_is_that_of_the_definition(size: int) -> None:
    assert root(LEAVES[:size]) == defined(LEAVES[:size])
    assert Frontier(LEAVES[:size]).root() == defined(LEAVES[:size])
    assert Frontier(LEAVES[:size]).size == size


@pytest.mark.parametrize("size", range(1, len(LEAVES) + 1))
def test_every_entry_of_every_tree_is_proved_to_be_in_it(size: int) -> None:
    top = root(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(LEAVES[:size], index)
        check_inclusion(index, size, LEAVES[index], proof, top)

        with pytest.raises(ProofRefused):
            check_inclusion(index, size, leaf_hash(b"another"), proof, top)
        with pytest.raises(ProofRefused):
            check_inclusion(index, size, LEAVES[index], (*proof, top), top)


@pytest.mark.parametrize("new", range(1, len(LEAVES) + 1))
def test_every_tree_is_proved_to_be_the_beginning_of_every_later_one(new: int) -> None:
    for old in range(1, new + 1):
        proof = consistency_proof(LEAVES[:new], old)
        before, after = root(LEAVES[:old]), root(LEAVES[:new])
        check_consistency(old, new, before, after, proof)

        with pytest.raises(ProofRefused):
            check_consistency(old, new, leaf_hash(b"forked"), after, proof)


def test_the_empty_tree_is_the_beginning_of_every_one() -> None:
    check_consistency(0, 5, EMPTY_ROOT, root(LEAVES[:5]), ())

    with pytest.raises(ProofRefused):
        check_consistency(0, 5, LEAVES[0], root(LEAVES[:5]), ())


def test_what_is_not_there_has_no_proof() -> None:
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES, len(LEAVES))
    with pytest.raises(IndexError):
        consistency_proof(LEAVES, 0)
    with pytest.raises(ProofRefused):
        check_inclusion(5, 5, LEAVES[0], (), LEAVES[0])
    with pytest.raises(ProofRefused):
        check_inclusion(0, 1, b"short", (), LEAVES[0])
    with pytest.raises(ProofRefused):
        check_consistency(5, 4, LEAVES[0], LEAVES[0], ())
    with pytest.raises(ProofRefused):
        check_consistency(4, 5, root(LEAVES[:4]), root(LEAVES[:5]), ())
    with pytest.raises(ProofRefused):
        check_consistency(4, 4, root(LEAVES[:4]), root(LEAVES[:4]), (LEAVES[0],))
    with pytest.raises(ProofRefused):
        check_consistency(3, 4, root(LEAVES[:3]), root(LEAVES[:4]), ())


def test_many_entries_are_hashed_as_one_by_one() -> None:
    entries = [b"", b"one", b"\x00" * 40]

    assert leaf_hashes(entries) == [leaf_hash(entry) for entry in entries]
