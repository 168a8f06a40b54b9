"""Disks under the real store that leave out what it asks for, one thing each: what the store owes its care to."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from tests.faults.power_cut.log import Rename, Unlink
from tests.faults.power_cut.recording import RecordingDisk


class Forgotten(StrEnum):
    """A mistake the store would make if it did not ask."""

    APPEND_SYNC = "no sync of an append"
    SEGMENT_NAME_SYNC = "no sync of the folder after a segment is made"
    MOVE_SYNC = "no sync of the folder after the snapshot's move"
    SNAPSHOT_SYNC = "the snapshot moved into its place before it is synced"
    ORDER = "the journal removed before the snapshot is durable"


class ForgetfulDisk(RecordingDisk):
    """A disk that does all but what is forgotten."""

    def __init__(self, folder: Path, forgotten: Forgotten) -> None:
        super().__init__(folder)
        self.forgotten = forgotten

    def fdatasync(self, file: int) -> None:
        if self.forgotten is not Forgotten.APPEND_SYNC:
            super().fdatasync(file)

    def fsync(self, file: int) -> None:
        is_aside = self.name_of(file).endswith(".new")
        if self.forgotten is not Forgotten.SNAPSHOT_SYNC or not is_aside:
            super().fsync(file)

    def fsync_folder(self, folder: int) -> None:
        after_a_move = any(isinstance(entry, Rename) for entry in self.log.entries[-1:])
        match self.forgotten:
            case Forgotten.MOVE_SYNC | Forgotten.ORDER if after_a_move:
                return
            case Forgotten.SEGMENT_NAME_SYNC if not after_a_move:
                return
        super().fsync_folder(folder)

    def rename(self, old: Path, new: Path) -> None:
        if self.forgotten is Forgotten.ORDER:
            # Only in the log: the store looks at the sizes of what it is about to remove.
            for segment in sorted(self.folder.glob(f"{new.name}.*.journal"))[:-1]:
                self.log.note(Unlink(segment.name, self._names.pop(segment.name)))
        super().rename(old, new)

    def unlink(self, path: Path) -> None:
        if path.name in self._names:
            super().unlink(path)
        else:
            path.unlink()
