"""
The whole network in one folder, to keep or to move: every record as JSON lines, the main ones as tables.

Rules of this file: no secret leaves (sessions, links, codes, keys) and no ballot. The folder is for its owner
alone. What stands in a table cannot run in a spreadsheet.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.codec import moment_text, to_plain
from domain.exchange import Exchange, Kind
from domain.people import Member
from domain.programs import Participation
from forms_api.services.acting import by_hand
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import COLLECTIONS, Collection, Home, Store, UnitOfWork
from forms_api.store.shelf import owned_from_plain
from presentation.spreadsheets import safe_cell

VERSION = 1
EXPORTED = tuple(c for c in COLLECTIONS if c.home is Home.MAIN)
README = """\
Everything this network keeps, written {moment}.

This folder holds names, addresses and needs of people. Keep it where only its owner reads, and remove it once it
has served.

records/NAME.jsonl   one record a line (JSON); the fields are those of the program's records. Not in here:
                     sessions, sign-in links and codes, voting keys, ballots.
members.csv          who is on the roll
exchanges.csv        what was given and received, with the names of both
participations.csv   who took part in which cohort, and as what
about.json           the version of this form, and how many records of each kind

To read it back into an empty network: rsn import network FOLDER
"""


class FolderNotEmpty(Refused):
    message = N_("The folder is not empty. Name one that is not there yet.")


class NotAnExport(Refused):
    message = N_("This folder holds no export that can be read: %(why)s.")


class StoreNotEmpty(Refused):
    message = N_("There are records in the store already. An export is read into an empty one only.")


def write_all(store: Store, folder: Path, now: datetime) -> dict[str, int]:
    """
    Write everything into *folder*, which only its owner may enter; return how many records of each kind.

    Raises:
        FolderNotEmpty: something lies there.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty
    records = folder / "records"
    records.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    records.chmod(0o700)
    with store.unit() as unit:
        rows = {c.name: list(getattr(unit, c.name)) for c in EXPORTED}
        tables = {
            "members": _table(_members(unit)),
            "exchanges": _table(_exchanges(unit)),
            "participations": _table(_participations(unit)),
        }
    for name, found in rows.items():
        lines = (json.dumps(to_plain(row), ensure_ascii=False, sort_keys=True) + "\n" for row in found)
        _write(records / f"{name}.jsonl", "".join(lines))
    for name, text in tables.items():
        _write(folder / f"{name}.csv", text)
    counts = {name: len(found) for name, found in rows.items()}
    about = {"version": VERSION, "written": moment_text(now), "records": counts}
    _write(folder / "about.json", json.dumps(about, indent=2) + "\n")
    _write(folder / "README.txt", README.format(moment=moment_text(now)))
    return counts


def read_back(store: Store, folder: Path) -> dict[str, int]:
    """
    Read an export into an empty store, in one unit of work; return how many records of each kind.

    Raises:
        NotAnExport, StoreNotEmpty.
    """
    found = {c: list(_records(c, folder)) for c in EXPORTED} if _is_export(folder) else {}
    with store.unit() as unit:
        if any(len(getattr(unit, c.name)) for c in EXPORTED):
            raise StoreNotEmpty
        for collection, rows in found.items():
            for row in rows:
                getattr(unit, collection.name).add(row)
    return {collection.name: len(rows) for collection, rows in found.items()}


def _is_export(folder: Path) -> bool:
    try:
        about = json.loads((folder / "about.json").read_bytes())
        version = about["version"]
    except (OSError, ValueError, KeyError, TypeError) as broken:
        raise NotAnExport(why="about.json") from broken
    if version != VERSION:
        raise NotAnExport(why=f"version {version}")
    return True


def _records(collection: Collection, folder: Path) -> Iterator[Any]:
    file = folder / "records" / f"{collection.name}.jsonl"
    if not file.exists():
        return
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        try:
            yield owned_from_plain(collection, json.loads(line))
        except ValueError as broken:
            raise NotAnExport(why=f"{file.name}:{number}") from broken


def _write(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)


def _table(rows: Iterable[Mapping[str, object]]) -> str:
    """Return rows as CSV (RFC 4180), the columns in the order of the first one's names."""
    rows = list(rows)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    if rows:
        writer.writerow(rows[0])
        writer.writerows([safe_cell(value) for value in row.values()] for row in rows)
    return written.getvalue()


def _members(unit: UnitOfWork) -> Iterator[Mapping[str, object]]:
    members: Iterable[Member] = unit.members
    for member in members:
        yield {
            "id": member.id,
            "slug": member.entry.slug,
            "name": member.entry.name,
            "standing": member.standing.value,
            "joined_on": member.joined_on,
            "steward": "yes" if member.steward else "",
            "email": member.email,
            "phone": member.phone,
            "zone": member.entry.zone,
            "languages": "; ".join(f"{one.code} {one.level.value}" for one in member.entry.languages),
        }


def _exchanges(unit: UnitOfWork) -> Iterator[Mapping[str, object]]:
    names = {m.id: m.entry.name for m in unit.members}
    entered = by_hand(unit)
    exchanges: Iterable[Exchange] = unit.exchanges
    for exchange in exchanges:
        hours = exchange.kind is Kind.HOURS
        yield {
            "id": exchange.id,
            "on": exchange.on,
            "giver": names.get(exchange.giver, ""),
            "giver_id": exchange.giver,
            "receiver": names.get(exchange.receiver, ""),
            "receiver_id": exchange.receiver,
            "skill": exchange.skill,
            "kind": exchange.kind.value,
            "amount": f"{exchange.amount / 4:g}" if hours else exchange.amount,
            "confirmed": "yes" if exchange.confirmed else "",
            "by_another_hand": "yes" if f"exchanges/{exchange.id}" in entered else "",
        }


def _participations(unit: UnitOfWork) -> Iterator[Mapping[str, object]]:
    names = {m.id: m.entry.name for m in unit.members}
    participations: Iterable[Participation] = unit.participations
    for part in participations:
        yield {
            "id": part.id,
            "member": names.get(part.member, ""),
            "member_id": part.member,
            "cohort": part.cohort,
            "role": part.role.value,
            "state": part.state.value,
            "since": moment_text(part.since),
        }
