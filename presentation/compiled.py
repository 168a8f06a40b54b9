"""
Templates and words as they were compiled, each in a file of its own: the next build need not compile them again.

Rules of this file: it only ever saves work. What lies there is believed where its seal covers the text it was
compiled from, our code, the libraries, and all of its bytes; else it is compiled anew. The folder is its owner's
alone, for code is run from it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

NAME = "compiled"
ASIDE = ".new"
SIZE = 32
"""Bytes of a seal."""


@dataclass(frozen=True)
class Shelf:
    """*folder* is where files lie; *key* stands for the code and the libraries that compile."""

    folder: Path
    key: str

    def read(self, source: str, sort: str, made_of: bytes) -> bytes | None:
        """Return what was compiled of the file *source*, which said *made_of*; *sort* tells into what."""
        try:
            found = self._file(source, sort).read_bytes()
        except OSError:
            return None
        _, _, made = found[SIZE:].partition(b"\0")
        return made if found[:SIZE] == _seal(self._about(source), sort, made_of, made) else None

    def keep(self, source: str, sort: str, made_of: bytes, made: bytes) -> None:
        """Keep what was compiled of the file *source*."""
        file, about = self._file(source, sort), self._about(source)
        aside = file.with_name(f"{file.name}.{os.getpid()}{ASIDE}")
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
                opened.write(_seal(about, sort, made_of, made) + about + b"\0" + made)
            aside.replace(file)

    def forget(self) -> None:
        """Remove what was compiled of files that are gone, by other code, or not to its end."""
        for file in self.folder.iterdir():
            with suppress(OSError):
                with file.open("rb") as opened:
                    key, _, source = opened.read(SIZE + 4096)[SIZE:].partition(b"\0")[0].partition(b"\n")
                if key != self.key.encode() or file.suffix == ASIDE or not Path(os.fsdecode(source)).is_file():
                    file.unlink()

    def _about(self, source: str) -> bytes:
        return self.key.encode() + b"\n" + os.fsencode(source)

    def _file(self, source: str, sort: str) -> Path:
        name = f"{sort}\0{source}".encode("utf-8", "surrogateescape")
        return self.folder / blake2b(name, digest_size=16).hexdigest()


def _seal(about: bytes, sort: str, made_of: bytes, made: bytes) -> bytes:
    seal = blake2b(digest_size=SIZE)
    for part in (about, sort.encode(), made_of, made):
        seal.update(len(part).to_bytes(8, "big") + part)
    return seal.digest()


_SHELF: ContextVar[Shelf | None] = ContextVar("compiled", default=None)


@contextmanager
def compiled_in(folder: Path | None, key: str) -> Iterator[None]:
    """Keep what is compiled meanwhile in *folder*; *key* stands for our code and for the libraries."""
    if folder is None:
        yield
        return
    shelf = Shelf(folder / NAME, key)
    before, changed = _SHELF.set(shelf), _changed_ns(shelf.folder)
    try:
        yield
    finally:
        _SHELF.reset(before)
        if _changed_ns(shelf.folder) != changed:
            shelf.forget()


def _changed_ns(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


def compiled(source: str, sort: str, made_of: bytes, make: Callable[[], bytes]) -> bytes:
    """Return what *make* makes of the file *source*, which says *made_of*; a build keeps it for the next."""
    shelf = _SHELF.get()
    if shelf is None:
        return make()
    found = shelf.read(source, sort, made_of)
    if found is None:
        found = make()
        shelf.keep(source, sort, made_of, found)
    return found


def shelf() -> Shelf | None:
    """Return where a build keeps what is compiled; None outside of one."""
    return _SHELF.get()
