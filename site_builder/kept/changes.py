"""
Which facts are other ones than the last build kept, found from below.

First the entries, then each summary that read one of them, made again; where a summary comes out as it was, nobody
above it has to know (verifying traces, as in A. Mokhov, N. Mitchell and S. Peyton Jones, "Build systems à la
carte", 2018). The order in which something was read is kept, for what is read later may only make sense while what
was read before still holds. A summary is asked about when all below it is settled: the functions that make
summaries stand in ranks, each above those whose summaries it reads. What is asked about before its turn is traced
down to the entries there and then, so that an answer is right whatever the ranks say.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heappop, heappush
from pathlib import Path

from site_builder.inputs import Inputs
from site_builder.kept.readers import readers_of
from site_builder.kept.recall import recall_in
from site_builder.kept.state import State
from site_builder.model import Site
from site_builder.units import TAB, UNIT, called
from site_builder.watching import SUMMARY, Fact, Noting

LIST = "*"
"""What the name of a list of units begins with, among the facts."""

SETTLED = 1 << 30


class Changes:
    """
    *units* and *lists* are those that read something that changed, each with the first such fact; *values* is the
    folder in which the values of the dearest summaries are kept.

    When it is made everything is settled: asking again reads what is known and makes nothing.

    Raises:
        Damaged: something of what was kept is not as it was written.
    """

    def __init__(self, site: Site, watch: Noting, inputs: Inputs, kept: State, values: Path | None = None) -> None:
        self._site = site
        self._watch = watch
        self._kept = kept
        self.known: dict[Fact, bool] = {}
        self.units: dict[Fact, Fact] = {}
        self.lists: dict[Fact, Fact] = {}
        self._asking: set[Fact] = set()
        self._ranks = ranks(kept.above)
        self._waiting: list[tuple[int, Fact]] = []
        self._turn = 0
        # Asked for while all is settled, too: what was kept of a summary counts where nothing under it changed.
        watch.recall = recall_in(values, kept.traces, self.believed)
        for fact in list(inputs.changes(kept.inputs)):
            self._learn(fact)
        self._settle()

    def told(self, fact: Fact) -> None:
        """Take in that a fact changed which could not be known before."""
        self._learn(fact)
        self._settle()

    def why(self, reader: Fact) -> Fact | None:
        """Return the first fact that *reader* read and that is another one now; None where all hold."""
        trace = self._kept.traces.get(reader)
        return next(filter(self.changed, trace[0]), None) if trace else None

    def chain(self, fact: Fact) -> tuple[Fact, ...]:
        """Return *fact*, what changed in it, and so on down to what somebody wrote or time brought."""
        below = self.why(fact) if fact[:1] == SUMMARY else None
        return (fact, *self.chain(below)) if below else (fact,)

    def changed(self, fact: Fact) -> bool:
        """Tell whether *fact* is another one than the last build kept."""
        if fact in self.known:
            return self.known[fact]
        if fact[:1] != SUMMARY or self._rank(fact) < self._turn:
            return False
        if fact in self._asking:
            return False
        self._asking.add(fact)
        differs = self._differs(fact)
        self._asking.discard(fact)
        if differs:
            self._learn(fact)
        else:
            self.known[fact] = False
        return differs

    def believed(self, fact: Fact) -> bool:
        """Tell whether the kept value of a summary holds: asked now, unless that is just being asked."""
        return fact not in self._asking and not self.changed(fact)

    def _learn(self, fact: Fact) -> None:
        """Take in that *fact* changed, and whom that concerns."""
        self.known[fact] = True
        for reader, _ in readers_of(fact, self._kept.readers, self._kept.traces):
            if reader[:1] == SUMMARY:
                if reader not in self.known:
                    heappush(self._waiting, (self._rank(reader), reader))
            else:
                (self.units if reader[:1] == UNIT else self.lists).setdefault(reader[1:], fact)

    def _settle(self) -> None:
        while self._waiting:
            self._turn, fact = heappop(self._waiting)
            if fact not in self._kept.readers:
                # Nobody asks for it any more, so that nobody has to know what it says.
                self.known[fact] = True
            self.changed(fact)
        self._turn = SETTLED

    def _rank(self, fact: Fact) -> int:
        return self._ranks.get(fact.partition(TAB)[0], 0)

    def _differs(self, fact: Fact) -> bool:
        if self.why(fact) is None:
            return False
        make, words = called(fact.lstrip(SUMMARY))
        try:
            make(self._site, *words)
        except Exception:
            # What it is about may be gone: whoever still asks for it will meet the error itself.
            return True
        return self._watch.traces[fact][1] != self._kept.traces[fact][1]


def ranks(above: Iterable[tuple[str, str]]) -> dict[str, int]:
    """
    Return how high each function stands that makes summaries: above every other one that it reads.

    Where they read one another in a circle there are no ranks, and whoever asks traces everything.
    """
    pairs = [(upper, lower) for upper, lower in above if upper != lower]
    found = {each: 0 for pair in pairs for each in pair}
    for _ in range(len(found) + 1):
        settled = True
        for upper, lower in pairs:
            if found[upper] <= found[lower]:
                found[upper], settled = found[lower] + 1, False
        if settled:
            return found
    return {}
