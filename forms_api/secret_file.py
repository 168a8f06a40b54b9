"""
The secret key on disk, and how it is replaced: the old one is honoured for a time of grace, then worth nothing.

It makes the tokens of forms, and every session notes under which key it was opened. Replaced at once, without
grace, all sessions end and every page that is open has to be loaded anew: that is for a key that leaked.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

SECRET_BYTES = 32
GRACE = timedelta(days=2)


@dataclass(frozen=True)
class OldSecret:
    """A secret key that was replaced; it is honoured *until* then."""

    secret: bytes
    until: datetime


class SecretTooOpen(ValueError):
    """The file of the secret key may be read by others than its owner."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} may be read by others. Run: chmod 600 {file}")
        self.file = file


def secret_from(file: Path) -> bytes:
    """
    Return the secret key kept in *file*, made on first use with mode 0600.

    Raises:
        SecretTooOpen: somebody besides the owner may read it.
    """
    try:
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(made, "wb") as fresh:
            fresh.write(secrets.token_bytes(SECRET_BYTES))
    return _read(file)


def old_secrets_from(file: Path) -> tuple[OldSecret, ...]:
    """
    Return the keys that *file* replaced, the last one first: none where it was never replaced.

    Raises:
        SecretTooOpen.
    """
    old = _old(file)
    return tuple(_parsed(line) for line in _read(old).decode().splitlines()) if old.exists() else ()


def replace_secret(file: Path, now: datetime, grace: timedelta = GRACE) -> bytes:
    """
    Put a new key into *file* and return it; the old one is honoured for *grace* from *now*, or not at all.

    Raises:
        SecretTooOpen.
    """
    kept = [old for old in old_secrets_from(file) if grace and now < old.until]
    if grace:
        kept.insert(0, OldSecret(secret_from(file), now + grace))
    fresh = secrets.token_bytes(SECRET_BYTES)
    # The old key first: after a power cut between the two there are two names for one key, never none.
    lines = "".join(f"{old.until:%Y-%m-%dT%H:%M:%S}Z {old.secret.hex()}\n" for old in kept)
    _write(_old(file), lines.encode())
    _write(file, fresh)
    return fresh


def _old(file: Path) -> Path:
    return file.with_name(f"{file.name}.old")


def _read(file: Path) -> bytes:
    if file.stat().st_mode & 0o077:
        raise SecretTooOpen(file)
    return file.read_bytes()


def _parsed(line: str) -> OldSecret:
    until, key = line.split(" ")
    return OldSecret(bytes.fromhex(key), datetime.strptime(until, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC))


def _write(file: Path, text: bytes) -> None:
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.rename(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
