"""
The checkpoint: the log's size and root in a signed note that anybody can verify.

Source: C2SP tlog-checkpoint. Lines behind the third one are read over, as it asks, and signed all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.record.merkle import HASH_BYTES
from domain.record.notes import (
    NAME,
    NoteRefused,
    Sign,
    VerifierKey,
    Verify,
    b64,
    read_key,
    signed_note,
    unb64,
    verified_text,
)

__all__ = ["Checkpoint", "NoteRefused", "Sign", "VerifierKey", "Verify", "read_key", "read_note", "signed"]

_SIZE = re.compile(r"0|[1-9][0-9]*")


@dataclass(frozen=True)
class Checkpoint:
    """*origin* is the log's name, a web address without its scheme."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> bytes:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{b64(self.root)}\n".encode()


def signed(checkpoint: Checkpoint, key: VerifierKey, sign: Sign) -> bytes:
    """
    Return the checkpoint as a signed note.

    Raises:
        NoteRefused: the origin is not the key's name, or cannot be one.
    """
    if checkpoint.origin != key.name or not NAME.fullmatch(checkpoint.origin):
        raise NoteRefused("The log and its key go by one name, without spaces and without +.")
    return signed_note(checkpoint.text, key, sign)


def read_note(note: bytes, key: VerifierKey, verify: Verify) -> Checkpoint:
    """
    Return the checkpoint of a note signed by *key*; signatures by others are let be.

    Raises:
        NoteRefused: it is no such note, or the signature is missing or wrong.
    """
    checkpoint = _read_text(verified_text(note, key, verify))
    if checkpoint.origin != key.name:
        raise NoteRefused(f"The checkpoint is of {checkpoint.origin!r}, the key of {key.name!r}.")
    return checkpoint


def _read_text(text: bytes) -> Checkpoint:
    lines = text.decode().split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise NoteRefused("A checkpoint has three lines: origin, size, root.")
    origin, size, encoded = lines[:3]
    root = unb64(encoded)
    if not NAME.fullmatch(origin) or not _SIZE.fullmatch(size) or len(root) != HASH_BYTES:
        raise NoteRefused("A checkpoint has three lines: origin, size, root.")
    return Checkpoint(origin, int(size), root)
