"""
What goes into a backup: the store at one moment, and the files beside it, while no publish is at work.

Members go on voting meanwhile: a unit of work that only reads sees one moment of the store, and the record says
what the last publish said.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.codec import moment_text, to_plain
from forms_api import publish
from forms_api.backup.archive import Told, write_archive
from forms_api.publish.elected import OFFICE
from forms_api.publish.files import ASIDE
from forms_api.publish.log import HEAD
from forms_api.store.base import COLLECTIONS, Store
from forms_api.store.electing import elected

LEFT_OUT = frozenset({"store", "mail", "packs", "backups", "control.sock", "clock"})
FOR_AN_HOUR = "limits."

"""What is not kept: the store's own files (its records are), mails, packs (made anew), and what serves an hour."""

PAUSE_SECONDS = 0.2


def back_up(
    store: Store, data: Path, path: Path, now: datetime, *, passphrase: str = "", told: Told = lambda what: None
) -> dict[str, Any]:
    """Write the whole network into the archive at *path*; return the archive's manifest."""
    with between_publishes(store):
        store.settle()
        with store.reading() as unit:
            records = {c.name: list(getattr(unit, c.name)) for c in COLLECTIONS}
        files = dict(files_beside(data))
    head = json.loads(files[HEAD]) if HEAD in files else None
    says = {"made": moment_text(now), "head": head, "vkey": files.get("record/vkey", b"").decode().strip()}
    plain = {name: (to_plain(row) for row in rows) for name, rows in records.items()}
    return write_archive(path, plain, files, says, passphrase=passphrase, told=told)


@contextmanager
def between_publishes(store: Store) -> Iterator[None]:
    """Keep every process that shares the store from publishing while the block runs."""
    # The office before the lock, as publishing itself takes them: so neither waits for the other for ever.
    while True:
        with elected(store, OFFICE) as mine:
            if mine:
                with publish.ONE_AT_A_TIME:
                    yield
                return
        time.sleep(PAUSE_SECONDS)


def files_beside(data: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the data folder that belong into a backup, by their names in it."""
    for folder, folders, files in os.walk(data):
        here = Path(folder)
        if here == data:
            folders[:] = [name for name in folders if name not in LEFT_OUT]
            files = [name for name in files if name not in LEFT_OUT and not name.startswith(FOR_AN_HOUR)]
        for name in files:
            file = here / name
            if file.is_file() and not file.is_symlink() and not name.endswith(ASIDE):
                yield str(file.relative_to(data)), file.read_bytes()
