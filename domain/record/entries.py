"""
The entries of the log: what happened, each as the canonical bytes that are hashed and never written again.

Rules of this file: no member, no text, no choice and no moment but an event's own enters an entry, because nothing
ever leaves the log. What is large or may have to go is held by its hash. Each entry but a ballot's has a key that
tells it from all others, so that nothing is logged twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from domain.codec import moment_text
from domain.governance.lifecycle import CERTIFICATIONS, Event
from domain.governance.outcome import OUTCOMES
from domain.governance.policy import Policy
from domain.record.canonical import canonical

VERSION = 1
SUPERSEDED = "superseded"
"""Why a commitment is void whose voter cast again."""

_OF_A_BALLOT = (b'{"commitment":"',)
_KEYS: dict[str, tuple[str, ...]] = {
    "policy": ("hash",),
    "version": ("proposal", "number"),
    "moderation": ("trace",),
    "tombstone": ("subject", "mark"),
    "erased": ("hash",),
    "key": ("vkey",),
}


def policy_entry(policy: Policy, pinned: str) -> bytes:
    """Return the entry of a policy by its *pinned* hash, which stands before the first event under it."""
    return _entry("policy", slug=policy.slug, version=policy.version, hash=pinned)


def event_entry(
    event: Event, proposal: str, number: int, at: datetime, commits: Mapping[str, Any] | None = None
) -> bytes:
    """Return the entry of a proposal's *number*th event; *commits* are the hashes it commits to."""
    says: dict[str, Any] = {"proposal": proposal, "number": number, "at": moment_text(at), **(commits or {})}
    if event in CERTIFICATIONS:
        return _entry("certify", outcome=OUTCOMES[event].value, **says)
    return _entry(event.value, **says)


def version_entry(proposal: str, number: int, text: str, at: datetime) -> bytes:
    """Return the entry of a wording; *text* is its salted hash."""
    return _entry("version", proposal=proposal, number=number, text=text, at=moment_text(at))


def moderation_entry(trace: str, act: str, subject: str, reason: str, mark: str, at: datetime) -> bytes:
    """Return the entry of what a steward took off, *mark* standing for it."""
    return _entry(
        "moderation", trace=trace, act=act, proposal=subject, reason=reason, mark=mark, at=moment_text(at)
    )


def tombstone_entry(subject: str, mark: str) -> bytes:
    """Return the entry that says that the body behind *mark* is gone."""
    return _entry("tombstone", subject=subject, mark=mark)


def erased_entry(hashed_id: str) -> bytes:
    """Return the entry of an erased member: the hash of their random id."""
    return _entry("erased", hash=hashed_id)


def key_entry(vkey: str) -> bytes:
    """Return the entry that names the key that signs from the next checkpoint on."""
    return _entry("key", vkey=vkey)


def commitment_entries(proposal: str, commitments: Iterable[str], kind: str = "commitment") -> list[bytes]:
    """
    Return an entry for each commitment (hexadecimal), in their order; *kind* "late" for those of a recount.

    A vote has very many of them, so they are put together by hand; the bytes are those of `canonical`.
    """
    tail = f'","proposal":{json.dumps(proposal, ensure_ascii=False)},"type":"{kind}","v":{VERSION}}}'
    return [f'{{"commitment":"{commitment}{tail}'.encode() for commitment in commitments]


def void_entry(proposal: str, commitment: str, reason: str) -> bytes:
    """Return the entry of a commitment that does not count, and why."""
    return _entry("void", proposal=proposal, commitment=commitment, reason=reason)


def entry_key(entry: bytes) -> str:
    """Return what tells this entry from every other: "freeze/2026-4/3"; nothing for a ballot's."""
    if entry.startswith(_OF_A_BALLOT):
        return ""
    says = json.loads(entry)
    kind = says["type"]
    if kind not in _KEYS:
        # An event's number is its place among its proposal's events, whatever its type.
        return event_key(says["proposal"], says["number"])
    return "/".join([kind, *(str(says[name]) for name in _KEYS[kind])])


def event_key(proposal: str, number: int) -> str:
    """Return the key of a proposal's *number*th event."""
    return f"event/{proposal}/{number}"


def _entry(kind: str, **says: Any) -> bytes:
    return canonical({"v": VERSION, "type": kind, **says})
