"""The commitments of a vote: those in the store's box, those void before the close, and those the log holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property

from forms_api.publish.files import RecordFolder
from forms_api.publish.known import logged_entries
from forms_api.store.base import Store


@dataclass(frozen=True)
class Box:
    """Commitments in hexadecimal: *counted* ones, and with a reason those that were promised and do not count."""

    counted: frozenset[str]
    reasons: dict[str, str]

    @property
    def promised(self) -> frozenset[str]:
        """Every commitment that somebody holds a receipt for."""
        return self.counted | self.reasons.keys()


@dataclass(frozen=True)
class LoggedVotes:
    """Store and log, the latter read only if a recount asks for it."""

    store: Store
    folder: RecordFolder
    size: int

    def box(self, proposal: str) -> Box:
        """Return what is in the box of a vote that is closed."""
        with self.store.unit() as unit:
            counted = frozenset(b.commitment.hex() for b in unit.ballots.where(proposal=proposal))
            void = {one.id: one.reason for one in unit.superseded.where(proposal=proposal)}
        return Box(counted, {commitment: void[commitment] for commitment in void.keys() - counted})

    def logged(self, proposal: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the commitments of the vote that are in the log, and those of them that are void there."""
        kinds = self._by_kind.get(proposal, {})
        return (
            frozenset(kinds.get("commitment", ())) | frozenset(kinds.get("late", ())),
            frozenset(kinds.get("void", ())),
        )

    @cached_property
    def _by_kind(self) -> dict[str, dict[str, set[str]]]:
        found: dict[str, dict[str, set[str]]] = {}
        for entry in logged_entries(self.folder, self.size):
            says = json.loads(entry)
            if "commitment" in says:
                kinds = found.setdefault(says["proposal"], {})
                kinds.setdefault(says["type"], set()).add(says["commitment"])
        return found
