"""
A set clock: acts done at their hours, and publish run at every hour that something falls due in between.

Nothing is done that a member, a steward or publish could not have done at that hour: so every stage of the demo
is a stage that a community can reach, and its ballots, rolls and results are real ones.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path

from domain.catalogue import Catalogue
from domain.governance.lifecycle import Event
from forms_api.publish import publish
from forms_api.store.base import Store
from rsn.demo.passing import next_deadline

Act = Callable[[datetime], object]


@dataclass
class Replay:
    """
    The acts still to come, in the order of their hours.

    *after* maps an event to what follows it: called with the proposal and the hour when publish recorded it.
    """

    store: Store
    catalogue: Catalogue
    record: Path
    now: datetime
    after: dict[Event, Callable[[str, datetime], None]] = field(default_factory=dict)
    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def at(self, moment: datetime, act: Act) -> None:
        """Plan *act* for *moment*; what lies ahead of now is not done."""
        if moment <= self.now:
            heapq.heappush(self._acts, (moment, next(self._order), act))

    def run(self) -> None:
        """Do every act at its hour, with all that falls due before it published first."""
        while True:
            due = next_deadline(self.store)
            act = self._acts[0][0] if self._acts else None
            if due is not None and due <= self.now and (act is None or due <= act):
                self._publish(due)
            elif act is not None:
                moment, _, do = heapq.heappop(self._acts)
                do(moment)
            else:
                break
        publish(self.store, self.catalogue, self.record, self.now)

    def _publish(self, due: datetime) -> None:
        before = self._followed()
        publish(self.store, self.catalogue, self.record, due)
        for proposal, event in sorted(self._followed() - before):
            self.after[event](proposal, due)

    def _followed(self) -> set[tuple[str, Event]]:
        with self.store.reading() as unit:
            return {(found.proposal, found.event) for found in unit.events if found.event in self.after}
