"""
Everything kept about one member, for that member alone.

Rules of this file: nothing of theirs is left out but secrets (sessions, codes, links) and ballots, which hang on
no member; other people appear as numbers, since the file may be passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.codec import moment_text, to_plain
from domain.governance.ballot import pseudonym
from forms_api.store.base import COLLECTIONS, Home, Store, UnitOfWork

_ID = re.compile(r"\b[0-9a-f]{16}\b")


def everything(store: Store, member: str, now: datetime) -> dict[str, Any]:
    """Return all that is kept about *member*: a list for each kind, in JSON-ready form."""
    with store.reading() as unit:
        people = sorted(one.id for one in unit.members)
        kept = {name: _rows(unit, name, member) for name in _names()}
    others = {one: f"person {number}" for number, one in enumerate((p for p in people if p != member), start=1)}
    renamed = {name: [_without(row, others) for row in rows] for name, rows in kept.items() if rows}
    return {"saved": moment_text(now), "you": member, "kept": renamed}


def _names() -> Iterable[str]:
    return (c.name for c in COLLECTIONS if c.home is Home.MAIN)


def _rows(unit: UnitOfWork, name: str, member: str) -> list[Any]:
    rows = getattr(unit, name)
    if name == "members":
        found = rows.get(member)
        return [to_plain(found)] if found else []
    if name == "messages":
        ours = {m.id for m in unit.matches if member in (m.provider, m.receiver)}
        return [to_plain(row) for row in rows if row.match in ours]
    if name == "rolls":
        return [{"proposal": roll.id} for roll in rows if roll.has(member)]
    if name == "attendance":
        mine = {p.id for p in unit.participations.where(member=member)}
        return [{"cohort": row.cohort, "on": row.on.isoformat()} for row in rows if mine & set(row.present)]
    if name == "challenges":
        return [_without_maker(to_plain(row)) for row in rows if row.by in _pseudonyms(unit, member)]
    if name == "events":
        return [to_plain(row) for row in rows.where(by=member)]
    return [plain for plain in map(to_plain, rows) if _names_member(plain, member)]


def _pseudonyms(unit: UnitOfWork, member: str) -> set[str]:
    return {pseudonym(bytes.fromhex(key.key), key.id, member) for key in unit.keys}


def _without_maker(plain: dict[str, Any]) -> dict[str, Any]:
    """Return a doubt without the pseudonym: a file that is passed on tells nobody which one is its owner's."""
    return {key: value for key, value in plain.items() if key != "by"}


def _names_member(plain: Any, member: str) -> bool:
    if isinstance(plain, dict):
        return any(_names_member(item, member) for key, item in plain.items() if key != "id")
    if isinstance(plain, list):
        return any(_names_member(item, member) for item in plain)
    return bool(plain == member)


def _without(plain: Any, others: dict[str, str]) -> Any:
    """Return the row with every other member's id replaced; ids stand alone or joined to others by a slash."""
    if isinstance(plain, dict):
        return {key: _without(item, others) for key, item in plain.items()}
    if isinstance(plain, list):
        return [_without(item, others) for item in plain]
    if isinstance(plain, str):
        return others.get(plain) or _ID.sub(lambda found: others.get(found[0], found[0]), plain)
    return plain
