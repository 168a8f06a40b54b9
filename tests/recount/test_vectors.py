"""Reference vectors of others: both checkers take what is right, and refuse what must be refused."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.governance.policy import Method
from domain.record.merkle import ProofRefused, check_consistency, check_inclusion
from domain.record.verification import Wrong, strict_json
from rsn.ed25519 import verify
from tests.recount.programs import program

RECOUNT = program(Method.YES_NO)
NEVER = {"non_canonical_A", "non_canonical_R", "low_order_A", "low_order_residue"}
"""Flags of signatures that a strict check refuses: a second spelling, anybody's key, an equation that fails."""

Signature = Callable[[bytes, bytes, bytes], bool]
SIGNATURES = {"recount.py": RECOUNT.signed_by, "rsn verify": verify}


def hostile(fixtures: Path, name: str, kind: str) -> list[dict[str, Any]]:
    lines = (fixtures / "hostile" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [found["data"] for found in map(json.loads, lines) if found["class"] == kind]


@pytest.mark.parametrize("checker", SIGNATURES)
def test_edge_cases_of_signatures_are_taken_and_refused_as_a_strict_check_must(
    checker: str, fixtures_dir: Path
) -> None:
    signed: Signature = SIGNATURES[checker]
    vectors = hostile(fixtures_dir, "cctv-ed25519", "ed25519-edge")
    wrong = [
        one["number"]
        for one in vectors
        if signed(bytes.fromhex(one["key"]), one["msg"].encode(), bytes.fromhex(one["sig"]))
        is bool(NEVER & set(one["flags"] or ()))
    ]

    assert len(vectors) > 400
    assert wrong == []


@pytest.mark.parametrize("checker", SIGNATURES)
def test_signatures_are_taken_and_refused_as_wycheproof_says(checker: str, fixtures_dir: Path) -> None:
    signed: Signature = SIGNATURES[checker]
    vectors = hostile(fixtures_dir, "wycheproof", "ed25519")
    wrong = [
        one["tcId"]
        for one in vectors
        if signed(*(bytes.fromhex(text) for text in (one["publicKey"]["pk"], one["msg"], one["sig"])))
        is (one["result"] != "valid")
    ]

    assert len(vectors) > 70
    assert wrong == []


def test_a_key_or_a_signature_of_another_length_is_refused() -> None:
    for signed in SIGNATURES.values():
        assert not signed(b"short", b"", bytes(64))
        assert not signed(bytes(31) + b"\x02", b"", b"short")


def refused(raw: bytes) -> tuple[bool, bool]:
    """Tell whether the product and the recount program refuse these bytes as JSON of the record."""

    def refuses(read: Callable[[bytes, str], Any], refusal: type[Exception]) -> bool:
        try:
            read(raw, "here")
        except refusal:
            return True
        return False

    return refuses(strict_json, Wrong), refuses(RECOUNT.strict_json, RECOUNT.Broken)


def test_canonical_json_is_taken_and_its_other_spellings_are_refused(fixtures_dir: Path) -> None:
    vectors = hostile(fixtures_dir, "jcs", "rfc8785")

    assert len(vectors) == 2
    for one in vectors:
        assert refused(bytes.fromhex(one["outhex"])) == (False, False)
        assert refused(one["input"].encode()) == (True, True)


def test_whatever_is_not_canonical_json_is_refused_by_both(fixtures_dir: Path) -> None:
    lines = (fixtures_dir / "hostile" / "jsontestsuite.jsonl").read_text(encoding="utf-8").splitlines()
    raws = [
        base64.b64decode(one["b64"]) if "b64" in one else one["text"].encode("utf-8", "surrogatepass")
        for one in map(json.loads, lines)
    ]
    answers = [refused(raw) for raw in raws]

    assert len(raws) > 140
    assert [raw for raw, (product, program_) in zip(raws, answers, strict=True) if product is not program_] == []
    assert sum(product for product, _ in answers) > 100


def test_the_reference_roots_are_those_of_the_recount_program(fixtures_dir: Path) -> None:
    vectors = json.loads((fixtures_dir / "merkle" / "vectors.json").read_text())["vectors"]
    roots = [vector for vector in vectors if vector["kind"] == "roots"]

    assert roots
    for vector in roots:
        entries = [bytes.fromhex(entry) for entry in vector["leaves_hex"]]
        found = [RECOUNT.root_of(entries[:size]).hex() for size in range(len(entries) + 1)]
        assert found == vector["roots_by_size_hex"]


def hashes(texts: list[str] | None) -> list[bytes]:
    return [base64.b64decode(text) for text in texts or ()]


def proves(one: dict[str, Any]) -> bool:
    """Tell whether the product takes the proof of a vector."""
    try:
        if "leafIdx" in one:
            leaf, top = hashes([one["leafHash"], one["root"]])
            check_inclusion(one["leafIdx"], one["treeSize"], leaf, hashes(one["proof"]), top)
        else:
            first, second = hashes([one["root1"], one["root2"]])
            check_consistency(one["size1"], one["size2"], first, second, hashes(one["proof"]))
    except ProofRefused:
        return False
    return True


@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_proofs_are_taken_and_refused_as_the_reference_says(kind: str, fixtures_dir: Path) -> None:
    vectors = hostile(fixtures_dir, "tdev-merkle", kind)

    assert len(vectors) > 40
    assert [one["desc"] for one in vectors if proves(one) is one["wantErr"]] == []
