"""
What is to be logged: what the store and the files of the votes say and the log does not hold yet.

Rules of this file: entries come in the order of their moments, those of one proposal in the order of its events;
the policy of a proposal before its first event; the commitments of a vote, sorted, right after its close, and then
the void ones. What is logged already is told by its key, so it does not matter how often publish asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.governance.deliberation import Version
from domain.governance.lifecycle import Event
from domain.governance.moderation import version_mark
from domain.governance.policy import ConstituencyRule
from domain.governance.proposal import Proposal
from domain.record.canonical import sha256_hex
from domain.record.entries import (
    SUPERSEDED,
    commitment_entries,
    entry_key,
    event_entry,
    event_key,
    key_entry,
    moderation_entry,
    policy_entry,
    version_entry,
    void_entry,
)
from forms_api.publish.erasing import erasure_entries
from forms_api.publish.files import RecordFolder
from forms_api.publish.known import Known
from forms_api.publish.logged_votes import LoggedVotes
from forms_api.publish.numbering import COUNTING, ENDING, result_after, result_name
from forms_api.publish.snapshot import Snapshot
from forms_api.store.rows import ProposalEvent, Trace

AFTER_EVENTS = 1_000_000
"""A wording is written at the moment of the submission too, and stands behind it."""


@dataclass(frozen=True)
class Item:
    """Entries that belong together and stand in the log as one block; *order* sorts those of one moment."""

    at: datetime
    order: tuple[str, int]
    entries: list[bytes]


def new_entries(votes: LoggedVotes, found: Snapshot, known: Known, next_key: str = "") -> list[bytes]:
    """Return the entries that are to be added, in their order; *next_key* is that of a rotation."""
    items = [
        *_event_items(found, known, votes),
        *_version_items(found.versions, known),
        *_trace_items(found.traces, known),
        *_erasure_items(votes.folder, found, known),
    ]
    items.sort(key=lambda item: (item.at, item.order))
    entries = [entry for item in items for entry in item.entries]
    if next_key and entry_key(key_entry(next_key)) not in known.keys:
        # Last: the checkpoint over it is the last one of the old key.
        entries.append(key_entry(next_key))
    return entries


def _event_items(found: Snapshot, known: Known, votes: LoggedVotes) -> Iterator[Item]:
    pinned = set(known.keys)
    for proposal in sorted(found.proposals, key=lambda p: _first_moment(found, p)):
        for event in found.events_of.get(proposal.id, ()):
            if event_key(proposal.id, event.number) in known.keys:
                continue
            entries = list(_new_policy(proposal, pinned))
            entries.append(_event(votes.folder, found, proposal, event))
            entries.extend(_ballots(votes, event, first=_results_by(votes.folder, found, event) == 1))
            yield Item(event.at, (proposal.id, event.number), entries)


def _first_moment(found: Snapshot, proposal: Proposal) -> tuple[bool, datetime, str]:
    # A policy stands before the first event under it, so the proposal with the earliest event brings it.
    events = found.events_of.get(proposal.id, ())
    return (not events, events[0].at if events else proposal.made_at, proposal.id)


def _new_policy(proposal: Proposal, pinned: set[str]) -> Iterator[bytes]:
    if proposal.policy is not None:
        entry = policy_entry(proposal.policy, proposal.policy_hash)
        if entry_key(entry) not in pinned:
            pinned.add(entry_key(entry))
            yield entry


def _event(folder: RecordFolder, found: Snapshot, proposal: Proposal, event: ProposalEvent) -> bytes:
    commits: dict[str, Any] = {}
    place = f"proposals/{proposal.id}"
    if event.event is Event.FREEZE:
        commits = _frozen(folder, found, proposal, place)
    elif event.event is Event.CLOSE:
        commits = _closed(folder, proposal.id, _results_by(folder, found, event))
    elif event.event is Event.OPEN:
        commits = _opened(found, proposal.id)
    elif event.event is Event.RECOUNTED or event.event in ENDING:
        commits = {"result": _result(folder, proposal.id, _results_by(folder, found, event))}
    # Reasons are text: they stand on the proposal's page and can leave it, an entry never can.
    return event_entry(event.event, proposal.id, event.number, event.at, commits)


def _frozen(folder: RecordFolder, found: Snapshot, proposal: Proposal, place: str) -> dict[str, Any]:
    roll = found.rolls[proposal.id]
    policy = proposal.policy
    grouped = policy is not None and policy.constituency is not ConstituencyRule.EVERYONE
    return {
        "roll": {"count": len(roll.members), "hash": folder.hash(f"{place}/roll.json")},
        "policy": folder.hash(f"{place}/policy.json"),
        "text": folder.hash(f"{place}/proposal.json"),
        **({"group": {"count": len(roll.group)}} if grouped and roll.group else {}),
    }


def _opened(found: Snapshot, proposal: str) -> dict[str, Any]:
    """Return what lots will be drawn from, fixed before the first ballot."""
    marks = sorted(one.mark for one in found.draw_marks if one.proposal == proposal)
    public = found.public_draws.get(proposal)
    if not marks and public is None:
        return {}
    source = sha256_hex({"name": public.name, "on": public.on.isoformat()}) if public else ""
    return {"draw": {"marks": marks, "source": source}}


def _closed(folder: RecordFolder, proposal: str, number: int) -> dict[str, Any]:
    result = _result(folder, proposal, number)
    said = folder.read_json(result_name(folder, proposal, number))
    names = f"proposals/{proposal}/names.json"
    return {
        "ballots": said["commitments"],
        "result": result,
        **({"names": {"hash": folder.hash(names)}} if folder.has(names) else {}),
    }


def _results_by(folder: RecordFolder, found: Snapshot, event: ProposalEvent) -> int:
    """Return the number of the result after *event*."""
    events = found.events_of[event.proposal]
    return result_after(folder, event.proposal, [e.event for e in events if e.number <= event.number])


def _result(folder: RecordFolder, proposal: str, number: int) -> dict[str, Any]:
    return {"number": number, "hash": folder.hash(result_name(folder, proposal, number))}


def _ballots(votes: LoggedVotes, event: ProposalEvent, *, first: bool) -> Iterator[bytes]:
    """Yield the entries of the ballots that a close, or the end of a recount, brings."""
    if event.event not in COUNTING:
        return
    proposal, kind = event.proposal, "commitment" if event.event is Event.CLOSE else "late"
    box = votes.box(proposal)
    if first and not box.reasons:
        yield from commitment_entries(proposal, box.counted, kind)
        return
    nothing: frozenset[str] = frozenset()
    logged, void = (nothing, nothing) if first else votes.logged(proposal)
    yield from commitment_entries(proposal, sorted(box.promised - logged), kind)
    for commitment in sorted((box.promised | logged).difference(box.counted, void)):
        yield void_entry(proposal, commitment, box.reasons.get(commitment, SUPERSEDED))


def _version_items(versions: Iterable[Version], known: Known) -> Iterator[Item]:
    for version in versions:
        # One whose words were taken off before anybody logged it has nothing left to stand for.
        if version.salt and f"version/{version.proposal}/{version.number}" not in known.keys:
            entry = version_entry(version.proposal, version.number, version_mark(version), version.at)
            yield Item(version.at, (version.proposal, AFTER_EVENTS + version.number), [entry])


def _trace_items(traces: Iterable[Trace], known: Known) -> Iterator[Item]:
    for trace in traces:
        entry = moderation_entry(trace.id, trace.act, trace.subject, trace.reason, trace.mark, trace.at)
        if entry_key(entry) not in known.keys:
            yield Item(trace.at, (trace.subject, 0), [entry])


def _erasure_items(folder: RecordFolder, found: Snapshot, known: Known) -> Iterator[Item]:
    for at, mark, entries in erasure_entries(folder, found, known.keys):
        yield Item(at, (f"~{mark}", 0), entries)
