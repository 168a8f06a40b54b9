"""
Plan what has to be planned: the units that are new, that read a fact which changed, or whose pages do not stand.

Which facts changed is found in changes.py, and which units that concerns in deciding.py; here they are put in an
order in which several processes may make them, and what came of each is taken in.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, zip_longest
from pathlib import Path

from site_builder.deciding import Deciding, Outcome, Wanted
from site_builder.inputs import Inputs
from site_builder.kept.changes import Changes
from site_builder.kept.state import State
from site_builder.making import Made
from site_builder.model import Site
from site_builder.outdated import Fingerprints
from site_builder.plan import IN_EACH_LANGUAGE, LATE, ONCE
from site_builder.units import TAB, UNIT, called
from site_builder.watching import Fact, Noting, Trace

Beside = tuple[Wanted, ...]
"""Units that one process plans together: they show one thing in several languages."""

FEW = 100
"""So few units are planned in any order."""

News = tuple[tuple[tuple[Fact, Trace], ...], tuple[tuple[Fact, bool], ...]]
"""What a process got to know that its parent does not: traces of summaries, and which facts changed."""

Unsound = Callable[[set[tuple[str, str]]], set[Fact]]
"""
Returns the units of the last build of which a file has to be made again, although what it shows may be the same;
it is told the templates that are other ones now, each with the language it is spoken in.
"""


class Planner:
    """
    The plan of *site*, of which *watch* notes what is read; what *kept* still tells is not planned.

    *values* is the folder in which the values of the dearest summaries are kept.
    """

    def __init__(
        self,
        site: Site,
        watch: Noting,
        inputs: Inputs,
        kept: State,
        printer: Fingerprints,
        unsound: Unsound,
        values: Path | None = None,
    ) -> None:
        """
        Raises:
            Damaged: something of what was kept is not as it was written.
        """
        self.site, self._watch = site, watch
        self._printer = printer
        self._changes = Changes(site, watch, inputs, kept, values)
        around = {place: printer.around(*place) for place in kept.around}
        remade = {place for place in around if around[place] != kept.around[place]}
        self._deciding = Deciding(watch, inputs, kept, self._changes, unsound(remade))
        self._state = self._deciding.state
        self._state.around = around
        self._known_before = (0, 0)

    def wanted(self) -> list[Beside]:
        """
        Return the units that have to be planned, but the late ones; those of an entry in all languages together.

        The shortest lists come first: a unit of theirs shows many entries, and other workers would wait for it.
        """
        by_language = [
            [TAB.join((in_each, language)) for language in self.site.languages] for in_each in IN_EACH_LANGUAGE
        ]
        once = [[each] for each in ONCE]
        self._deciding.take_lists(self.site, [name for names in (*by_language, *once) for name in names], LATE)
        few = self._deciding.few(FEW)
        if few is not None:
            return [(wanted,) for wanted in few]
        lists = [
            [tuple(filter(None, beside)) for beside in zip_longest(*map(self._deciding.of_list, names))]
            for names in (*by_language, *once)
        ]
        ordered = [wanted for each in sorted(lists, key=len) for wanted in each]
        for function in {unit.partition(TAB)[0] for beside in ordered for unit, _ in beside}:
            # Imported here, once, and not by each process that shares the work.
            called(function)
        return ordered

    def wanted_late(self) -> list[Beside]:
        """Return the units that may ask for the addresses of all pages, now that every page is planned."""
        self.site = self._deciding.with_addresses(self.site)
        self._deciding.take_lists(self.site, LATE)
        return [(wanted,) for name in LATE for wanted in self._deciding.of_list(name)]

    def take(self, unit: Fact, made: Made) -> None:
        """Take in what came of a unit."""
        outlines, reads, _ = made
        self._state.outlines[unit] = outlines
        if reads is not None:
            self._state.traces[UNIT + unit] = reads, b""
        for _, _, *place in outlines:
            if place[0]:
                self._state.around[place[0], place[1]] = self._printer.around(*place)

    def fork(self) -> None:
        """Begin to tell news: what is known by now is known to all."""
        self._known_before = len(self._watch.traces), len(self._changes.known)

    def news(self) -> News:
        """Return what was found out since the fork."""
        traces, known = self._known_before
        return (
            tuple(islice(self._watch.traces.items(), traces, None)),
            tuple(islice(self._changes.known.items(), known, None)),
        )

    def learn(self, news: News) -> None:
        """Take in what another process found out."""
        self._watch.traces.update(news[0])
        self._changes.known.update(news[1])

    def finished(self) -> tuple[State, Outcome]:
        """Return what is kept of the plan, with what every summary read that somebody still asks for."""
        outcome = self._deciding.finished(self._watch.traces)
        if self._watch.recall:
            self._watch.recall.forget_but(self._state.recalled)
        return self._state, outcome
