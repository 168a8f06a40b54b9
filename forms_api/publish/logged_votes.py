"""The commitments of a vote: those in the store's box, those that do not count, and those the log holds."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property

from domain.governance.ballot import Ballot
from domain.record.ballot_rows import written_rows
from forms_api.publish.files import RecordFolder
from forms_api.publish.known import logged_entries
from forms_api.store.base import Store


@dataclass(frozen=True)
class Box:
    """
    What is in the box of a closed vote: the *ballots* counted, and by commitment why others that were promised
    do not count.
    """

    proposal: str
    ballots: list[Ballot]
    reasons: dict[str, str]

    @cached_property
    def rows(self) -> list[tuple[str, bytes]]:
        """The counted ballots as commitment and published line, sorted by commitment."""
        return written_rows(self.proposal, self.ballots)

    @cached_property
    def counted(self) -> list[str]:
        """The commitments that count, in hexadecimal, sorted."""
        return [commitment for commitment, _ in self.rows]

    @cached_property
    def promised(self) -> frozenset[str]:
        """Every commitment that somebody holds a receipt for."""
        return frozenset(self.counted) | self.reasons.keys()


@dataclass(frozen=True)
class LoggedVotes:
    """The box of each vote as it was first looked at, and the log, which is read only if a recount asks for it."""

    store: Store
    folder: RecordFolder
    size: int
    _boxes: dict[str, Box] = field(default_factory=dict)

    def box(self, proposal: str) -> Box:
        """Return what is in the box of a vote that is closed."""
        if proposal not in self._boxes:
            with self.store.reading() as unit:
                ballots = unit.ballots.where(proposal=proposal)
                reasons = {one.id: one.reason for one in unit.superseded.where(proposal=proposal)}
            self._boxes[proposal] = Box(proposal, ballots, reasons)
        return self._boxes[proposal]

    def logged(self, proposal: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the commitments of the vote that are in the log, and those of them that are void there."""
        kinds = self._by_kind.get(proposal, {})
        return (
            frozenset(kinds.get("commitment", ())) | frozenset(kinds.get("late", ())),
            frozenset(kinds.get("void", ())),
        )

    def voids(self, proposal: str) -> int:
        """Return how many commitments of the vote were promised and do not count."""
        box = self.box(proposal)
        return len((box.promised | self.logged(proposal)[0]).difference(box.counted))

    @cached_property
    def _by_kind(self) -> dict[str, dict[str, set[str]]]:
        found: dict[str, dict[str, set[str]]] = {}
        for entry in logged_entries(self.folder, self.size):
            says = json.loads(entry)
            if says["type"] == "freeze":
                # A second reading begins with an empty box.
                found.pop(says["proposal"], None)
            elif "commitment" in says:
                kinds = found.setdefault(says["proposal"], {})
                kinds.setdefault(says["type"], set()).add(says["commitment"])
        return found
