"""
The files of one vote: what was frozen, and after the close what was counted.

Rules of this file: what was frozen is written once, while the store still knows what it needs for it, and never
again; a recount writes a new result and leaves the earlier one beside it; no ballot leaves the box before the
close; below the small-number rule no rows leave it at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.codec import from_plain, to_plain
from domain.governance.ballot import hashed, pseudonym
from domain.governance.lifecycle import Event, Recorded, this_reading
from domain.governance.pinning import policy_plain
from domain.governance.policy import Policy, Secrecy
from domain.governance.proposal import Proposal, Roll
from domain.governance.vote import VoteResult
from domain.privacy import BALLOT_ROWS_FROM
from domain.record.canonical import canonical, sha256_hex
from domain.record.public import RECORD_VERSION
from forms_api.publish.files import RecordFolder
from forms_api.publish.logged_votes import Box, LoggedVotes
from forms_api.publish.names import erase_names, write_names
from forms_api.publish.numbering import keep, result_after
from forms_api.publish.resting import Rested
from forms_api.publish.results import keep_first_reading, split_before_the_end, write_ended
from forms_api.publish.snapshot import Snapshot
from forms_api.publish.verdicts import found_in
from forms_api.record_refusals import RecordLost
from forms_api.store.base import Store
from presentation.recount import NAME as PROGRAM
from presentation.recount import recount_program

SALT_BYTES = 16


def write_votes(folder: RecordFolder, snapshot: Snapshot, votes: LoggedVotes, rested: Rested) -> None:
    """Write the files of every vote that was frozen, closed or recounted since the last publish."""
    for proposal in snapshot.proposals:
        if rested.rests(proposal):
            continue
        events = [event.recorded for event in snapshot.events_of.get(proposal.id, ())]
        kinds = [recorded.event for recorded in events]
        if Event.FREEZE in kinds:
            again = keep_first_reading(folder, proposal.id, kinds)
            write_frozen(votes.store, folder, proposal, again=again)
        if any(recorded.event is Event.CLOSE for recorded in this_reading(events)):
            write_counted(folder, votes, proposal, events)
            erase_names(votes.store, folder, proposal)
        write_ended(votes, proposal, events)


def write_frozen(store: Store, folder: RecordFolder, proposal: Proposal, *, again: bool = False) -> None:
    """Write text, policy and roll of a frozen proposal, unless they are there; *again* in the second reading."""
    place = _place(proposal)
    if folder.read(f"{place}/roll.json") is not None and not again:
        return
    with store.reading() as unit:
        key, roll = unit.keys.get(proposal.id), unit.rolls.get(proposal.id)
    if key is None or roll is None or proposal.policy is None:
        raise RecordLost(proposal.id)
    secret = bytes.fromhex(key.key)
    write = folder.write if again else folder.write_once
    write(f"{place}/proposal.json", canonical(_text(proposal, secret)))
    write(f"{place}/policy.json", canonical(policy_plain(proposal.policy)))
    write(f"{place}/roll.json", canonical(_pseudonyms(roll, secret)))


def write_counted(
    folder: RecordFolder, votes: LoggedVotes, proposal: Proposal, events: Sequence[Recorded]
) -> None:
    """Write the newest count of a vote, and its rows where there are enough of them, unless they are there."""
    place, policy = _place(proposal), proposal.policy
    number = result_after(folder, proposal.id, [recorded.event for recorded in events])
    before = folder.read_json(f"{place}/result.json")
    if policy is None or (before is not None and before["number"] >= number):
        return
    keep(folder, proposal.id)
    box = votes.box(proposal.id)
    if _rows_published(box, policy):
        folder.write(f"{place}/ballots.jsonl", b"".join(line for _, line in box.rows))
    else:
        folder.remove(f"{place}/ballots.jsonl")
    folder.write(f"{place}/counted.json", canonical(sorted(ballot.pseudonym for ballot in box.ballots)))
    folder.write(f"{place}/{PROGRAM}", recount_program(policy.method))
    write_names(votes.store, folder, proposal)
    # Last: as long as this number is not there, all of it is written again.
    folder.write(f"{place}/result.json", canonical(_result(folder, votes, proposal, events, number)))


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
    folder: RecordFolder, votes: LoggedVotes, proposal: Proposal, events: Sequence[Recorded], number: int
) -> dict[str, Any]:
    box, policy = votes.box(proposal.id), proposal.policy
    with votes.store.reading() as unit:
        found = found_in(unit, proposal, policy, events) if policy else None
    return {
        "v": RECORD_VERSION,
        "number": number,
        "proposal": proposal.id,
        "policy_hash": proposal.policy_hash,
        "roll": len(folder.read_json(f"{_place(proposal)}/roll.json")),
        "commitments": {"count": len(box.counted), "hash": sha256_hex(box.counted)},
        "voids": votes.voids(proposal.id),
        "rows_published": _rows_published(box, policy),
        "result": to_plain(found.result) if found else None,
        "split": split_before_the_end(found) if found else None,
    }


def _rows_published(box: Box, policy: Policy | None) -> bool:
    return len(box.ballots) >= BALLOT_ROWS_FROM or (policy is not None and policy.secrecy is Secrecy.OPEN)
