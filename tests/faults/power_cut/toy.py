"""
A journal so small that it can be read at a glance, and the mistakes journals are known for, to be switched on.

It holds a list. Each item is one line of the journal; from time to time all goes into a snapshot and the journal
is emptied. The simulator must let it pass without a mistake and find it out with any one.
"""

from __future__ import annotations

from enum import StrEnum
from zlib import crc32

from tests.faults.power_cut.log import (
    Acknowledged,
    Begun,
    Create,
    Log,
    Rename,
    Sync,
    SyncFolder,
    Truncate,
    Write,
)

JOURNAL, SNAPSHOT, ASIDE = "journal", "snapshot", "snapshot.new"
HOME = "toy"


class Mistake(StrEnum):
    """What a journal can do wrong."""

    APPEND_NOT_SYNCED = "an append is acknowledged without a sync"
    ACKNOWLEDGED_EARLY = "an append is acknowledged before its sync"
    NAME_NOT_SYNCED = "the folder is not synced after the journal is made"
    SNAPSHOT_NOT_SYNCED = "the snapshot moves into its place before it is synced"
    MOVE_NOT_SYNCED = "the journal is emptied before the snapshot's move is synced"
    EMPTIED_EARLY = "the journal is emptied before the snapshot is durable"
    NO_CHECKSUM = "a line is believed without its checksum"
    NO_SEQUENCE = "a line that the snapshot holds already is taken again"
    TAIL_LEFT = "a torn tail is not cut before the next append"


Folder = dict[str, bytes]


class ToyJournal:
    """The journal at work over a folder of the past, telling the log what it does."""

    def __init__(self, log: Log, folder: Folder, mistake: Mistake | None = None) -> None:
        self.log, self.mistake = log, mistake
        log.names = {name: number for number, name in enumerate(folder, start=1)}
        log.contents = {log.names[name]: content for name, content in folder.items()}
        self.items, self.size = read_toy(folder, mistake)
        self.file = log.names.get(JOURNAL, 0)
        if not self.file:
            self.file = self._create(JOURNAL)
            if mistake is not Mistake.NAME_NOT_SYNCED:
                log.note(SyncFolder())
        elif mistake is Mistake.TAIL_LEFT:
            self.size = len(folder[JOURNAL])
        elif self.size < len(folder[JOURNAL]):
            self._do(Truncate(self.file, self.size), Sync(self.file))

    def append(self, item: str) -> None:
        """Add the item and tell that it counts."""
        number = len(self.items) + 1
        self.log.note(Begun(HOME, number))
        text = f"{number} {item}"
        line = f"{crc32(text.encode()):08x} {text}\n".encode()
        self._do(Write(self.file, self.size, line))
        if self.mistake is Mistake.ACKNOWLEDGED_EARLY:
            self.log.note(Acknowledged(HOME, number))
        if self.mistake is not Mistake.APPEND_NOT_SYNCED:
            self._do(Sync(self.file))
        self.size += len(line)
        self.items.append(item)
        self.log.note(Acknowledged(HOME, number))

    def compact(self) -> None:
        """Write all into a new snapshot and empty the journal."""
        content = "".join(f"{item}\n" for item in self.items).encode()
        aside = self._create(ASIDE)
        if self.mistake is Mistake.EMPTIED_EARLY:
            self._empty()
        self._do(Write(aside, 0, content))
        if self.mistake is not Mistake.SNAPSHOT_NOT_SYNCED:
            self._do(Sync(aside))
        self._do(Rename(ASIDE, SNAPSHOT, aside))
        if self.mistake is not Mistake.MOVE_NOT_SYNCED:
            self._do(SyncFolder())
        self._do(Sync(aside))
        self._empty()

    def _empty(self) -> None:
        self._do(Truncate(self.file, 0), Sync(self.file))
        self.size = 0

    def _create(self, name: str) -> int:
        file = self.log.new_file()
        self._do(Create(name, file))
        return file

    def _do(self, *operations: Write | Truncate | Sync | Create | Rename | SyncFolder) -> None:
        for operation in operations:
            self.log.note(operation)


def read_toy(folder: Folder, mistake: Mistake | None = None) -> tuple[list[str], int]:
    """Return the items that lie in the folder, and how much of the journal is whole."""
    items = folder.get(SNAPSHOT, b"").decode().splitlines()
    size = 0
    for line in folder.get(JOURNAL, b"").splitlines(keepends=True):
        checksum, number, item = _parts(line)
        whole = line.endswith(b"\n") and checksum == crc32(f"{number} {item}".encode())
        if not whole and not (mistake is Mistake.NO_CHECKSUM and number):
            break
        size += len(line)
        if number > len(items) or mistake is Mistake.NO_SEQUENCE:
            items.append(item)
    return items, size


def _parts(line: bytes) -> tuple[int, int, str]:
    try:
        checksum, number, item = line.decode().removesuffix("\n").split(" ", 2)
        return int(checksum, 16), int(number), item
    except ValueError:
        return 0, 0, ""
