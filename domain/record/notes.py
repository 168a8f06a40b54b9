"""
Signed notes: a text, and under it the lines of those who sign it.

Sources: C2SP signed-note; Go's golang.org/x/mod/sumdb/note. Signing and verifying themselves are handed in: this
module knows the key's name and id and where the bytes stand.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

ED25519 = b"\x01"
KEY_BYTES = 32
SIGNATURE_BYTES = 64
KEY_ID_BYTES = 4

Sign = Callable[[bytes], bytes]
"""From the message to its 64-byte Ed25519 signature."""

Verify = Callable[[bytes, bytes, bytes], bool]
"""Tells whether (public key, message, signature) is an Ed25519 signature."""

NAME = re.compile(r"[^\s+]+")
_LEAD = "\u2014 "


class NoteRefused(ValueError):
    """A note or a key that is not of its form, or not signed by whom it should be."""


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
        return f"{self.name}+{self.id.hex()}+{b64(ED25519 + self.key)}"


def read_key(text: str) -> VerifierKey:
    """
    Return the key that a line of the form name+id+key stands for.

    Raises:
        NoteRefused: another form, or an id that is not the key's.
    """
    name, _, rest = text.strip("\n").partition("+")
    key_id, _, encoded = rest.partition("+")
    raw = unb64(encoded)
    if not NAME.fullmatch(name) or len(raw) != 1 + KEY_BYTES or raw[:1] != ED25519:
        raise NoteRefused("A verifier key reads name+id+key, the key being Ed25519.")
    key = VerifierKey(name, raw[1:])
    if key.id.hex() != key_id:
        raise NoteRefused(f"The id {key_id!r} is not that of the key; it is {key.id.hex()}.")
    return key


def signed_note(text: bytes, key: VerifierKey, sign: Sign) -> bytes:
    """Return *text*, which ends with a newline, as a note signed by *key*."""
    return text + b"\n" + signature_line(text, key, sign)


def signature_line(text: bytes, key: VerifierKey, sign: Sign) -> bytes:
    """Return the line by which *key* signs *text*."""
    return f"{_LEAD}{key.name} {b64(key.id + sign(text))}\n".encode()


def verified_text(note: bytes, key: VerifierKey, verify: Verify) -> bytes:
    """
    Return the text of a note signed by *key*; signatures by others are let be.

    Raises:
        NoteRefused: it is no note, or the signature is missing or wrong.
    """
    text, lines = _parts(note)
    ours = [raw for name, raw in lines if name == key.name and raw[:KEY_ID_BYTES] == key.id]
    if not ours:
        raise NoteRefused(f"The note is not signed by {key.name}.")
    for raw in ours:
        signature = raw[KEY_ID_BYTES:]
        if len(signature) != SIGNATURE_BYTES or not verify(key.key, text, signature):
            raise NoteRefused(f"The signature of {key.name} is wrong.")
    return text


_NOT_HELD = re.compile("[\x00-\x09\x0b-\x1f\ufeff]")


def _parts(note: bytes) -> tuple[bytes, list[tuple[str, bytes]]]:
    """Return the signed text and, by name, the bytes of each signature line."""
    try:
        whole = note.decode()
    except UnicodeDecodeError as broken:
        raise NoteRefused("The note is not UTF-8.") from broken
    if _NOT_HELD.search(whole):
        raise NoteRefused("The note holds signs that no note holds.")
    text, gap, signatures = whole.rpartition("\n\n")
    if not gap or not signatures.endswith("\n"):
        raise NoteRefused("The note has no signature.")
    lines = []
    for line in signatures[:-1].split("\n"):
        name, _, encoded = line.removeprefix(_LEAD).partition(" ")
        if not line.startswith(_LEAD) or not name:
            raise NoteRefused("A signature line reads: dash, name, signature.")
        lines.append((name, unb64(encoded)))
    return text.encode() + b"\n", lines


def b64(raw: bytes) -> str:
    """Return the bytes in base64: the standard alphabet, padded."""
    return base64.b64encode(raw).decode()


def unb64(text: str) -> bytes:
    """
    Return the bytes; only the one canonical spelling is taken.

    Raises:
        NoteRefused: it is another spelling, or no base64.
    """
    try:
        raw = base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError) as broken:
        raise NoteRefused("This is not base64.") from broken
    if b64(raw) != text:
        raise NoteRefused("This base64 is not canonical.")
    return raw
