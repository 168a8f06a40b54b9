"""
The checkpoint: the log's size and root in a signed note that anybody can verify.

Sources: C2SP tlog-checkpoint and signed-note. Signing and verifying themselves are handed in: this module knows
the text, the key's name and where the bytes stand.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from domain.record.merkle import HASH_BYTES

ED25519 = b"\x01"
KEY_BYTES = 32
SIGNATURE_BYTES = 64
KEY_ID_BYTES = 4

Sign = Callable[[bytes], bytes]
"""From the message to its 64-byte Ed25519 signature."""

Verify = Callable[[bytes, bytes, bytes], bool]
"""Tells whether (public key, message, signature) is an Ed25519 signature."""

_ORIGIN = re.compile(r"[^\s+]+")
_SIZE = re.compile(r"0|[1-9][0-9]*")
_LEAD = "\u2014 "


class NoteRefused(ValueError):
    """A note or a key that is not of its form, or not signed by whom it should be."""


@dataclass(frozen=True)
class Checkpoint:
    """*origin* is the log's name, a web address without its scheme."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> bytes:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{_b64(self.root)}\n".encode()


@dataclass(frozen=True)
class VerifierKey:
    """The public half of a log's key under its name; written down as name+id+key."""

    name: str
    key: bytes

    @property
    def id(self) -> bytes:
        """The first four bytes of the hash of name and key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_b64(ED25519 + self.key)}"


def read_key(text: str) -> VerifierKey:
    """
    Return the key that a line of the form name+id+key stands for.

    Raises:
        NoteRefused: another form, or an id that is not the key's.
    """
    name, _, rest = text.strip("\n").partition("+")
    key_id, _, encoded = rest.partition("+")
    raw = _unb64(encoded)
    if not _ORIGIN.fullmatch(name) or len(raw) != 1 + KEY_BYTES or raw[:1] != ED25519:
        raise NoteRefused("A verifier key reads name+id+key, the key being Ed25519.")
    key = VerifierKey(name, raw[1:])
    if key.id.hex() != key_id:
        raise NoteRefused(f"The id {key_id!r} is not that of the key; it is {key.id.hex()}.")
    return key


def signed(checkpoint: Checkpoint, key: VerifierKey, sign: Sign) -> bytes:
    """
    Return the checkpoint as a signed note.

    Raises:
        NoteRefused: the origin is not the key's name, or cannot be one.
    """
    if checkpoint.origin != key.name or not _ORIGIN.fullmatch(checkpoint.origin):
        raise NoteRefused("The log and its key go by one name, without spaces and without +.")
    signature = _b64(key.id + sign(checkpoint.text))
    return checkpoint.text + f"\n{_LEAD}{key.name} {signature}\n".encode()


def read_note(note: bytes, key: VerifierKey, verify: Verify) -> Checkpoint:
    """
    Return the checkpoint of a note signed by *key*; signatures by others are let be.

    Raises:
        NoteRefused: it is no such note, or the signature is missing or wrong.
    """
    text, lines = _parts(note)
    checkpoint = _read_text(text)
    if checkpoint.origin != key.name:
        raise NoteRefused(f"The checkpoint is of {checkpoint.origin!r}, the key of {key.name!r}.")
    ours = [raw for name, raw in lines if name == key.name and raw[:KEY_ID_BYTES] == key.id]
    if not ours:
        raise NoteRefused(f"The checkpoint is not signed by {key.name}.")
    for raw in ours:
        signature = raw[KEY_ID_BYTES:]
        if len(signature) != SIGNATURE_BYTES or not verify(key.key, text, signature):
            raise NoteRefused(f"The signature of {key.name} is wrong.")
    return checkpoint


def _parts(note: bytes) -> tuple[bytes, list[tuple[str, bytes]]]:
    """Return the signed text and, by name, the bytes of each signature line."""
    try:
        whole = note.decode()
    except UnicodeDecodeError as broken:
        raise NoteRefused("The note is not UTF-8.") from broken
    if any(ord(sign) < 0x20 and sign != "\n" for sign in whole) or "\ufeff" in whole:
        raise NoteRefused("The note holds signs that no note holds.")
    text, gap, signatures = whole.rpartition("\n\n")
    if not gap or not signatures.endswith("\n"):
        raise NoteRefused("The note has no signature.")
    lines = []
    for line in signatures[:-1].split("\n"):
        name, _, encoded = line.removeprefix(_LEAD).partition(" ")
        if not line.startswith(_LEAD) or not name:
            raise NoteRefused("A signature line reads: dash, name, signature.")
        lines.append((name, _unb64(encoded)))
    return text.encode() + b"\n", lines


def _read_text(text: bytes) -> Checkpoint:
    lines = text.decode().split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise NoteRefused("A checkpoint has three lines: origin, size, root.")
    origin, size, encoded = lines[:3]
    root = _unb64(encoded)
    if not _ORIGIN.fullmatch(origin) or not _SIZE.fullmatch(size) or len(root) != HASH_BYTES:
        raise NoteRefused("A checkpoint has three lines: origin, size, root.")
    return Checkpoint(origin, int(size), root)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unb64(text: str) -> bytes:
    """Return the bytes; only the one canonical spelling is taken."""
    try:
        raw = base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError) as broken:
        raise NoteRefused("This is not base64.") from broken
    if _b64(raw) != text:
        raise NoteRefused("This base64 is not canonical.")
    return raw
