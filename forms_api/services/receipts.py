"""The promise that stands on a receipt, under the receipt key."""

from __future__ import annotations

from pathlib import Path

from domain.governance.promise import PromisedCommitment, read_promise, signed_promise
from domain.record.notes import NoteRefused
from forms_api.publish.log_keys import KEYS
from forms_api.signing import KeyRing, verify


def sign_promise(record_dir: Path, proposal: str, commitment: str) -> str:
    """
    Return the signed promise that *commitment* (hexadecimal) will be in the log.

    A vote opens only after its freeze was signed for, so the keys are there.

    Raises:
        KeyMissing, KeyTooOpen, KeyUnreadable: see forms_api/record_refusals.py.
    """
    key = _ring(record_dir).receipt()
    return signed_promise(proposal, commitment, key.verifier, key.sign)


def promised(record_dir: Path, note: str) -> PromisedCommitment | None:
    """Return what a receipt promises, None where this network did not sign it."""
    typed = note.replace("\r\n", "\n").strip() + "\n"
    try:
        return read_promise(typed, _ring(record_dir).receipt().verifier, verify)
    except NoteRefused:
        return None


def _ring(record_dir: Path) -> KeyRing:
    return KeyRing(record_dir.parent / KEYS)
