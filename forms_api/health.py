"""Whether the service is well, and if not, why and what to do: for a maintainer, a cron line, a monitor."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from forms_api.publish.log import HEAD
from forms_api.record_refusals import RecordRefused
from forms_api.signing import KeyRing, check_modes
from forms_api.store.base import Store, StoreClosed, StoreFailed

LEAST_FREE_BYTES = 200 * 1024 * 1024
LEAST_FREE_FILES = 1000
LATE = timedelta(minutes=15)
"""How long after something fell due publish may take: it runs every minute."""
FAILED_MAILS = 3
AHEAD = timedelta(minutes=5)


@dataclass(frozen=True)
class Trouble:
    """Something that is not well: its short name, what it is, what to do."""

    name: str
    text: str
    mend: str

    def __str__(self) -> str:
        return f"{self.name}: {self.text} {self.mend}"


@dataclass(frozen=True)
class Patient:
    """
    What is looked at. *store* is None where nobody holds one; *failed_mails* in a row; *mistakes* in the content;
    *theme* is where templates of the theme failed at a page.
    """

    data: Path
    record: Path
    store: Store | None
    failed_mails: int = 0
    mistakes: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()


def troubles(patient: Patient, now: datetime) -> tuple[Trouble, ...]:
    """Return all that is not well, the worst first; nothing where all is."""
    looks: tuple[Callable[[], Iterator[Trouble]], ...] = (
        lambda: _store(patient.store),
        lambda: _disk(patient.data),
        lambda: _keys(patient),
        lambda: _clock(patient, now),
        lambda: _record(patient),
        lambda: _publish(patient.data, now),
        lambda: _mail(patient.failed_mails),
        lambda: _content(patient.mistakes),
        lambda: _theme(patient.theme),
    )
    return tuple(trouble for look in looks for trouble in look())


def _store(store: Store | None) -> Iterator[Trouble]:
    if store is None:
        yield Trouble("service", "The forms service does not run.", "Start it: systemctl start rsn-forms")
        return
    why = store.health()
    if why:
        yield Trouble(
            "store", f"Nothing is stored any more: {why}.", "Look at the disk, then restart the service."
        )


def _disk(data: Path) -> Iterator[Trouble]:
    disk = os.statvfs(data)
    free = disk.f_bavail * disk.f_frsize
    if free < LEAST_FREE_BYTES:
        mebibytes = free // (1024 * 1024)
        yield Trouble("disk", f"{mebibytes} MiB are free on the disk of {data}.", "Make room: docs/operations.md")
    elif disk.f_files and disk.f_favail < LEAST_FREE_FILES:
        yield Trouble("disk", f"The disk of {data} takes only {disk.f_favail} more files.", "Remove some.")


def _keys(patient: Patient) -> Iterator[Trouble]:
    if not (patient.data / "secret.key").exists():
        yield Trouble("key", "secret.key is gone from the data folder.", "Put it back from a backup.")
    if not (patient.record / "vkey").exists():
        return
    ring = KeyRing(patient.data / "keys")
    try:
        check_modes(ring.log_path)
        ring.log()
        ring.receipt()
    except RecordRefused as refused:
        yield Trouble("key", str(refused), "docs/operations.md says what else to do.")


def _clock(patient: Patient, now: datetime) -> Iterator[Trouble]:
    latest = _latest(patient)
    if latest is not None and latest > now + AHEAD:
        text = f"The clock says {now:%Y-%m-%d %H:%M} UTC, but something was recorded at {latest:%Y-%m-%d %H:%M}."
        yield Trouble("clock", text, "Set the clock right: timedatectl")


def _latest(patient: Patient) -> datetime | None:
    if patient.store is None:
        return None
    try:
        with patient.store.reading() as unit:
            return max((event.at for event in unit.events), default=None)
    except (StoreFailed, StoreClosed):
        return None


def _record(patient: Patient) -> Iterator[Trouble]:
    record = patient.record
    if not record.exists():
        return
    try:
        json.loads((record / "index.json").read_bytes())
        # A record is there before anything is logged and signed.
        if (patient.data / HEAD).exists():
            int((record / "checkpoint").read_text("utf-8").splitlines()[1])
    except (OSError, ValueError, IndexError):
        text = f"The public record in {record} cannot be read."
        yield Trouble("record", text, "Restore it from a backup or from the site's /record/, then publish.")


def _publish(data: Path, now: datetime) -> Iterator[Trouble]:
    try:
        due = datetime.fromisoformat(json.loads((data / "next_due").read_bytes())["next_due"])
    except FileNotFoundError:
        yield Trouble("publish", "Nothing was ever published.", "Run build.py, or enable its timer.")
    except (OSError, ValueError, KeyError, TypeError):
        yield Trouble("publish", f"{data / 'next_due'} cannot be read.", "Remove it and run build.py.")
    else:
        if now - due > LATE:
            text = f"Something was due at {due:%Y-%m-%d %H:%M} UTC and is not recorded yet."
            yield Trouble("publish", text, "Look why build.py does not run: journalctl -u rsn-build")


def _mail(failed: int) -> Iterator[Trouble]:
    if failed >= FAILED_MAILS:
        yield Trouble("mail", f"The last {failed} mails could not be delivered.", "Look at the mail server.")


def _content(mistakes: tuple[str, ...]) -> Iterator[Trouble]:
    if mistakes:
        text = f"The content has mistakes, the first is: {mistakes[0]}"
        yield Trouble("content", text, "The last good version is used until they are mended: rsn check")


def _theme(failed: tuple[str, ...]) -> Iterator[Trouble]:
    if failed:
        text = f"Templates of the theme fail, the first at {failed[0]}"
        yield Trouble("theme", text, "Ours are shown until they are mended: docs/themes.md")


def as_answer(found: tuple[Trouble, ...], now: datetime) -> dict[str, object]:
    """Return what was found as plain data."""
    return {
        "well": not found,
        "at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "troubles": [{"name": t.name, "text": t.text, "mend": t.mend} for t in found],
    }
