"""
Plan what has to be planned: the units that are new, that read a fact which changed, or whose pages do not stand.

Which facts changed is found from below: first the entries, then each summary that read one of them, made again;
where a summary comes out as it was, nobody above it has to know (verifying traces, as in A. Mokhov, N. Mitchell
and S. Peyton Jones, "Build systems à la carte", 2018). The order in which something was read is kept, for what is
read later may only make sense while what was read before still holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern

from site_builder.digests import digest_of
from site_builder.inputs import Inputs
from site_builder.model import ADDRESSES, Site
from site_builder.outdated import Fingerprints
from site_builder.plan import IN_EACH_LANGUAGE, LATE, ONCE
from site_builder.recall import Recall, recall_in
from site_builder.state import State
from site_builder.steps import Outline, Planned, Step
from site_builder.units import TAB, called, named
from site_builder.watching import KEPT, SUMMARY, Fact, Noting

UNIT, LIST = "+", "*"
"""What the names of units and of lists of units begin with, among the facts."""


@dataclass
class Planning:
    """What is planned: *outlines* of all, by unit; of what was planned now also the step itself, and why."""

    state: State
    planned: dict[str, Planned] = field(default_factory=dict)
    because: dict[str, tuple[Fact, ...]] = field(default_factory=dict)

    @property
    def outlines(self) -> Iterator[Outline]:
        """Every file of the site, in the order in which they were planned."""
        for unit in self.state.outlines.values():
            yield from unit


Unsound = Callable[[set[tuple[str, str]]], set[Fact]]
"""
Returns the units of the last build of which a file has to be made again, although what it shows may be the same;
it is told the templates that are other ones now, each with the language it is spoken in.
"""


def plan_again(
    site: Site,
    watch: Noting,
    inputs: Inputs,
    kept: State,
    printer: Fingerprints,
    unsound: Unsound,
    values: Path | None = None,
) -> Planning:
    """
    Return the plan of *site*, of which *watch* notes what is read; what *kept* still tells is not planned.

    *values* is the folder in which the values of the dearest summaries are kept.
    """
    planner = _Planner(site, watch, inputs, kept, printer, unsound)
    watch.recall = planner.recall(values)
    planner.plan([name for name in planner.lists() if not _late(name)])
    planner.plan_late([name for name in planner.lists() if _late(name)])
    made = planner.finished()
    if watch.recall:
        watch.recall.forget_but(fact for fact in made.state.traces if fact.partition(TAB)[0] in KEPT)
    return made


def _late(name: Fact) -> bool:
    return any(name == LIST + named(late) for late in LATE)


class Changes:
    """Which facts are other ones than the last build kept; summaries are made again only where one has to ask."""

    def __init__(self, site: Site, watch: Noting, inputs: Inputs, kept: State) -> None:
        self._site = site
        self._watch = watch
        self._inputs = inputs
        self._kept = kept
        self._known: dict[Fact, bool] = dict.fromkeys(inputs.changes(kept.inputs), True)
        self._asking: set[Fact] = set()
        self.doubtful = self._above(self._known)

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
        self._known[fact] = True
        self.doubtful |= self._above([fact])

    def why(self, reader: Fact) -> Fact | None:
        """Return the first fact that *reader* read and that is another one now; None where all hold."""
        if reader not in self.doubtful:
            return None
        return next((fact for fact in self._kept.traces[reader][0] if self.changed(fact)), None)

    def holds(self, fact: Fact) -> bool:
        """Tell whether what the last build kept of a summary still tells the truth, as far as anybody asked."""
        return fact not in self.doubtful or self._known.get(fact) is False

    def chain(self, fact: Fact) -> tuple[Fact, ...]:
        """Return *fact*, what changed in it, and so on down to what somebody wrote or time brought."""
        below = self.why(fact) if fact in self._kept.traces else None
        return (fact, *self.chain(below)) if below else (fact,)

    def changed(self, fact: Fact) -> bool:
        """Tell whether *fact* is another one than the last build kept."""
        if fact not in self._known:
            self._asking.add(fact)
            self._known[fact] = fact in self.doubtful and fact.startswith(SUMMARY) and self._differs(fact)
            self._asking.discard(fact)
        return self._known[fact]

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


class _Planner:
    def __init__(
        self, site: Site, watch: Noting, inputs: Inputs, kept: State, printer: Fingerprints, unsound: Unsound
    ) -> None:
        self._site, self._watch, self._inputs, self._kept = site, watch, inputs, kept
        self._printer = printer
        self._changes = Changes(site, watch, inputs, kept)
        around = {place: printer.around(*place) for place in kept.around}
        self._unsound = unsound({place for place in around if around[place] != kept.around[place]})
        self.made = Planning(State(inputs, around=around))

    def recall(self, values: Path | None) -> Recall | None:
        """Return the values that were kept, each to be believed while what it was made from holds."""
        return recall_in(values, self._kept.traces, self._changes.believed)

    def lists(self) -> Iterator[Fact]:
        """Yield the names of the lists of units."""
        for in_each in IN_EACH_LANGUAGE:
            for language in self._site.languages:
                yield LIST + named(in_each, (language,))
        for once in (*ONCE, *LATE):
            yield LIST + named(once)

    def plan(self, lists: Iterable[Fact]) -> None:
        """Plan the units of *lists*."""
        for name in lists:
            for unit in self._units(name):
                self._plan_unit(unit)

    def plan_late(self, lists: Iterable[Fact]) -> None:
        """Plan the units that may ask for the addresses of all pages."""
        pages = sorted("/" + one[0].removesuffix("index.html") for one in self.made.outlines if one[2])
        self._inputs.single[ADDRESSES] = digest_of(tuple(pages))
        if self._inputs.single[ADDRESSES] != self._kept.inputs.single.get(ADDRESSES):
            self._changes.told(ADDRESSES)
        self._site = self._site.with_addresses(tuple(pages))
        self.plan(lists)

    def finished(self) -> Planning:
        """Return the plan, with what every summary read that somebody still asks for."""
        traces = self.made.state.traces
        for fact, trace in self._kept.traces.items():
            if fact[:1] == SUMMARY and self._changes.holds(fact):
                traces[fact] = trace
        traces |= self._watch.traces
        return self.made

    def _units(self, name: Fact) -> tuple[Fact, ...]:
        state, kept = self.made.state, self._kept
        if name in kept.lists and self._changes.why(name) is None:
            state.lists[name], state.traces[name] = kept.lists[name], kept.traces[name]
        else:
            make, words = called(name.removeprefix(LIST))
            units, reads = self._watch.watched(lambda: tuple(unit.name for unit in make(self._site, *words)))
            state.lists[name], state.traces[name] = units, (reads, b"")
        return state.lists[name]

    def _plan_unit(self, unit: Fact) -> None:
        fact, state, kept = UNIT + unit, self.made.state, self._kept
        outlines = kept.outlines.get(unit)
        reason = self._changes.why(fact) if outlines is not None else None
        if outlines is not None and reason is None and unit not in self._unsound:
            state.outlines[unit], state.traces[fact] = outlines, kept.traces[fact]
            return
        make, words = called(unit)
        planned, reads = self._watch.watched(lambda: tuple(make(self._site, *words)))
        state.traces[fact] = reads, b""
        state.outlines[unit] = tuple(map(self._outline, planned))
        for one in planned:
            self.made.planned[str(one.output)] = one
            if reason is not None:
                self.made.because[str(one.output)] = self._changes.chain(reason)

    def _outline(self, planned: Planned) -> Outline:
        output, fingerprint = str(planned.output), self._printer.of(planned)
        if not isinstance(planned, Step):
            return output, fingerprint, "", ""
        place = intern(planned.template), planned.language
        self.made.state.around[place] = self._printer.around(*place)
        return output, fingerprint, *place
