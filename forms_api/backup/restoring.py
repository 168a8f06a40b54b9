"""
Putting a backup back: into an empty place, behind the published record, whole or not at all.

Rules of this file: what is published and signed is never contradicted, or nothing is put back; who was erased
since is erased again; nothing that once let somebody in does so any more. All is made aside and takes its place at
the end, so that a restore which was stopped leaves nothing that looks like a network.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.record.checkpoint import Checkpoint
from domain.record.merkle import EMPTY_ROOT
from domain.record.verification import Answer
from domain.record.verifying import Found
from forms_api.backup.archive import Archive
from forms_api.backup.catching_up import News, catch_up, losses, news_of, voting_now
from forms_api.backup.checking import RECORD, check, record_files, record_of, records_of
from forms_api.backup.refusals import NotEmpty, RecordInconsistent, WouldBeLost
from forms_api.publish.files import PRIVATE_FILE, PRIVATE_FOLDER, PUBLIC_FILE, PUBLIC_FOLDER
from forms_api.publish.head import head_bytes, head_from
from forms_api.publish.known import FROZEN
from forms_api.publish.log import HEAD
from forms_api.services import erasure
from forms_api.store.base import COLLECTIONS, Home, Store
from forms_api.store.copying import holds

VOID = frozenset({"sessions", "links", "codes"})
"""What let somebody in: a backup that was stolen opens nothing, and what was used once is not good again."""

ASIDE = ".restoring"
"""Inside the folder itself: who may write there need not write beside it."""

MADE_ANEW = frozenset({"next_due", "log-index.json"})
OF_ANOTHER_MOMENT = frozenset({"publishing", "log-plan", HEAD})
"""What belongs to the head in the backup, and goes where the published record is ahead of it."""

OpenStore = Callable[[Path], Store]


@dataclass(frozen=True)
class Shown:
    """The published record as it was fetched: every file that its signed list names, and what the check found."""

    files: Mapping[str, bytes]
    found: Found


@dataclass(frozen=True)
class Restored:
    """What was put back: *ahead* entries were taken over from the published record; *votes* were open."""

    made: str
    records: int
    erased: int
    ahead: int
    votes: tuple[str, ...]
    lost: tuple[str, ...]


def restore(
    archive: Archive,
    data: Path,
    open_store: OpenStore,
    shown: Shown | None,
    now: datetime,
    *,
    accept_loss: bool = False,
    content: Collection[str] = (),
) -> Restored:
    """
    Put the archive back into *data*, and into the store that *open_store* makes for the folder it is given.

    Raises:
        NotABackup, NotEmpty, RecordInconsistent, WouldBeLost: nothing was put back.
    """
    check(archive)
    records = records_of(archive)
    if data.exists() and any(file.name != ASIDE for file in data.iterdir()):
        raise NotEmpty(str(data))
    ahead = _ahead(archive, shown) if shown is not None else ()
    news = news_of(ahead, shown.files.get("state/proposals.json", b"") if shown else b"")
    part, made = data / ASIDE, not data.exists()
    data.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    shutil.rmtree(part, ignore_errors=True)
    try:
        _lay_files(archive, part, shown if ahead else None)
        store = open_store(part)
        try:
            done = _fill(store, records, news, shown, now, accept_loss=accept_loss, content=content)
        finally:
            store.close()
        _take_place(part, data)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        if made and not any(data.iterdir()):
            data.rmdir()
        raise
    erased, votes, lost = done
    kept = sum(len(rows) for name, rows in records.items() if name not in VOID)
    return Restored(str(archive.manifest["made"]), kept, erased, len(ahead), tuple(votes), lost)


def _take_place(part: Path, data: Path) -> None:
    """Move everything into its place, the store last: without it nothing looks like a network."""
    data.chmod(PRIVATE_FOLDER)
    for file in sorted(part.iterdir(), key=lambda file: (file.name == "store", file.name)):
        file.rename(data / file.name)
    part.rmdir()


def _ahead(archive: Archive, shown: Shown) -> tuple[bytes, ...]:
    """Return the entries that the published log has beyond the backup; refuse one that is no continuation."""
    found, kept = shown.found, archive.manifest["head"]
    if kept is None and found.signed is None:
        # Neither there nor here was anything signed yet.
        return ()
    if found.report.answer is Answer.BROKEN or found.entries is None or found.signed is None:
        raise RecordInconsistent(
            f"it is broken ({found.report.problems[0] if found.report.problems else 'a vote'})"
        )
    if str(archive.manifest["vkey"]) != str(found.signed.key):
        raise RecordInconsistent(
            f"it is signed by {found.signed.key.name}+{found.signed.key.id.hex()}, and the backup has another "
            "key; if the key was replaced since, take a backup of after that"
        )
    own, theirs = record_of(archive), found.signed.checkpoint
    if own is not None and own.signed is not None and own.entries is not None:
        ours, continues = own.signed.checkpoint, own.entries.root
    else:
        # Stopped in the middle of a publish: the last head that was signed is kept beside the record.
        ours = head_from(kept) if kept is not None else Checkpoint("", 0, EMPTY_ROOT)
        continues = found.entries.root
    root = found.entries.root if ours.size <= theirs.size else continues
    shorter = min(ours, theirs, key=lambda head: head.size)
    if shorter.size and root(shorter.size) != shorter.root:
        raise RecordInconsistent(
            f"their first {shorter.size} entries differ (backup: {_said(ours)}; published: {_said(theirs)})"
        )
    return tuple(found.entries.raw[ours.size :])


def _said(head: Checkpoint) -> str:
    return f"{head.size} {head.root.hex()}"


def _fill(
    store: Store,
    records: Mapping[str, list[Any]],
    news: News,
    shown: Shown | None,
    now: datetime,
    *,
    accept_loss: bool,
    content: Collection[str],
) -> tuple[int, list[str], tuple[str, ...]]:
    full = holds(store)
    if full:
        raise NotEmpty(f"The store, which holds {full},")
    for home in Home:
        with store.unit() as unit:
            for collection in COLLECTIONS:
                if collection.home is home and collection.name not in VOID:
                    for record in records.get(collection.name, ()):
                        getattr(unit, collection.name).add(record)
    with store.unit() as unit:
        lost = losses(news, unit)
        if lost and not accept_loss:
            raise WouldBeLost(lost)
        catch_up(news, unit, now)
        votes = voting_now(unit)
    erased = erasure.again(store, _erased(shown), now, content=content)
    erasure.finish(store, now)
    store.settle()
    return erased, votes, lost


def _erased(shown: Shown | None) -> frozenset[str]:
    """Return the marks of all whom the published log says are erased."""
    if shown is None or shown.found.entries is None:
        return frozenset()
    entries = (raw for raw in shown.found.entries.raw if b'"type":"erased"' in raw)
    return frozenset(str(news["hash"]) for news in news_of(entries, b"").entries)


def _lay_files(archive: Archive, part: Path, newer: Shown | None) -> None:
    """Write the files beside the store; the published record takes the place of the backup's where it is ahead."""
    files = {name: content for name, content in archive.files.items() if name not in MADE_ANEW}
    record = record_files(archive)
    if newer is not None and newer.found.signed is not None:
        record = dict(newer.files)
        files = {
            name: one
            for name, one in files.items()
            if name not in OF_ANOTHER_MOMENT and not name.startswith(f"{FROZEN}/")
        }
        files[HEAD] = head_bytes(newer.found.signed.checkpoint)
    _folder(part, part, PRIVATE_FOLDER)
    for name, content in files.items():
        if not name.startswith(RECORD):
            _lay(part, name, content, PRIVATE_FILE, PRIVATE_FOLDER)
    for name, content in record.items():
        _lay(part, RECORD + name, content, PUBLIC_FILE, PUBLIC_FOLDER)


def _lay(part: Path, name: str, content: bytes, file_mode: int, folder_mode: int) -> None:
    path = part / name
    _folder(part, path.parent, folder_mode)
    path.write_bytes(content)
    path.chmod(file_mode)


def _folder(part: Path, folder: Path, mode: int) -> None:
    for one in reversed([folder, *folder.parents]):
        if one.is_relative_to(part) and not one.is_dir():
            one.mkdir(mode=mode, parents=True)
            one.chmod(PRIVATE_FOLDER if one == part else mode)
