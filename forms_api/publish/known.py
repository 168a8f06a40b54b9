"""
What the log holds already, so that nothing is logged twice and nobody reads the whole log to find out.

Rules of this file: all of it follows from the log and is made again from it whenever it does not fit the head that
was signed last. Beside it lies one empty file for each frozen proposal, so that casting a ballot can ask for the
freeze at once, however long the log is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os.path import exists
from pathlib import Path

from domain.record.canonical import canonical
from domain.record.checkpoint import Checkpoint
from domain.record.entries import entry_key
from domain.record.tiles import read_bundle, tiles_of
from forms_api.publish import files
from forms_api.publish.files import PRIVATE_FILE, PRIVATE_FOLDER, RecordFolder, read
from forms_api.publish.head import head_from, head_plain

NAME = "log-index.json"
FROZEN = "frozen"
_OF_A_BALLOT = b'{"commitment":"'


@dataclass(frozen=True)
class Known:
    """The keys of the entries that have one, and the proposals whose freeze is among them."""

    head: Checkpoint
    keys: frozenset[str] = frozenset()
    frozen: frozenset[str] = frozenset()

    def grown(self, entries: Iterable[bytes], head: Checkpoint) -> Known:
        """Return what is known once *entries* are under *head*."""
        telling = [entry for entry in entries if not entry.startswith(_OF_A_BALLOT)]
        frozen = set(self.frozen)
        for says in map(json.loads, telling):
            if says["type"] == "freeze":
                frozen.add(str(says["proposal"]))
            elif says["type"] == "second_reading":
                # It will be frozen a second time before it is voted on again.
                frozen.discard(str(says["proposal"]))
        return Known(head, self.keys | {entry_key(entry) for entry in telling}, frozenset(frozen))

    def written(self) -> bytes:
        """Return it as its file holds it."""
        return canonical(
            {"v": 1, **head_plain(self.head), "keys": sorted(self.keys), "frozen": sorted(self.frozen)}
        )


def kept_known(data: Path) -> Known | None:
    """Return what was known after the last publish that logged something, or None."""
    content = read(data / NAME)
    try:
        kept = json.loads(content or b"{}")
        return Known(head_from(kept), frozenset(kept["keys"]), frozenset(kept["frozen"]))
    except (ValueError, KeyError):
        return None


def read_known(folder: RecordFolder, head: Checkpoint) -> Known:
    """Return what the log under *head* holds; from the file beside the record where that fits."""
    kept = kept_known(folder.folder.parent)
    if kept is not None and kept.head == head:
        return kept
    return Known(head).grown(logged_entries(folder, head.size), head)


def write_known(data: Path, known: Known) -> None:
    """Keep what is known, and mark each frozen proposal."""
    if read(data / NAME) != known.written():
        # Not forced to the disk: what is lost or torn by a power cut is made again from the log.
        files.lay(data / NAME, known.written(), PRIVATE_FILE)
    marks = data / FROZEN
    if not marks.is_dir():
        marks.mkdir(mode=PRIVATE_FOLDER)
        marks.chmod(PRIVATE_FOLDER)
    there = {mark.name for mark in marks.iterdir()}
    for proposal in sorted(known.frozen - there):
        files.put(marks / proposal, b"", PRIVATE_FILE)
    for proposal in sorted(there - known.frozen):
        files.take_away(marks / proposal)


def freeze_is_recorded(record_dir: Path, proposal: str) -> bool:
    """Tell whether everyone can read that the proposal is frozen: its roll is there, its freeze is signed for."""
    # Asked at every ballot: plain text, since making paths takes longer than looking at them.
    record = str(record_dir)
    wanted = (
        f"{record_dir.parent}/{FROZEN}/{proposal}",
        f"{record}/checkpoint",
        f"{record}/proposals/{proposal}/roll.json",
    )
    return all(map(exists, wanted))


def logged_entries(folder: RecordFolder, size: int) -> Iterator[bytes]:
    """Yield the first *size* entries of the log in their order."""
    for bundle in tiles_of(size):
        if bundle.level is None:
            yield from read_bundle(folder.read(bundle.path) or b"", bundle.width)
