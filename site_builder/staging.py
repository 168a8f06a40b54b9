"""
New contents of files, written whole before the first takes its place: a full disk meets them and not the site.

Rules of this file: what was staged is put in place in the order in which it came, or taken away again without a
trace. Into a folder that holds nothing yet files are written plainly: there is no last good site to keep.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

ASIDE = ".rsn-new"
"""Ends the name of a file that is not in its place yet; whoever finds one after a kill may take it away."""


class Staging:
    """*plainly* tells that nothing stands in the folder *out* that could be lost."""

    def __init__(self, out: Path, *, plainly: bool) -> None:
        self._out = out
        self.plainly = plainly
        self._staged: list[tuple[Path, Path]] = []

    def add(self, target: Path, content: bytes) -> None:
        """Write what is to stand at *target*."""
        aside = target if self.plainly else target.with_name(target.name + ASIDE)
        self._staged.append((aside, target))
        try:
            _write(aside, content)
        except OSError as cause:
            # What fails in the midst of writing does not say where.
            cause.filename = cause.filename or str(target)
            raise

    def place(self) -> None:
        """Let each take the place of what stood there, at once."""
        for aside, target in self._staged:
            if aside != target:
                aside.replace(target)

    def discard(self) -> None:
        """Take away what is not in its place, with the folders made for it."""
        for aside, _ in self._staged:
            with suppress(OSError):
                aside.unlink()
            remove_empty(self._out, aside.parent)


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def remove_empty(out: Path, folder: Path) -> None:
    """Remove *folder* and those around it, up to *out*, as far as nothing is in them."""
    with suppress(OSError):
        while folder != out:
            folder.rmdir()
            folder = folder.parent
