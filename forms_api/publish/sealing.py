"""
What has to leave the store: receipts' salts and superseded commitments at the close, a vote's key at the end.

Done after the record is written, which needs both; until it is done it is asked for again by every publish.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.governance.lifecycle import State, state_after
from forms_api.publish.files import RecordFolder
from forms_api.publish.sealing_paper import drop_paper
from forms_api.publish.snapshot import Snapshot
from forms_api.store.base import Home, Store

CHALLENGEABLE = frozenset({State.PROVISIONAL, State.RECOUNT})


def seal(store: Store, folder: RecordFolder, snapshot: Snapshot, saltless: set[str]) -> None:
    """
    Drop salts and superseded commitments of closed votes, destroy the keys of certified ones, old files too.

    *saltless* are the closed votes whose ballots have no salts, as the last publish saw: none comes later.
    """
    states = snapshot.states
    with store.reading() as unit:
        over = [key.id for key in unit.keys if states[key.id] not in _KEY_NEEDED]
    closed = [p for p, state in states.items() if state in CHALLENGEABLE]
    # The salts before the keys: as long as its key is there, a vote that ended is found here again.
    salts_gone = _destroy_salts(store, folder, closed)
    known = frozenset() if folder.resumed else frozenset(saltless)
    dropped = _drop_salts(store, folder, [one for one in (*closed, *over) if one not in known])
    dropped |= _drop_superseded(store, folder, snapshot)
    dropped |= _drop_first_reading(store, folder, states)
    dropped |= drop_paper(store, folder, states)
    destroyed = _destroy_keys(store, folder, over)
    # A publish that was stopped may have changed a file of the store without writing it anew.
    if dropped or folder.resumed:
        store.rewrite(Home.BALLOTS)
    if destroyed or salts_gone or folder.resumed:
        store.rewrite(Home.KEYS)
    saltless.clear()
    saltless.update(closed)


_KEY_NEEDED = frozenset({State.FROZEN, State.VOTING}) | CHALLENGEABLE
"""A key is made with the freeze; one that is there in a deliberation is that of a first reading."""


def _drop_first_reading(store: Store, folder: RecordFolder, states: Mapping[str, State]) -> bool:
    """Empty the boxes of votes that are talked about again: what was counted there is published."""
    with store.unit() as unit:
        again = [proposal for proposal, state in states.items() if state is State.DELIBERATION]
        ballots = [ballot for proposal in again for ballot in unit.ballots.where(proposal=proposal)]
        void = [one for proposal in again for one in unit.superseded.where(proposal=proposal)]
        if ballots or void:
            folder.begin()
        for ballot in ballots:
            unit.ballots.remove(ballot.id)
        for one in void:
            unit.superseded.remove(one.id)
    return bool(ballots or void)


def _destroy_salts(store: Store, folder: RecordFolder, closed: list[str]) -> bool:
    """Destroy the secrets that the salts of closed votes follow from."""
    with store.unit() as unit:
        keys = [key for proposal in closed if (key := unit.keys.get(proposal)) is not None and key.salts]
        if keys:
            folder.begin()
        for key in keys:
            unit.keys.put(replace(key, salts=""))
    return bool(keys)


def _drop_salts(store: Store, folder: RecordFolder, closed: list[str]) -> bool:
    """Drop the salts that lie beside their ballots, as they did in the first votes."""
    with store.unit() as unit:
        salted = [b for proposal in closed for b in unit.ballots.where(proposal=proposal) if b.salt]
        if salted:
            folder.begin()
        for ballot in salted:
            unit.ballots.put(replace(ballot, salt=""))
    return bool(salted)


_LOGGED = frozenset({State.PROVISIONAL, State.INVALID, State.ADOPTED, State.REJECTED, State.NO_QUORUM, State.TIED})


def _drop_superseded(store: Store, folder: RecordFolder, snapshot: Snapshot) -> bool:
    """Drop the commitments that the log shows as void by now; those of a recount under way are not there yet."""
    with store.unit() as unit:
        over = []
        for one in unit.superseded:
            events = snapshot.events_of.get(one.proposal, [])
            # What came in since the snapshot was taken is not logged.
            if len(unit.events.where(proposal=one.proposal)) == len(events):
                state = state_after(e.recorded for e in events)
                over.extend([one.id] if state in _LOGGED else [])
        if over:
            folder.begin()
        for commitment in over:
            unit.superseded.remove(commitment)
    return bool(over)


def _destroy_keys(store: Store, folder: RecordFolder, over: list[str]) -> bool:
    if over:
        folder.begin()
        with store.unit() as unit:
            for key in over:
                unit.keys.remove(key)
                for code in unit.ballot_codes.where(proposal=key):
                    unit.ballot_codes.remove(code.id)
    return bool(over)
