"""
The network's signing keys: one for the log, one for the promises on receipts, each a file of its own.

Rules of this file: a key file is 0600 in a folder that is 0700, and refused when it is wider; a key is written
whole before it signs anything, and never written over but by its successor. The form is that of Go's
sumdb/note: PRIVATE+KEY+name+id+base64, on one line. Both keys are independent: who has one has not the other.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from domain.record.notes import ED25519, KEY_BYTES, NoteRefused, VerifierKey, b64, unb64
from forms_api.record_refusals import KeyMissing, KeyTooOpen, KeyUnreadable

FOLDER_MODE = 0o700
FILE_MODE = 0o600
LEAD = "PRIVATE+KEY+"

Put = Callable[[Path, bytes, int], None]


@dataclass(frozen=True)
class SigningKey:
    """A private key under its public name."""

    verifier: VerifierKey
    seed: bytes = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature of *message*."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)

    @property
    def line(self) -> str:
        """The key as its file holds it."""
        return f"{LEAD}{self.verifier.name}+{self.verifier.id.hex()}+{b64(ED25519 + self.seed)}\n"


def key_from(name: str, seed: bytes) -> SigningKey:
    """Return the key of these 32 random bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return SigningKey(VerifierKey(name, public), seed)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether *signature* is that of *message* under the public key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def origin_of(base_url: str) -> str:
    """Return the log's name: the site's address without its scheme, and /record."""
    return base_url.partition("://")[2].rstrip("/") + "/record"


@dataclass(frozen=True)
class KeyRing:
    """The folder of keys; *next_log* is there only while a rotation waits for its checkpoint."""

    folder: Path

    @property
    def log_path(self) -> Path:
        return self.folder / "log.key"

    @property
    def receipt_path(self) -> Path:
        return self.folder / "receipt.key"

    @property
    def next_path(self) -> Path:
        return self.folder / "log.next.key"

    def log(self) -> SigningKey:
        """Return the key of the log. Raises: KeyMissing, KeyTooOpen, KeyUnreadable."""
        return read_key_file(self.log_path)

    def receipt(self) -> SigningKey:
        """Return the key of the promises. Raises: KeyMissing, KeyTooOpen, KeyUnreadable."""
        return read_key_file(self.receipt_path)

    def next_log(self) -> SigningKey | None:
        """Return the key that follows the log's in a rotation, None where none is under way."""
        return read_key_file(self.next_path) if self.next_path.exists() else None

    def is_of(self, path: Path, vkey: str) -> bool:
        """Tell whether the key file has the name and id of this verifier key, without reading its secret."""
        named = path.read_text(encoding="utf-8", errors="replace").removeprefix(LEAD)
        return named.split("+")[:2] == vkey.split("+")[:2]

    def write(self, path: Path, key: SigningKey, put: Put) -> None:
        """Write a key into a folder that only its owner enters."""
        if not self.folder.is_dir():
            self.folder.mkdir(mode=FOLDER_MODE, parents=True)
            self.folder.chmod(FOLDER_MODE)
        put(path, key.line.encode(), FILE_MODE)


def new_key(name: str, token: Callable[[int], bytes] = secrets.token_bytes) -> SigningKey:
    """Return a new key of this name."""
    # The name goes in, so that two keys differ even where chance is played by a test.
    return key_from(name, sha256(name.encode() + token(KEY_BYTES)).digest())


def read_key_file(path: Path) -> SigningKey:
    """
    Return the key in the file.

    Raises:
        KeyMissing, KeyTooOpen, KeyUnreadable.
    """
    check_modes(path)
    key = _parsed(path.read_text(encoding="utf-8", errors="replace"))
    if key is None:
        raise KeyUnreadable(path)
    return key


def check_modes(path: Path) -> None:
    """
    Make sure that the key file is there and that nobody else can reach it.

    Raises:
        KeyMissing, KeyTooOpen.
    """
    try:
        mode, folder_mode = path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777
    except FileNotFoundError:
        raise KeyMissing(path) from None
    for place, found, wanted in ((path.parent, folder_mode, FOLDER_MODE), (path, mode, FILE_MODE)):
        if found & ~wanted:
            raise KeyTooOpen(place, found, wanted)


@lru_cache(maxsize=4)
def _parsed(line: str) -> SigningKey | None:
    name, _, rest = line.removeprefix(LEAD).partition("+")
    _, _, encoded = rest.partition("+")
    try:
        raw = unb64(encoded.rstrip("\n"))
    except NoteRefused:
        return None
    if len(raw) != 1 + KEY_BYTES or raw[:1] != ED25519:
        return None
    key = key_from(name, raw[1:])
    return key if key.line == line else None
