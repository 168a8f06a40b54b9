"""
The files of one vote: what was frozen, and after the close what was counted.

Rules of this file: what was frozen is written once, while the store still knows what it needs for it, and never
again; a recount writes a new result and leaves the earlier one beside it; no ballot leaves the box before the
close; below the small-number rule no rows leave it at all.
"""

from __future__ import annotations

from typing import Any

from domain.codec import from_plain, to_plain
from domain.governance.ballot import hashed, pseudonym
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
from forms_api.publish.logged_votes import LoggedVotes
from forms_api.publish.snapshot import Snapshot
from forms_api.record_refusals import RecordLost
from forms_api.store.base import Store

SALT_BYTES = 16
COUNTS = frozenset({Event.CLOSE, Event.RECOUNTED})
"""The events that bring a new result."""


def write_votes(folder: RecordFolder, snapshot: Snapshot, votes: LoggedVotes) -> None:
    """Write the files of every vote that was frozen, closed or recounted since the last publish."""
    for proposal in snapshot.proposals:
        events = snapshot.events_of.get(proposal.id, ())
        if any(event.event is Event.FREEZE for event in events):
            write_frozen(votes.store, folder, proposal)
        number = sum(event.event in COUNTS for event in events)
        if number:
            write_counted(folder, votes, proposal, number)


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


def write_counted(folder: RecordFolder, votes: LoggedVotes, proposal: Proposal, number: int) -> None:
    """Write the *number*th count of a vote, and its rows where there are enough of them, unless they are there."""
    place, policy = _place(proposal), proposal.policy
    before = folder.read_json(f"{place}/result.json")
    if policy is None or (before is not None and before["number"] >= number):
        return
    if before is not None:
        folder.write_once(f"{place}/result-{before['number']}.json", canonical(before))
    box = votes.box(proposal.id)
    rows = len(box.ballots) >= BALLOT_ROWS_FROM or policy.secrecy is Secrecy.OPEN
    if rows:
        folder.write(f"{place}/ballots.jsonl", b"".join(line for _, line in box.rows))
    else:
        folder.remove(f"{place}/ballots.jsonl")
    folder.write(f"{place}/counted.json", canonical(sorted(ballot.pseudonym for ballot in box.ballots)))
    # Last: as long as this number is not there, all of it is written again.
    folder.write(f"{place}/result.json", canonical(_result(folder, votes, proposal, number, rows=rows)))


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
        "version": proposal.version,
    }


def _pseudonyms(roll: Roll, secret: bytes) -> list[str]:
    return sorted(pseudonym(secret, roll.proposal, member) for member in roll.members)


def _result(
    folder: RecordFolder, votes: LoggedVotes, proposal: Proposal, number: int, *, rows: bool
) -> dict[str, Any]:
    box = votes.box(proposal.id)
    with votes.store.unit() as unit:
        result = tally(unit, proposal, proposal.policy) if proposal.policy else None
    return {
        "v": RECORD_VERSION,
        "number": number,
        "proposal": proposal.id,
        "policy_hash": proposal.policy_hash,
        "roll": len(folder.read_json(f"{_place(proposal)}/roll.json")),
        "commitments": {"count": len(box.counted), "hash": sha256_hex(box.counted)},
        "voids": votes.voids(proposal.id),
        "rows_published": rows,
        "result": to_plain(result),
        "split": None,
    }
