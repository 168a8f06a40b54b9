"""The promise on a receipt: signed, read back, and nothing else taken for one."""

from __future__ import annotations

from hashlib import sha256

import pytest

from domain.governance.promise import TAG, WORDS, PromisedCommitment, read_promise, signed_promise
from domain.record.notes import NoteRefused, VerifierKey, signed_note

KEY = VerifierKey("weirside.example/record/receipts", bytes(range(32)))
COMMITMENT = "0f" * 32


def seal(message: bytes, key: bytes = KEY.key) -> bytes:
    """Return 64 bytes that depend on every byte of key and message."""
    return sha256(key + message).digest() + sha256(message + key).digest()


def holds(key: bytes, message: bytes, signature: bytes) -> bool:
    return signature == seal(message, key)


NOTE = signed_promise("2026-4", COMMITMENT, KEY, seal)


def test_a_promise_says_proposal_commitment_and_when_and_is_read_back() -> None:
    assert NOTE.split("\n")[:5] == [TAG, "2026-4", COMMITMENT, WORDS, ""]
    assert read_promise(NOTE, KEY, holds) == PromisedCommitment("2026-4", COMMITMENT)


@pytest.mark.parametrize("at", range(len(NOTE)))
def test_no_changed_sign_passes(at: int) -> None:
    changed = NOTE[:at] + chr(ord(NOTE[at]) ^ 1) + NOTE[at + 1 :]

    with pytest.raises(NoteRefused):
        read_promise(changed, KEY, holds)


@pytest.mark.parametrize(
    "text",
    [
        "other/v1\n2026-4\n" + COMMITMENT + f"\n{WORDS}\n",
        f"{TAG}\n2026-4\n{COMMITMENT}\nsome day\n",
        f"{TAG}\n2026-4\n{COMMITMENT.upper()}\n{WORDS}\n",
        f"{TAG}\n2026-4\n{COMMITMENT}\n{WORDS}\nmore\n",
        f"{TAG}\n",
    ],
)
def test_another_text_is_no_promise_though_the_receipt_key_signed_it(text: str) -> None:
    with pytest.raises(NoteRefused):
        read_promise(signed_note(text.encode(), KEY, seal).decode(), KEY, holds)


def test_a_promise_of_another_key_is_refused() -> None:
    with pytest.raises(NoteRefused):
        read_promise(NOTE, VerifierKey(KEY.name, b"\7" * 32), holds)
