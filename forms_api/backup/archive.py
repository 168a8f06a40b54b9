"""
The archive itself: a tar of the store's records, the files beside it, and last a manifest of what must be in it.

Rules of this file: records stand in the order of their keys and no entry has a time or an owner, so that nothing
tells in which order ballots came in; the manifest has the hash of every file, so that a whole archive can be told
from one that is cut or changed.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import secrets
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from forms_api.backup.refusals import NotABackup, PassphraseWanted
from forms_api.backup.sealed import MAGIC, Opening, Sealing

VERSION = 1
MANIFEST = "manifest.json"
STORE = "store/"
DATA = "data/"
LARGEST = 4 * 1024 * 1024 * 1024

Told = Callable[[str], object]


@dataclass(frozen=True)
class Archive:
    """What an archive holds: the manifest, records by collection as plain data, and files by name."""

    manifest: Mapping[str, Any]
    records: Mapping[str, list[Any]]
    files: Mapping[str, bytes]


def write_archive(
    path: Path,
    records: Mapping[str, Iterable[Any]],
    files: Mapping[str, bytes],
    says: Mapping[str, Any],
    *,
    passphrase: str = "",
    told: Told = lambda what: None,
    token: Callable[[int], bytes] = secrets.token_bytes,
) -> dict[str, Any]:
    """
    Write the archive to *path*, which only its owner may read, whole or not at all; return its manifest.

    *says* goes into the manifest. With a *passphrase* it is sealed.
    """
    aside = path.with_name(f".{path.name}.part")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            os.fchmod(out.fileno(), 0o600)
            if passphrase:
                with closing(Sealing(out, passphrase, token)) as sealing:
                    manifest = _fill(sealing, records, files, says, told)
            else:
                manifest = _fill(out, records, files, says, told)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return manifest


def read_archive(path: Path, words: str = "") -> Archive:
    """
    Return all of an archive, every hash compared; *words* are the passphrase of a locked one.

    Raises:
        NotABackup, PassphraseWanted, WrongPassphrase.
    """
    with path.open("rb") as source:
        if source.read(len(MAGIC)) != MAGIC:
            source.seek(0)
            return _read(source)
        if not words:
            raise PassphraseWanted
        return _read(io.BufferedReader(cast(io.RawIOBase, Opening(source, words))))


def _fill(
    out: Any, records: Mapping[str, Iterable[Any]], files: Mapping[str, bytes], says: Mapping[str, Any], told: Told
) -> dict[str, Any]:
    hashes: dict[str, str] = {}
    counts: dict[str, int] = {}
    with (
        gzip.GzipFile(fileobj=out, mode="wb", mtime=0, compresslevel=6) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):

        def add(name: str, content: bytes) -> None:
            hashes[name] = hashlib.sha256(content).hexdigest()
            _add(tar, name, content)

        for name, rows in records.items():
            lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows]
            counts[name] = len(lines)
            told(f"{name}: {len(lines)}")
            add(f"{STORE}{name}.jsonl", "".join(lines).encode())
        told(f"files: {len(files)}")
        for name in sorted(files):
            add(DATA + name, files[name])
        manifest = {"version": VERSION, **says, "records": counts, "files": hashes}
        _add(tar, MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    return manifest


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _read(source: BinaryIO) -> Archive:
    try:
        with gzip.GzipFile(fileobj=source, mode="rb") as packed:
            contents = dict(_entries(packed))
        manifest = json.loads(contents.pop(MANIFEST))
        hashes, version = dict(manifest["files"]), manifest["version"]
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as broken:
        raise NotABackup(f"it cannot be read to its end ({type(broken).__name__})") from broken
    if version != VERSION:
        raise NotABackup(f"it is of version {version}, and this program knows version {VERSION}")
    found = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    if found != hashes:
        wrong = sorted(name for name in found.keys() | hashes.keys() if found.get(name) != hashes.get(name))
        raise NotABackup(f"{wrong[0]} is not what was written")
    records = {name: _rows(contents, name) for name in manifest["records"]}
    files = {name.removeprefix(DATA): one for name, one in contents.items() if name.startswith(DATA)}
    return Archive(manifest, records, files)


def _entries(packed: gzip.GzipFile) -> Iterator[tuple[str, bytes]]:
    left = LARGEST
    with tarfile.open(fileobj=packed, mode="r|") as tar:
        for entry in tar:
            left -= entry.size
            file = tar.extractfile(entry) if entry.isfile() and left >= 0 else None
            # Names are looked up and written by us alone; one that leads elsewhere is none of ours.
            if file is None or entry.name.startswith("/") or ".." in Path(entry.name).parts:
                raise NotABackup(f"{entry.name!r} is nothing that a backup holds")
            yield entry.name, file.read()
    # The end of the packed stream has its checksum: reading up to it finds a cut archive.
    while packed.read(1 << 16):
        continue


def _rows(contents: Mapping[str, bytes], name: str) -> list[Any]:
    return [json.loads(line) for line in contents.get(f"{STORE}{name}.jsonl", b"").splitlines()]
