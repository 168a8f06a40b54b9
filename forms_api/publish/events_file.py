"""
The list of events of the public record: events.jsonl, one canonical JSON object a line, only ever longer.

It stands for the signed log until there is one: the freeze commits to roll, policy and text by their hashes,
the close to the ballots, the certification to the result.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.codec import moment_text
from domain.governance.lifecycle import CERTIFICATIONS, Event
from domain.governance.outcome import OUTCOMES
from domain.record.canonical import canonical
from domain.record.public import RECORD_VERSION
from forms_api.publish.files import RecordFolder, read
from forms_api.store.rows import ProposalEvent, Trace

NAME = "events.jsonl"


@dataclass(frozen=True)
class Line:
    """One entry before it has its number; *key* tells it from every other."""

    at: datetime
    key: tuple[str, str]
    says: dict[str, Any]


def freeze_is_recorded(record_dir: Path, proposal: str) -> bool:
    """Tell whether everyone can read that the proposal is frozen."""
    wanted = f'"proposal":"{proposal}"'.encode()
    return any(
        wanted in line and json.loads(line)["type"] == Event.FREEZE
        for line in (read(record_dir / NAME) or b"").splitlines()
    )


def write_events(folder: RecordFolder, events: Iterable[ProposalEvent], traces: Iterable[Trace]) -> None:
    """Add the events and traces that are not in the file yet, in the order of their moments."""
    before = folder.read(NAME) or b""
    lines = [json.loads(line) for line in before.splitlines()]
    there = {_key_of(line) for line in lines}
    wanted = [*(_event_line(folder, event) for event in events), *map(_trace_line, traces)]
    new = sorted((line for line in wanted if line.key not in there), key=lambda line: (line.at, line.key))
    added = b"".join(
        canonical({"v": RECORD_VERSION, "n": number, **line.says}) + b"\n"
        for number, line in enumerate(new, start=len(lines) + 1)
    )
    folder.write(NAME, before + added)


def _key_of(line: dict[str, Any]) -> tuple[str, str]:
    return str(line["proposal"]), str(line.get("number") or line["trace"])


def _event_line(folder: RecordFolder, event: ProposalEvent) -> Line:
    certifies = event.event in CERTIFICATIONS
    says: dict[str, Any] = {
        "type": "certify" if certifies else event.event.value,
        "proposal": event.proposal,
        "number": event.number,
        "at": moment_text(event.at),
    }
    if certifies:
        says["outcome"] = OUTCOMES[event.event].value
    commit = _COMMITS.get(Event.CERTIFY_ADOPTED if certifies else event.event)
    if commit is not None:
        says.update(commit(folder, f"proposals/{event.proposal}"))
    # Reasons are text: they stand on the proposal's page and can leave it, a line here never can.
    return Line(event.at, (event.proposal, f"{event.number}"), says)


def _trace_line(trace: Trace) -> Line:
    says = {
        "type": "moderation",
        "act": trace.act,
        "proposal": trace.subject,
        "reason": trace.reason,
        "mark": trace.mark,
        "trace": trace.id,
        "at": moment_text(trace.at),
    }
    return Line(trace.at, (trace.subject, trace.id), says)


def _freeze_commits(folder: RecordFolder, place: str) -> dict[str, Any]:
    roll = folder.read_json(f"{place}/roll.json")
    return {
        "roll": {"count": len(roll), "hash": _hash(folder, f"{place}/roll.json")},
        "policy": _hash(folder, f"{place}/policy.json"),
        "text": _hash(folder, f"{place}/proposal.json"),
    }


def _close_commits(folder: RecordFolder, place: str) -> dict[str, Any]:
    return {"ballots": folder.read_json(f"{place}/result.json")["commitments"]}


def _certify_commits(folder: RecordFolder, place: str) -> dict[str, Any]:
    return {"result": _hash(folder, f"{place}/result.json")}


_COMMITS = {
    Event.FREEZE: _freeze_commits,
    Event.CLOSE: _close_commits,
    Event.CERTIFY_ADOPTED: _certify_commits,
}


def _hash(folder: RecordFolder, name: str) -> str:
    return hashlib.sha256(folder.read(name) or b"").hexdigest()
