"""What a liar who holds the log's key can do to a record: change it, and sign everything anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from domain.record.canonical import canonical
from tests.recount.checkers import told, verified
from tests.recount.made_record import Made, MadeVote, made_record

ID = "2026-1"
PLACE = f"proposals/{ID}/"
Change = Callable[[Made], None]


def changed(vote: MadeVote, change: Change) -> str:
    """Return what is wrong with the record of *vote* after *change*, everything signed again by the log's key."""
    made = made_record(vote)
    change(made)
    made.forge()
    return told(verified(made.files))


def find(made: Made, kind: str) -> int:
    return next(at for at, raw in enumerate(made.entries) if json.loads(raw)["type"] == kind)


def rewrite(made: Made, kind: str, **says: Any) -> None:
    """Say something else in the first entry of a kind; None takes it out."""
    at = find(made, kind)
    entry = json.loads(made.entries[at]) | says
    made.entries[at] = canonical({name: value for name, value in entry.items() if value is not None})


def edit(path: str, kind: str, *names: str, **says: Any) -> Change:
    """Say something else in a file, and write its new hash into the log's entry of *kind* under *names*."""

    def change(made: Made) -> None:
        made.files[PLACE + path] = canonical(made.json(PLACE + path) | says)
        relog(made, path, kind, *names)

    return change


def replace_file(path: str, raw: bytes, kind: str, *names: str) -> Change:
    def change(made: Made) -> None:
        made.files[PLACE + path] = raw
        relog(made, path, kind, *names)

    return change


def relog(made: Made, path: str, kind: str, *names: str) -> None:
    hashed = sha256(made.files[PLACE + path]).hexdigest()
    at = find(made, kind)
    entry = json.loads(made.entries[at])
    inside = entry
    for name in names[:-1]:
        inside = inside[name]
    if names:
        inside[names[-1]] = hashed
    made.entries[at] = canonical(entry)


def without(kind: str) -> Change:
    return lambda made: made.entries.pop(find(made, kind)) and None


def add(entry: bytes, before: str = "") -> Change:
    def change(made: Made) -> None:
        made.entries.insert(find(made, before) if before else len(made.entries), entry)

    return change
