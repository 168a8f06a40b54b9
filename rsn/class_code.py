"""
The code that makes our classes, as it was compiled, kept for the next job.

`dataclasses` writes the methods of each class down as a text and has Python compile that: some 1 300 texts, which
took an edit of one page longer than all else it imports. Rules of this file: code counts for the very text it was
compiled from; the file counts whole, for this Python alone; where it does not, every text is compiled anew.
"""

from __future__ import annotations

import dataclasses
import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from types import CodeType
from typing import Any

NAME = "classes"
SIZE = 32
"""Bytes of the seal that lies before all else."""
CROWDED = 2
"""Where so many times as many texts are kept as were asked for, the others are left out."""


@contextmanager
def class_code_in(folder: Path | None) -> Iterator[None]:
    """Keep in *folder* what is compiled for classes that are made meanwhile; nothing is kept where it is None."""
    if folder is None:
        yield
        return
    code = _ClassCode(folder / NAME)
    # The name that the module looks up where it runs a text: a module's own name hides the builtin one.
    dataclasses.exec = code.run  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del dataclasses.exec  # type: ignore[attr-defined]
    code.save()


class _ClassCode:
    """The code that is kept in *file*, by the text it was compiled from."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept = _read(file)
        self._asked: dict[str, CodeType] = {}

    def run(self, text: str, *names: Any) -> None:
        """Run *text* among *names*, as `exec` does."""
        code = self._kept.get(text)
        if code is None:
            code = compile(text, "<string>", "exec", dont_inherit=True)
        self._asked[text] = code
        exec(code, *names)  # nosec B102

    def save(self) -> None:
        """Write down what was compiled anew, if anything was."""
        if self._asked.keys() <= self._kept.keys():
            return
        crowded = len(self._kept) > CROWDED * len(self._asked)
        body = marshal.dumps(self._asked if crowded else self._kept | self._asked)
        aside = self._file.with_name(f"{NAME}.{os.getpid()}.new")
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as into:
                into.write(_seal(body) + body)
            aside.replace(self._file)


def _read(file: Path) -> dict[str, CodeType]:
    try:
        content = file.read_bytes()
    except OSError:
        return {}
    seal, body = content[:SIZE], content[SIZE:]
    if seal != _seal(body):
        return {}
    # Our own file in a folder that only its owner may enter, sealed: what we compiled ourselves.
    kept: dict[str, CodeType] = marshal.loads(body)  # nosec B302
    return kept


def _seal(body: bytes) -> bytes:
    """Return the seal of what this Python compiled."""
    about = f"{sys.version} {sys.implementation.cache_tag}".encode()
    return blake2b(body, digest_size=SIZE, key=blake2b(about).digest()).digest()
