"""
The list of files: the hash of every file of the record but itself and the checkpoint, in a signed note.

The log commits to what was decided; this note to all the rest as it is now, so that a changed page state, an
exchanged recount program or a damaged old tile is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.record.notes import NAME, NoteRefused

NOT_LISTED = frozenset({"checkpoint", "files"})
"""The checkpoint is signed itself, and a list cannot hold its own hash."""

_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)")
_COUNT = re.compile(r"files (0|[1-9][0-9]*)")


@dataclass(frozen=True)
class FileList:
    """*hashes* by path: SHA-256 in hexadecimal of the file's bytes."""

    origin: str
    hashes: Mapping[str, str]

    @property
    def text(self) -> bytes:
        """What is signed: origin, the number of files, a line for each, sorted by its path's bytes."""
        lines = [f"{self.hashes[path]}  {path}\n" for path in sorted(self.hashes, key=str.encode)]
        return f"{self.origin}\nfiles {len(lines)}\n{''.join(lines)}".encode()


def read_list(text: bytes) -> FileList:
    """
    Return the list that the signed *text* holds.

    Raises:
        NoteRefused: it is of another form; a path that leads out of the folder is of another form too.
    """
    origin, _, rest = text.decode().partition("\n")
    count, _, listed = rest.partition("\n")
    found = [_LINE.fullmatch(line) for line in listed.split("\n")[:-1]]
    hashes = {line[2]: line[1] for line in found if line}
    number = _COUNT.fullmatch(count)
    if number is None or int(number[1]) != len(found) or not NAME.fullmatch(origin):
        raise NoteRefused("A list of files begins with its log's name and the number of files.")
    again = FileList(origin, hashes)
    if again.text != text or NOT_LISTED & hashes.keys():
        raise NoteRefused("A line of the list of files reads: hash, two spaces, path; sorted, each path once.")
    return again
