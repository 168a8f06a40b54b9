"""Read the public record: the only door through which the store reaches the site."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from domain.codec import NotReadable, from_plain
from domain.governance.ballot import Row
from domain.governance.choice import read_choice
from domain.record.public import PublicRecord
from site_builder.refusals import BuildRefused

STATE = "state"
ROWS_FILE = "ballots.jsonl"


class RecordUnreadable(BuildRefused):
    """A file of the record that does not hold what its name promises."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file}: {why}. Publish again; if it stays so, restore the record from a backup.")
        self.file = file


def read_record(folder: Path) -> PublicRecord | None:
    """
    Return what publish wrote; None where it has not written yet.

    Raises:
        RecordUnreadable: a file is no JSON or does not fit its type.
    """
    if not (folder / STATE).is_dir():
        return None
    kinds = get_type_hints(PublicRecord)
    read: dict[str, Any] = {}
    for field in fields(PublicRecord):
        file = folder / STATE / f"{field.name}.json"
        if file.is_file():
            read[field.name] = _read(file, kinds[field.name])
    return PublicRecord(**read)


def _read(file: Path, kind: Any) -> Any:
    try:
        return from_plain(kind, json.loads(file.read_bytes()))
    except (ValueError, NotReadable) as broken:
        raise RecordUnreadable(file, str(broken)) from broken


def read_rows(folder: Path, proposal: str) -> tuple[Row, ...]:
    """
    Return the published ballots of a proposal; none where none are published.

    Raises:
        RecordUnreadable: a line is no row.
    """
    file = folder / "proposals" / proposal / ROWS_FILE
    if not file.is_file():
        return ()
    try:
        rows = _rows(file.read_bytes().splitlines())
        for choice in {row.choice for row in rows}:
            read_choice(choice)
    except (ValueError, NotReadable) as broken:
        raise RecordUnreadable(file, str(broken)) from broken
    return rows


def _rows(lines: list[bytes]) -> tuple[Row, ...]:
    """Return a row for each line: all at once, or where that fails one by one, so that the first fault is told."""
    try:
        every = json.loads(b"[%s]" % b",".join(lines))
        if len(every) == len(lines) and all(set(map(type, one.values())) == {str} for one in every):
            return tuple(Row(**one) for one in every)
    except (ValueError, TypeError, AttributeError):
        pass
    return tuple(from_plain(Row, json.loads(line)) for line in lines)


def is_aside(relative: Path) -> bool:
    """Tell whether the file is hidden or half written."""
    return any(part.startswith(".") for part in relative.parts) or relative.suffix in {".new", ".tmp"}
