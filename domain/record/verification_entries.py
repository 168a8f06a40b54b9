"""
What the log says of every proposal, and whether it may: canonical entries, events that the table allows.

Rules of this file: an entry is read from the bytes that were hashed; a commitment stands only behind its close, a
late one only behind a recount; a kind of entry that is not known is told, and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.governance.lifecycle import Event, MoveRefused, State, moved
from domain.governance.outcome import OUTCOMES
from domain.record.verification import Wrong, said, strict_object

_BALLOT = re.compile(
    rb'\{"commitment":"([0-9a-f]{64})","proposal":"([0-9A-Za-z_-]+)","type":"(commitment|late)","v":1\}'
)
_HEX = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?Z", re.ASCII)
_OTHER = frozenset({"version", "moderation", "erased"})
_CERTIFY = {outcome.value: event for event, outcome in OUTCOMES.items()}
_COUNTED = frozenset({State.PROVISIONAL, State.RECOUNT})


@dataclass
class Told:
    """
    What the log tells of one proposal, in the order it was logged; *results* maps numbers to hashes.

    *at_close* are the commitments that counted when the first event after the close was logged; *second* tells
    that the vote is frozen for its second reading. *tombstones* are the marks of bodies that are gone.
    """

    proposal: str
    state: State = State.DRAFT
    number: int = 0
    second: bool = False
    recounted: bool = False
    freeze: dict[str, Any] | None = None
    opened: dict[str, Any] | None = None
    close: dict[str, Any] | None = None
    certify: dict[str, Any] | None = None
    promised: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    voids: list[str] = field(default_factory=list)
    at_close: list[str] | None = None
    results: dict[int, str] = field(default_factory=dict)
    tombstones: set[str] = field(default_factory=set)
    problems: list[Wrong] = field(default_factory=list)


@dataclass
class Log:
    """The log as it reads: proposals in the order of their first entry, policies by hash, keys in their order."""

    told: dict[str, Told] = field(default_factory=dict)
    policies: set[str] = field(default_factory=set)
    keys: list[tuple[int, str]] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)
    problems: list[Wrong] = field(default_factory=list)


def read_log(entries: Sequence[bytes], progress: Callable[[int], None] = lambda done: None) -> Log:
    """Return what *entries* say; what is wrong with one is told with its number."""
    log = Log()
    for number, raw in enumerate(entries):
        ballot = _BALLOT.fullmatch(raw)
        try:
            if ballot:
                _take_ballot(log, ballot, number)
            else:
                _take(log, strict_object(raw, f"entry {number}"), f"entry {number}", number)
        except Wrong as wrong:
            log.problems.append(wrong)
        if not number % 4096:
            progress(number)
    return log


def _take_ballot(log: Log, found: re.Match[bytes], number: int) -> None:
    told = log.told.get(found[2].decode())
    late = found[3] == b"late"
    counted = told is not None and told.state is State.PROVISIONAL
    if told is None or not (counted and (told.recounted or not late)):
        raise Wrong(
            f"entry {number}", "A commitment stands where the vote is not closed, or a late one behind no recount."
        )
    (told.late if late else told.promised).append(found[1].decode())


def _take(log: Log, entry: dict[str, Any], where: str, number: int) -> None:
    kind = said(entry, "type", str, where)
    if entry.get("v") != 1:
        raise Wrong(where, f"is of version {entry.get('v')!r}; this check knows version 1.")
    if kind == "policy":
        log.policies.add(said(entry, "hash", str, where))
    elif kind == "key":
        log.keys.append((number, said(entry, "vkey", str, where)))
    elif kind == "void":
        _take_void(log, entry, where)
    elif kind == "tombstone":
        _take_tombstone(log, entry, where)
    elif kind == "certify" or kind in list(Event):
        _take_event(log, kind, entry, where)
    elif kind in ("commitment", "late"):
        raise Wrong(where, "A commitment is 32 bytes in hexadecimal and its proposal's id, and nothing besides.")
    elif kind not in _OTHER:
        log.unknown[kind] = log.unknown.get(kind, 0) + 1


def _take_void(log: Log, entry: dict[str, Any], where: str) -> None:
    told = log.told.get(said(entry, "proposal", str, where))
    commitment = said(entry, "commitment", str, where)
    said(entry, "reason", str, where)
    if told is None or told.state not in _COUNTED or not _HEX.fullmatch(commitment):
        raise Wrong(where, "A commitment is made void where the vote is not closed.")
    told.voids.append(commitment)


def _take_tombstone(log: Log, entry: dict[str, Any], where: str) -> None:
    told, mark = log.told.get(said(entry, "subject", str, where)), said(entry, "mark", str, where)
    if told is not None:
        told.tombstones.add(mark)


def _take_event(log: Log, kind: str, entry: dict[str, Any], where: str) -> None:
    proposal = said(entry, "proposal", str, where)
    told = log.told.setdefault(proposal, Told(proposal))
    event = _CERTIFY.get(str(entry.get("outcome"))) if kind == "certify" else Event(kind)
    if event is None:
        raise Wrong(where, f"certifies an outcome that there is not: {entry.get('outcome')!r}.")
    if not _MOMENT.fullmatch(said(entry, "at", str, where)):
        raise Wrong(where, "says a moment that is none.")
    if said(entry, "number", int, where) <= told.number:
        raise Wrong(where, f"is event {entry['number']} of {proposal}, and event {told.number} stands before it.")
    try:
        told.state = moved(told.state, event)
    except MoveRefused as refused:
        told.problems.append(Wrong(where, str(refused)))
        raise Wrong(where, f"{proposal}: {refused}") from refused
    told.number = entry["number"]
    if told.close is not None and told.at_close is None:
        told.at_close = sorted(set(told.promised) - set(told.voids))
    _keep(log, told, kind, entry, where)


def _keep(log: Log, told: Told, kind: str, entry: dict[str, Any], where: str) -> None:
    """Keep what a freeze, a close, a recount or a certification commits to."""
    if kind == "freeze":
        # A second reading begins anew: what was voted on before is history, its numbered results stay.
        told.second, told.recounted = told.freeze is not None, False
        told.freeze, told.close, told.at_close = entry, None, None
        told.promised, told.late, told.voids = [], [], []
        if said(entry, "policy", str, where) not in log.policies:
            told.problems.append(Wrong(where, "pins a policy whose hash is not in the log before it."))
    elif kind == "close":
        told.close = entry
    elif kind == "open":
        told.opened = entry
    elif kind == "certify":
        told.certify = entry
    elif kind == "recounted":
        told.recounted = True
    if kind in ("close", "recounted", "certify", "second_reading"):
        result = said(entry, "result", dict, where)
        number, logged = said(result, "number", int, where), said(result, "hash", str, where)
        if told.results.setdefault(number, logged) != logged:
            told.problems.append(Wrong(where, f"says another hash of result {number} than an entry before it."))
