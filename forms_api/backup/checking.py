"""Whether what an archive holds fits together: records that can be read, and a record that verifies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.record.verification import Answer, Read, Wrong
from domain.record.verifying import Found, check_record
from forms_api.backup.archive import Archive
from forms_api.backup.refusals import NotABackup
from forms_api.signing import verify
from forms_api.store.base import COLLECTIONS
from forms_api.store.shelf import owned_from_plain

RECORD = "record/"


def check(archive: Archive) -> None:
    """
    Read every record, and verify the public record where there is one.

    Raises:
        NotABackup.
    """
    records_of(archive)
    found = record_of(archive)
    if found is not None and found.report.answer is Answer.BROKEN:
        problems = [*found.report.problems, *(wrong for vote in found.report.votes for wrong in vote.problems)]
        raise NotABackup(f"its public record is broken: {problems[0]}")


def records_of(archive: Archive) -> dict[str, list[Any]]:
    """
    Return the records by collection, as this version of the program reads them.

    Raises:
        NotABackup: one cannot be read, or is of a collection nobody knows.
    """
    known = {collection.name: collection for collection in COLLECTIONS}
    strange = sorted(archive.records.keys() - known.keys())
    if strange:
        raise NotABackup(f"it holds {strange[0]}, which this version does not know; use the version that wrote it")
    found = {}
    for name, rows in archive.records.items():
        try:
            found[name] = [owned_from_plain(known[name], row) for row in rows]
        except (ValueError, TypeError) as broken:
            raise NotABackup(f"a record of {name} cannot be read") from broken
    return found


def record_of(archive: Archive) -> Found | None:
    """Return what there is to say of the public record in the archive; None before the first publish."""
    files = record_files(archive)
    if "checkpoint" not in files or archive_is_between(archive):
        return None
    return check_record(reader(files), verify, files)


def record_files(archive: Archive) -> dict[str, bytes]:
    """Return the files of the public record by their names in it."""
    return {
        name.removeprefix(RECORD): content for name, content in archive.files.items() if name.startswith(RECORD)
    }


def archive_is_between(archive: Archive) -> bool:
    """Tell whether a publish had been stopped half-way: the next one finishes it, and then it can be checked."""
    return "publishing" in archive.files or "log-plan" in archive.files


def reader(files: Mapping[str, bytes]) -> Read:
    """Return a reader of a record whose files are at hand."""

    def read(path: str) -> bytes:
        if path not in files:
            raise Wrong(path, "is missing.")
        return files[path]

    return read
