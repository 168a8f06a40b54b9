"""Why publish refuses: it says so, writes nothing more, and what is published stays as it is."""

from __future__ import annotations

from pathlib import Path


class RecordRefused(Exception):
    """Publish cannot go on with this record; the message says what to do."""


class RecordLost(RecordRefused):
    """A vote's frozen files are gone and can not be made again, because its key is destroyed."""

    def __init__(self, proposal: str) -> None:
        super().__init__(
            f"The record of proposal {proposal} is missing and its key is destroyed. "
            "Restore the record folder from a backup or from the site's /record/."
        )
        self.proposal = proposal


class LogForked(RecordRefused):
    """The log in the record folder does not continue what was signed last."""

    def __init__(self, record: Path, size: int, root: bytes) -> None:
        super().__init__(
            f"The log in {record} is not the one that was signed last: {size} entries, root {root.hex()}. "
            "It was changed, or an older copy was put back. Whoever kept that checkpoint would see two logs, so "
            "nothing is signed and nothing was written. Restore the record folder from the newest backup or from "
            "the site's /record/, then publish again."
        )
        self.size = size
        self.root = root


class KeyMissing(RecordRefused):
    """A key that signed already is not there any more."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The key {path} is missing, and what it signed stands in the record. Put it back from your backup "
            "of the keys folder. Without it this log can be checked for ever but never continued."
        )
        self.path = path


class KeyTooOpen(RecordRefused):
    """Others may read a key."""

    def __init__(self, path: Path, mode: int, wanted: int) -> None:
        super().__init__(
            f"{path} has the mode {mode:04o}: others on this machine can reach the key. "
            f"Run: chmod {wanted:o} {path}"
        )
        self.path = path


class KeyUnreadable(RecordRefused):
    """A key's file holds something else than a key."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} does not hold a signing key. Put it back from your backup of the keys folder.")
        self.path = path


class EntryRefused(RecordRefused):
    """What is to be logged is longer than a log entry may be."""

    def __init__(self, size: int) -> None:
        super().__init__(f"An entry of the log would have {size} bytes; 65535 is the most. Nothing was written.")
        self.size = size
