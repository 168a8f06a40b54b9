"""
Which units have to be planned: those that are new, that read a fact which changed, or whose files do not stand.

Rules of this file: whatever is not planned stays what the last build kept of it, and is not even read; so what is
decided here costs what changed, and not what there is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.digests import digest_of
from site_builder.inputs import Inputs
from site_builder.kept.changes import LIST, Changes
from site_builder.kept.shelves import Shelf
from site_builder.kept.state import State
from site_builder.model import ADDRESSES, Site
from site_builder.steps import Outline
from site_builder.units import UNIT, called
from site_builder.watching import SUMMARY, Fact, Noting, Trace, is_kept

Wanted = tuple[Fact, tuple[Fact, ...] | None]
"""A unit that has to be planned, and the facts that led to it: None where nothing that it read changed."""

Traces = Mapping[Fact, Trace]


@dataclass(frozen=True)
class Outcome:
    """What became of the files: the outlines of those *planned* now, which are *new* and which are *gone*."""

    planned: Mapping[str, Outline]
    new: Collection[str]
    gone: Collection[str]
    twice: Collection[str] = ()
    """Names that two units planned now, or one twice."""


class Deciding:
    """*state* is that of this build: all that *kept* tells, until a unit is planned again and put in its place."""

    def __init__(
        self, watch: Noting, inputs: Inputs, kept: State, changes: Changes, unsound: Iterable[Fact]
    ) -> None:
        self.state = kept.successor(inputs)
        self._watch, self._kept, self._changes = watch, kept, changes
        self._wanted: dict[Fact, None] = dict.fromkeys((*changes.units, *unsound))
        self._late: frozenset[Fact] = frozenset()
        self._late_lists: frozenset[Fact] = frozenset()
        self._taken: set[Fact] = set()
        self._dropped: set[Fact] = set()
        self._fewer_lists = False

    def take_lists(self, site: Site, lists: Iterable[Fact], late: Iterable[Fact] = ()) -> None:
        """
        Find out which units there are in *lists*; those of the lists *late* are wanted only when these are taken.

        Raises:
            Damaged: something of what was kept is not as it was written.
        """
        found: set[Fact] = set()
        for name in lists:
            self._taken.add(LIST + name)
            before = self._kept.lists.get(LIST + name)
            if before is None or name in self._changes.lists:
                found |= self._make_list(site, name, before or ())
        self._late_lists = frozenset(LIST + name for name in late)
        self._late = frozenset(unit for name in self._late_lists for unit in self._kept.lists.get(name, ()))
        self._dropped -= found

    def _make_list(self, site: Site, name: Fact, before: tuple[Fact, ...]) -> set[Fact]:
        make, words = called(name)
        units, reads = self._watch.watched(lambda: tuple(unit.name for unit in make(site, *words)))
        self.state.lists[LIST + name], self.state.traces[LIST + name] = units, (reads, b"")
        known, now = set(before), set(units)
        self._wanted.update(dict.fromkeys(unit for unit in units if unit not in known))
        self._dropped |= known - now
        return now

    def few(self, most: int) -> list[Wanted] | None:
        """Return the units that have to be planned, where they are no more than *most*."""
        wanted = [unit for unit in self._wanted if unit not in self._late and unit not in self._dropped]
        return [self._because(unit) for unit in sorted(wanted)] if len(wanted) <= most else None

    def of_list(self, name: Fact) -> list[Wanted]:
        """Return those units of a list that have to be planned, in its order."""
        return [self._because(unit) for unit in self.state.lists[LIST + name] if unit in self._wanted]

    def _because(self, unit: Fact) -> Wanted:
        found = self._changes.units.get(unit)
        # Told in the order in which it was read; whatever that says, the unit is known to have read what changed.
        reason = self._changes.why(UNIT + unit) or found if found else None
        return unit, self._changes.chain(reason) if reason else None

    def with_addresses(self, site: Site) -> Site:
        """Return the site with the addresses of its pages, which are planned by now but for the late ones."""
        # The pages of a language that is spoken no more have none.
        self._forget_lists()
        state = self.state
        now = set(_pages(state.outlines.own.values()))
        before = set(_pages(self._outlines_before()))
        if now != before:
            state.addresses = tuple(sorted((set(self._kept.addresses) - before) | now))
        state.inputs.single[ADDRESSES] = digest_of(state.addresses)
        if state.inputs.single[ADDRESSES] != self._kept.inputs.single.get(ADDRESSES):
            self._changes.told(ADDRESSES)
            self._wanted.update(dict.fromkeys(self._changes.units))
        self._wanted = {unit: None for unit in self._wanted if unit not in state.outlines.own}
        return site.with_addresses(state.addresses)

    def _outlines_before(self) -> Iterator[tuple[Outline, ...]]:
        for unit in {*self.state.outlines.own, *self._dropped}:
            yield self._kept.outlines.get(unit, ())

    def finished(self, traces: Traces) -> Outcome:
        """
        Return what became of the files, now that every unit is planned that had to be.

        *traces* are those of the summaries that were made; who is asked for no more is forgotten.
        """
        for unit in self._dropped:
            self._forget(self.state.outlines, unit)
            self._forget(self.state.traces, UNIT + unit)
        self._keep(traces)
        return self._outcome()

    def _forget_lists(self) -> None:
        lists = self.state.lists
        for name in set(lists) - self._taken - self._late_lists:
            self._dropped |= set(lists[name]) - self.state.outlines.own.keys()
            del lists[name]
            self._forget(self.state.traces, name)
            self._fewer_lists = True

    def _forget(self, shelf: Shelf[Any], key: Fact) -> None:
        if key in shelf:
            del shelf[key]

    def _keep(self, traces: Traces) -> None:
        """Take in the traces of summaries that are not known as they are."""
        own, kept = self.state.traces, self._kept.traces
        if not kept.shards:
            own.own.update(traces)
            self._recall(own.own, ())
            return
        for fact, changed in self._changes.known.items():
            if fact in traces:
                own[fact] = traces[fact]
            elif changed and fact[:1] == SUMMARY:
                self._forget(own, fact)
        waiting = list(own.own)
        while waiting:
            reader = waiting.pop()
            before = kept.get(reader, ((), b""))[0]
            for fact in set(own[reader][0]).difference(before):
                if fact in traces and fact not in own:
                    own[fact] = traces[fact]
                    waiting.append(fact)

        self._recall(own.own, self._kept.recalled)

    def _recall(self, own: Iterable[Fact], before: Iterable[Fact]) -> None:
        """Note the summaries whose values are kept."""
        off = self.state.traces.off
        recalled = set(filter(is_kept, own)) | {fact for fact in before if fact not in off}
        if self._fewer_lists:
            recalled &= self._asked_for()
        if recalled != set(before):
            self.state.recalled = tuple(recalled)

    def _asked_for(self) -> set[Fact]:
        """Return every fact that a unit or a list of units asks for, over however many steps."""
        lists, traces = self.state.lists, self.state.traces
        waiting = [*lists, *(UNIT + unit for name in lists for unit in lists[name])]
        found = set(waiting)
        while waiting:
            reads = set(traces.get(waiting.pop(), ((), b""))[0]) - found
            found |= reads
            waiting += reads
        return found

    def _outcome(self) -> Outcome:
        planned: dict[str, Outline] = {}
        twice = []
        for outlines in self.state.outlines.own.values():
            for one in outlines:
                if one[0] in planned:
                    twice.append(one[0])
                planned[one[0]] = one
        before = {one[0] for outlines in self._outlines_before() for one in outlines}
        return Outcome(planned, planned.keys() - before, before - planned.keys(), twice)


def _pages(outlines: Iterable[tuple[Outline, ...]]) -> Iterator[str]:
    """Yield the addresses of the pages among *outlines*."""
    for each in outlines:
        yield from ("/" + one[0].removesuffix("index.html") for one in each if one[2])
