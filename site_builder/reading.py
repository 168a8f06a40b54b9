"""Read all that publish let out, with a digest of every file that pages show or hand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.record.public import PublicRecord
from site_builder.beside import Beside, read_beside
from site_builder.digests import digest_of_bytes
from site_builder.record import ROWS_FILE, read_record, record_files


@dataclass(frozen=True)
class Published:
    """*files* are the digests of the record's files, by name; *rows* those of published ballots, by proposal."""

    folder: Path
    record: PublicRecord | None
    beside: Beside
    files: Mapping[str, bytes]

    @property
    def rows(self) -> Mapping[str, bytes]:
        """The digests of the published ballots, by proposal."""
        names = (name.split("/") for name in self.files)
        return {
            parts[1]: self.files["/".join(parts)]
            for parts in names
            if parts[0] == "proposals" and parts[2:] == [ROWS_FILE]
        }


def read_published(folder: Path) -> Published:
    """
    Return what publish wrote into *folder*.

    Raises:
        RecordUnreadable: a file is not of its form.
    """
    files = {file.as_posix(): digest_of_bytes((folder / file).read_bytes()) for file in record_files(folder)}
    return Published(folder, read_record(folder), read_beside(folder), files)
