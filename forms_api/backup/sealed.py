"""
An archive behind a passphrase: scrypt makes the key, ChaCha20-Poly1305 seals it chunk by chunk.

The form (docs/backup.md): a line with the name and version, a line of JSON with salt and cost, then chunks of
64 KiB, each with its 16-byte tag. A chunk's nonce is its number and whether it is the last, so that none can be
left out, moved or cut off unseen; both lines are authenticated with every chunk. Source: the STREAM construction
of Hoang, Reyhanitabar, Rogaway and Vizár (2015), as age uses it.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from typing import BinaryIO

from forms_api.backup.refusals import NotABackup, PassphraseTooShort, WrongPassphrase

MAGIC = b"rsn-backup-sealed v1\n"
CHUNK = 64 * 1024
TAG = 16
LEAST_SIGNS = 12
SALT_BYTES = 16
COST = {"n": 2**15, "r": 8, "p": 1}
LARGEST_COST = {"n": 2**18, "r": 16, "p": 4}
_MEMORY = 512 * 1024 * 1024


def checked(passphrase: str) -> bytes:
    """Return the passphrase as it is used. Raises: PassphraseTooShort."""
    kept = passphrase.strip()
    if len(kept) < LEAST_SIGNS:
        raise PassphraseTooShort(LEAST_SIGNS)
    return kept.encode()


class Sealing(io.RawIOBase):
    """A file to write the archive into; `close` seals the last chunk and leaves *out* open."""

    def __init__(self, out: BinaryIO, passphrase: str, token: Callable[[int], bytes]) -> None:
        super().__init__()
        salt = token(SALT_BYTES)
        self._header = MAGIC + json.dumps({**COST, "salt": salt.hex()}, sort_keys=True).encode() + b"\n"
        self._seal = _cipher(checked(passphrase), salt, COST).encrypt
        self._out = out
        self._waiting = bytearray()
        self._number = 0
        out.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, more: bytes) -> int:  # type: ignore[override]
        self._waiting += more
        # The last chunk is known only at the end, so one whole chunk always waits.
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(more)

    def close(self) -> None:
        if not self.closed:
            self._put(bytes(self._waiting), last=True)
        super().close()

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._out.write(self._seal(_nonce(self._number, last=last), chunk, self._header))
        self._number += 1


class Opening(io.RawIOBase):
    """A sealed archive, opened: reads chunk by chunk, and believes none that was changed."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        super().__init__()
        said = source.readline(1024)
        self._header = MAGIC + said
        try:
            says = json.loads(said)
            salt, cost = bytes.fromhex(says["salt"]), {name: int(says[name]) for name in COST}
        except (ValueError, KeyError, TypeError) as broken:
            raise NotABackup("its first lines cannot be read") from broken
        if any(not 0 < cost[name] <= LARGEST_COST[name] for name in COST):
            raise NotABackup("its first lines ask for more work than any backup of ours")
        self._open = _cipher(passphrase.strip().encode(), salt, cost).decrypt
        self._source = source
        self._next = source.read(CHUNK + TAG)
        self._number = 0
        self._clear = b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray) -> int:  # type: ignore[override]
        if not self._clear and self._next:
            self._clear = self._chunk()
        given = self._clear[: len(into)]
        into[: len(given)] = given
        self._clear = self._clear[len(given) :]
        return len(given)

    def _chunk(self) -> bytes:
        from cryptography.exceptions import InvalidTag

        chunk, self._next = self._next, self._source.read(CHUNK + TAG)
        try:
            clear: bytes = self._open(_nonce(self._number, last=not self._next), chunk, self._header)
        except InvalidTag:
            raise WrongPassphrase from None
        self._number += 1
        return clear


def _cipher(passphrase: bytes, salt: bytes, cost: dict[str, int]):  # type: ignore[no-untyped-def]  # a class of the library
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        key = hashlib.scrypt(passphrase, salt=salt, dklen=32, maxmem=_MEMORY, **cost)
    except ValueError as refused:
        raise NotABackup("its first lines ask for what no backup of ours does") from refused
    return ChaCha20Poly1305(key)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")
