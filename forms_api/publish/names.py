"""
The names of an open vote: written at its close beside the rows, and taken off when a member leaves.

Rules of this file: only who voted stands here, by the pseudonym of their row; the log holds a salted hash of the
file as it was at the close, and the salt goes with the first name that is erased, so that nothing left in the
record can tell whose it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from domain.governance.ballot import Ballot, hashed
from domain.governance.policy import Secrecy
from domain.governance.proposal import Proposal
from domain.people import Standing
from domain.record.canonical import canonical
from domain.record.public import RECORD_VERSION
from forms_api.publish.files import RecordFolder
from forms_api.store.base import Store, UnitOfWork

SALT_BYTES = 16


def names_of(ballots: Iterable[Ballot], named: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return name, commitment and reason by pseudonym, of the ballots whose voter is in *named*."""
    return {
        ballot.pseudonym: {
            "name": named[ballot.pseudonym],
            "commitment": ballot.commitment.hex(),
            "reason": ballot.reason,
        }
        for ballot in ballots
        if ballot.pseudonym in named
    }


def write_names(store: Store, folder: RecordFolder, proposal: Proposal) -> None:
    """Write who voted what in an open vote; nothing for any other."""
    if proposal.policy is None or proposal.policy.secrecy is not Secrecy.OPEN:
        return
    with store.reading() as unit:
        key, names = unit.keys.get(proposal.id), _named(unit, proposal.id)
        found = names_of(unit.ballots.where(proposal=proposal.id), names)
    # From the key, so that a publish which was stopped writes the same one again.
    secret = bytes.fromhex(key.key) if key is not None else b""
    salt = hashed("rsn/names-salt/v1", secret, proposal.id.encode())[:SALT_BYTES].hex()
    folder.write(_file(proposal.id), _written(found, salt))


def erase_names(store: Store, folder: RecordFolder, proposal: Proposal) -> None:
    """Take the names of those who left since out of an open vote's file, and their reasons out of the store."""
    if not folder.has(_file(proposal.id)):
        return
    with store.reading() as unit:
        here = _named(unit, proposal.id)
    said = folder.read_json(_file(proposal.id))
    kept = {pseudonym: one for pseudonym, one in said["names"].items() if pseudonym in here}
    if len(kept) < len(said["names"]):
        folder.write(_file(proposal.id), _written(kept, ""))
    _forget(store, proposal.id, here)


def _forget(store: Store, proposal: str, here: Mapping[str, str]) -> None:
    with store.unit() as unit:
        for gone in unit.voter_names.where(proposal=proposal):
            if gone.id in here:
                continue
            unit.voter_names.remove(gone.id)
            for ballot in unit.ballots.where(proposal=proposal, pseudonym=gone.id):
                unit.ballots.put(replace(ballot, reason=""))


def _named(unit: UnitOfWork, proposal: str) -> dict[str, str]:
    """Return the names of the members who are still here, by their pseudonyms in this vote."""
    people = ((one.id, unit.members.get(one.member)) for one in unit.voter_names.where(proposal=proposal))
    return {
        pseudonym: member.entry.name
        for pseudonym, member in people
        if member is not None and member.standing is not Standing.LEFT
    }


def _written(names: dict[str, Any], salt: str) -> bytes:
    return canonical({"v": RECORD_VERSION, "salt": salt, "names": names})


def _file(proposal: str) -> str:
    return f"proposals/{proposal}/names.json"
