"""
Plan what has to be planned: the units that are new, that read a fact which changed, or whose pages do not stand.

Which facts changed is found from below: first the entries, then each summary that read one of them, made again;
where a summary comes out as it was, nobody above it has to know (verifying traces, as in A. Mokhov, N. Mitchell
and S. Peyton Jones, "Build systems à la carte", 2018). The order in which something was read is kept, for what is
read later may only make sense while what was read before still holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, zip_longest
from pathlib import Path

from site_builder.digests import digest_of
from site_builder.inputs import Inputs
from site_builder.making import Made
from site_builder.model import ADDRESSES, Site
from site_builder.outdated import Fingerprints
from site_builder.plan import IN_EACH_LANGUAGE, LATE, ONCE
from site_builder.recall import recall_in
from site_builder.state import State
from site_builder.steps import Outline
from site_builder.units import TAB, called
from site_builder.watching import SUMMARY, Fact, Noting, Trace, is_kept

UNIT, LIST = "+", "*"
"""What the names of units and of lists of units begin with, among the facts."""

Wanted = tuple[Fact, tuple[Fact, ...] | None]
"""A unit that has to be planned, and the facts that led to it: None where nothing that it read changed."""

Beside = tuple[Wanted, ...]
"""Units that one process plans together: they show one thing in several languages."""

News = tuple[tuple[tuple[Fact, Trace], ...], tuple[tuple[Fact, bool], ...]]
"""What a process got to know that its parent does not: traces of summaries, and which facts changed."""


Unsound = Callable[[set[tuple[str, str]]], set[Fact]]
"""
Returns the units of the last build of which a file has to be made again, although what it shows may be the same;
it is told the templates that are other ones now, each with the language it is spoken in.
"""


class Changes:
    """Which facts are other ones than the last build kept; summaries are made again only where one has to ask."""

    def __init__(self, site: Site, watch: Noting, inputs: Inputs, kept: State) -> None:
        self._site = site
        self._watch = watch
        self._inputs = inputs
        self._kept = kept
        self.known: dict[Fact, bool] = dict.fromkeys(inputs.changes(kept.inputs), True)
        self._asking: set[Fact] = set()
        self.doubtful = self._above(self.known)

    def _above(self, changed: Iterable[Fact]) -> set[Fact]:
        """Return everything that read one of *changed*, or read what did."""
        doubtful: set[Fact] = set()
        newest = set(changed)
        while newest:
            newest = {
                fact
                for fact, trace in self._kept.traces.items()
                if fact not in doubtful and not newest.isdisjoint(trace[0])
            }
            doubtful |= newest
        return doubtful

    def told(self, fact: Fact) -> None:
        """Take in that a fact changed which could not be known before."""
        self.known[fact] = True
        self.doubtful |= self._above([fact])

    def why(self, reader: Fact) -> Fact | None:
        """Return the first fact that *reader* read and that is another one now; None where all hold."""
        if reader not in self.doubtful:
            return None
        return next((fact for fact in self._kept.traces[reader][0] if self.changed(fact)), None)

    def holds(self, fact: Fact) -> bool:
        """Tell whether what the last build kept of a summary still tells the truth, as far as anybody asked."""
        return fact not in self.doubtful or self.known.get(fact) is False

    def chain(self, fact: Fact) -> tuple[Fact, ...]:
        """Return *fact*, what changed in it, and so on down to what somebody wrote or time brought."""
        below = self.why(fact) if fact in self._kept.traces else None
        return (fact, *self.chain(below)) if below else (fact,)

    def changed(self, fact: Fact) -> bool:
        """Tell whether *fact* is another one than the last build kept."""
        if fact not in self.known:
            self._asking.add(fact)
            self.known[fact] = fact in self.doubtful and fact.startswith(SUMMARY) and self._differs(fact)
            self._asking.discard(fact)
        return self.known[fact]

    def believed(self, fact: Fact) -> bool:
        """Tell whether the kept value of a summary holds: asked now, unless that is just being asked."""
        return fact not in self._asking and not self.changed(fact)

    def _differs(self, fact: Fact) -> bool:
        if self.why(fact) is None:
            return False
        make, words = called(fact.removeprefix(SUMMARY))
        try:
            make(self._site, *words)
        except Exception:
            # What it is about may be gone: whoever still asks for it will meet the error itself.
            return True
        return self._watch.traces[fact][1] != self._kept.traces[fact][1]


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
        self.site, self._watch, self._inputs, self._kept = site, watch, inputs, kept
        self._printer = printer
        self._changes = Changes(site, watch, inputs, kept)
        watch.recall = recall_in(values, kept.traces, self._changes.believed)
        around = {place: printer.around(*place) for place in kept.around}
        self._unsound = unsound({place for place in around if around[place] != kept.around[place]})
        self._state = State(inputs, around=around)
        self._known_before = (0, 0)

    @property
    def outlines(self) -> Iterator[Outline]:
        """Every file of the site that is planned by now."""
        for unit in self._state.outlines.values():
            yield from unit

    def wanted(self) -> list[Beside]:
        """
        Return the units that have to be planned, but the late ones; those of an entry in all languages together.

        The shortest lists come first: a unit of theirs shows many entries, and other workers would wait for it.
        """
        lists = []
        for in_each in IN_EACH_LANGUAGE:
            spoken = [self._wanted(TAB.join((in_each, language))) for language in self.site.languages]
            lists.append([tuple(filter(None, beside)) for beside in zip_longest(*spoken)])
        lists += [[(wanted,) for wanted in self._wanted(once)] for once in ONCE]
        ordered = [wanted for each in sorted(lists, key=len) for wanted in each]
        for function in {unit.partition(TAB)[0] for beside in ordered for unit, _ in beside}:
            # Imported here, once, and not by each process that shares the work.
            called(function)
        return ordered

    def wanted_late(self) -> list[Beside]:
        """Return the units that may ask for the addresses of all pages, now that every page is planned."""
        pages = sorted("/" + one[0].removesuffix("index.html") for one in self.outlines if one[2])
        self._inputs.single[ADDRESSES] = digest_of(tuple(pages))
        if self._inputs.single[ADDRESSES] != self._kept.inputs.single.get(ADDRESSES):
            self._changes.told(ADDRESSES)
        self.site = self.site.with_addresses(tuple(pages))
        return [(wanted,) for late in LATE for wanted in self._wanted(late)]

    def take(self, unit: Fact, made: Made) -> None:
        """Take in what came of a unit."""
        outlines, reads, _ = made
        self._state.outlines[unit], self._state.traces[UNIT + unit] = outlines, (reads, b"")
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

    def finished(self) -> State:
        """Return the plan, with what every summary read that somebody still asks for."""
        traces = self._state.traces
        for fact, trace in self._kept.traces.items():
            if fact[:1] == SUMMARY and self._changes.holds(fact):
                traces[fact] = trace
        traces |= self._watch.traces
        if self._watch.recall:
            self._watch.recall.forget_but(filter(is_kept, traces))
        return self._state

    def _wanted(self, name: Fact) -> list[Wanted]:
        return [wanted for unit in self._units(name) if (wanted := self._unit(unit))]

    def _units(self, name: Fact) -> tuple[Fact, ...]:
        fact, state, kept = LIST + name, self._state, self._kept
        if fact in kept.lists and self._changes.why(fact) is None:
            state.lists[fact], state.traces[fact] = kept.lists[fact], kept.traces[fact]
        else:
            make, words = called(name)
            units, reads = self._watch.watched(lambda: tuple(unit.name for unit in make(self.site, *words)))
            state.lists[fact], state.traces[fact] = units, (reads, b"")
        return state.lists[fact]

    def _unit(self, unit: Fact) -> Wanted | None:
        """Return the unit where it has to be planned; else its plan stands as it was."""
        fact, state, kept = UNIT + unit, self._state, self._kept
        outlines = kept.outlines.get(unit)
        reason = self._changes.why(fact) if outlines is not None else None
        if outlines is not None and reason is None and unit not in self._unsound:
            state.outlines[unit], state.traces[fact] = outlines, kept.traces[fact]
            return None
        # Its place among the others does not depend on who plans it when.
        state.outlines[unit] = ()
        return unit, self._changes.chain(reason) if reason is not None else None
