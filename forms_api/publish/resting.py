"""
Proposals to which nothing happened since the last publish that came to its end: neither in the store nor in the
folder of their vote. What publish makes of them and of their files is what it made last.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from domain.codec import to_plain
from domain.governance.policy import Secrecy
from domain.governance.proposal import Proposal
from domain.record.canonical import canonical
from domain.record.public import PublicProposal
from forms_api.publish.snapshot import Snapshot

BY_OWN_ID = frozenset({"proposals", "answers", "reviews", "public_draws"})
OF_PEOPLE = frozenset(
    (
        *("members", "vouches", "checks", "participations", "intents", "exchanges", "gatherings"),
        *("attendance", "mentoring", "activations", "called", "traces"),
    )
)
"""Collections in which nothing is said of a proposal."""
Names = dict[tuple[str, bool], str]


@dataclass(frozen=True)
class Told:
    """What everybody may read of a proposal, as text: true as long as the same *names* and *turnout* are told."""

    text: bytes
    names: Names
    turnout: int | None


class Rested:
    """Which proposals rest, and what was told of them."""

    def __init__(self) -> None:
        self._last: Snapshot | None = None
        self._folders: dict[str, int] = {}
        self._now: dict[str, int] = {}
        self._moved: frozenset[str] | None = None
        self._told: dict[str, Told] = {}

    def begin(self, found: Snapshot, record: Path) -> None:
        """Compare with the last publish that came to its end."""
        self._moved = None if self._last is None else _moved(self._last, found)
        self.look(record)

    def look(self, record: Path) -> None:
        """Look at the folders of all votes; what is asked next is about how they are now."""
        self._now = _stamps(record / "proposals")

    def end(self, found: Snapshot, record: Path) -> None:
        """Take note that everything of *found* is published."""
        self._last = found
        self.look(record)
        self._folders = self._now

    def rests(self, proposal: Proposal) -> bool:
        """Tell whether nothing happened to the proposal or its files; an open vote's names are looked at again."""
        if self._moved is None or proposal.id in self._moved:
            return False
        named = proposal.policy is not None and proposal.policy.secrecy is Secrecy.OPEN
        return not named and self._folders.get(proposal.id) == self._now.get(proposal.id)

    def text(
        self,
        proposal: Proposal,
        turnout: int | None,
        name: Callable[[str, bool], str],
        make: Callable[[Names], PublicProposal],
    ) -> bytes:
        """Return what is told of a proposal; *make* notes the names it asked for."""
        told = self._told.get(proposal.id)
        if (
            told is None
            or told.turnout != turnout
            or not self.rests(proposal)
            or any(name(*asked) != answer for asked, answer in told.names.items())
        ):
            names: Names = {}
            text = canonical(to_plain(make(names)))
            told = self._told[proposal.id] = Told(text, names, turnout)
        return told.text


def _stamps(votes: Path) -> dict[str, int]:
    """Return when a file of each vote was last put there or taken away; nothing of those that have none."""
    try:
        with os.scandir(votes) as entries:
            return {entry.name: entry.stat().st_mtime_ns for entry in entries}
    except FileNotFoundError:
        return {}


def _moved(before: Snapshot, now: Snapshot) -> frozenset[str] | None:
    """Return the proposals of which any record is another; None where that cannot be told."""
    moved: set[str] = set()
    for field in fields(Snapshot):
        old, new = getattr(before, field.name), getattr(now, field.name)
        if old is new or field.name in OF_PEOPLE:
            continue
        if field.name == "erasures":
            return None
        moved.update(_whose(field.name, _unlike(_all(old), _all(new))))
    return frozenset(moved)


def _all(records: Any) -> Iterable[Any]:
    return records.values() if isinstance(records, Mapping) else records


def _unlike(old: Iterable[Any], new: Iterable[Any]) -> Iterable[Any]:
    """Return the records that only one of the two holds."""
    before, after = {id(one): one for one in old}, {id(one): one for one in new}
    yield from (one for key, one in before.items() if key not in after)
    yield from (one for key, one in after.items() if key not in before)


def _whose(name: str, records: Iterable[Any]) -> Iterable[str]:
    return (record.id if name in BY_OWN_ID else record.proposal for record in records)
