"""
The files of one vote: what was frozen, and after the close what was counted.

Rules of this file: each file is written once, while the store still knows what it needs for it, and never
again; no ballot leaves the box before the close; below the small-number rule no rows leave it at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.codec import from_plain, to_plain
from domain.governance.ballot import Ballot, hashed, pseudonym, row_of
from domain.governance.lifecycle import Event
from domain.governance.pinning import policy_plain
from domain.governance.policy import Secrecy
from domain.governance.proposal import Proposal, Roll
from domain.governance.vote import VoteResult
from domain.privacy import BALLOT_ROWS_FROM
from domain.record.canonical import canonical, sha256_hex
from domain.record.public import RECORD_VERSION
from forms_api.publish.advance import tally
from forms_api.publish.files import RecordFolder
from forms_api.publish.refusals import RecordLost
from forms_api.publish.snapshot import Snapshot
from forms_api.store.base import Store

SALT_BYTES = 16


def write_votes(store: Store, folder: RecordFolder, snapshot: Snapshot) -> None:
    """Write the files of every vote that was frozen or closed since the last publish."""
    for proposal in snapshot.proposals:
        events = {event.event for event in snapshot.events_of.get(proposal.id, ())}
        if Event.FREEZE in events:
            write_frozen(store, folder, proposal)
        if Event.CLOSE in events:
            write_counted(store, folder, proposal)


def write_frozen(store: Store, folder: RecordFolder, proposal: Proposal) -> None:
    """Write text, policy and roll of a frozen proposal, unless they are there."""
    place = _place(proposal)
    if folder.read(f"{place}/roll.json") is not None:
        return
    with store.unit() as unit:
        key, roll = unit.keys.get(proposal.id), unit.rolls.get(proposal.id)
    if key is None or roll is None or proposal.policy is None:
        raise RecordLost(proposal.id)
    secret = bytes.fromhex(key.key)
    folder.write_once(f"{place}/proposal.json", canonical(_text(proposal, secret)))
    folder.write_once(f"{place}/policy.json", canonical(policy_plain(proposal.policy)))
    folder.write_once(f"{place}/roll.json", canonical(_pseudonyms(roll, secret)))


def write_counted(store: Store, folder: RecordFolder, proposal: Proposal) -> None:
    """Write the count of a closed vote, and its rows where there are enough of them, unless they are there."""
    place, policy = _place(proposal), proposal.policy
    if policy is None or folder.read(f"{place}/result.json") is not None:
        return
    with store.unit() as unit:
        ballots = sorted(unit.ballots.where(proposal=proposal.id), key=lambda ballot: ballot.commitment)
        result = tally(unit, proposal, policy)
    rows = len(ballots) >= BALLOT_ROWS_FROM or policy.secrecy is Secrecy.OPEN
    if rows:
        folder.write_once(f"{place}/ballots.jsonl", _rows(ballots))
    folder.write_once(f"{place}/counted.json", canonical(sorted(ballot.pseudonym for ballot in ballots)))
    said = _result(proposal, ballots, result, rows=rows)
    folder.write_once(f"{place}/result.json", canonical(said))


def counted(folder: RecordFolder, proposal: str) -> tuple[VoteResult, bool] | None:
    """Return the published count and whether its rows are published; None before the close."""
    said = folder.read_json(f"proposals/{proposal}/result.json")
    return None if said is None else (from_plain(VoteResult, said["result"]), said["rows_published"])


def _place(proposal: Proposal) -> str:
    return f"proposals/{proposal.id}"


def _text(proposal: Proposal, secret: bytes) -> dict[str, Any]:
    # The salt follows from the key, so that a publish which was stopped writes the same one again.
    salt = hashed("rsn/text-salt/v1", secret, proposal.id.encode())[:SALT_BYTES]
    options = {"options": to_plain(proposal.options)} if proposal.options else {}
    return {
        "v": RECORD_VERSION,
        "id": proposal.id,
        **options,
        "title": proposal.title,
        "summary": proposal.summary,
        "text": proposal.text,
        "program": proposal.program,
        "policy": proposal.policy_slug,
        "policy_hash": proposal.policy_hash,
        "salt": salt.hex(),
    }


def _pseudonyms(roll: Roll, secret: bytes) -> list[str]:
    return sorted(pseudonym(secret, roll.proposal, member) for member in roll.members)


def _rows(ballots: Iterable[Ballot]) -> bytes:
    return b"".join(canonical(to_plain(row_of(ballot))) + b"\n" for ballot in ballots)


def _result(proposal: Proposal, ballots: list[Ballot], result: VoteResult, *, rows: bool) -> dict[str, Any]:
    commitments = [ballot.commitment.hex() for ballot in ballots]
    return {
        "v": RECORD_VERSION,
        "number": 1,
        "proposal": proposal.id,
        "policy_hash": proposal.policy_hash,
        "commitments": {"count": len(commitments), "hash": sha256_hex(commitments)},
        "rows_published": rows,
        "result": to_plain(result),
    }
