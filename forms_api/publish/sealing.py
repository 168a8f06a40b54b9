"""
What has to leave the store: receipts' salts at the close, a vote's key once its result is certified.

Done after the record is written, which needs both; until it is done it is asked for again by every publish.
"""

from __future__ import annotations

from dataclasses import replace

from domain.governance.lifecycle import State, state_after
from forms_api.publish.files import RecordFolder
from forms_api.publish.snapshot import Snapshot
from forms_api.store.base import Home, Store

CHALLENGEABLE = frozenset({State.PROVISIONAL, State.RECOUNT})


def seal(store: Store, folder: RecordFolder, snapshot: Snapshot) -> None:
    """Drop the salts of closed votes and destroy the keys of certified ones, out of the old files too."""
    states = {p: state_after(e.recorded for e in events) for p, events in snapshot.events_of.items()}
    with store.unit() as unit:
        over = [key.id for key in unit.keys if states[key.id] not in _KEY_NEEDED]
    closed = [p for p, state in states.items() if state in CHALLENGEABLE]
    # The salts before the keys: as long as its key is there, a vote that ended is found here again.
    dropped = _drop_salts(store, folder, [*closed, *over])
    destroyed = _destroy_keys(store, folder, over)
    # A publish that was stopped may have changed a file of the store without writing it anew.
    if dropped or folder.resumed:
        store.rewrite(Home.BALLOTS)
    if destroyed or folder.resumed:
        store.rewrite(Home.KEYS)


_KEY_NEEDED = frozenset({State.SPONSORING, State.DELIBERATION, State.FROZEN, State.VOTING}) | CHALLENGEABLE


def _drop_salts(store: Store, folder: RecordFolder, closed: list[str]) -> bool:
    with store.unit() as unit:
        salted = [b for proposal in closed for b in unit.ballots.where(proposal=proposal) if b.salt]
        if salted:
            folder.begin()
        for ballot in salted:
            unit.ballots.put(replace(ballot, salt=""))
    return bool(salted)


def _destroy_keys(store: Store, folder: RecordFolder, over: list[str]) -> bool:
    if over:
        folder.begin()
        with store.unit() as unit:
            for key in over:
                unit.keys.remove(key)
    return bool(over)
