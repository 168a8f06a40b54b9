"""
Who calls whom: a tree over people who know each other, with two callers for each and few calls for anyone.

Rules of this file: nobody is called by somebody they have no verified tie with; the same people and ties give the
same tree, in whatever order they come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

MOST_CALLS = 5
"""Calls that one person is asked to make, at most."""

CALLERS = 2
"""People who call each, so that one absence breaks no branch."""


@dataclass(frozen=True)
class CallTree:
    """
    *roots* begin; *callers* has, for everybody who is called, those who call them, the first one first.

    *unreached* are those nobody can call: without a tie to anybody who is called, or every tie has its calls.
    """

    roots: tuple[str, ...]
    callers: Mapping[str, tuple[str, ...]]
    unreached: tuple[str, ...]

    @cached_property
    def calls(self) -> Mapping[str, tuple[str, ...]]:
        """Whom each one calls, those they are the first caller of at the front."""
        made: dict[str, list[str]] = {person: [] for person in (*self.roots, *self.callers)}
        for place in range(CALLERS):
            for callee, callers in self.callers.items():
                if len(callers) > place:
                    made[callers[place]].append(callee)
        return {person: tuple(callees) for person, callees in made.items()}


def call_tree(people: Iterable[str], roots: Iterable[str], ties: Iterable[tuple[str, str]]) -> CallTree:
    """
    Return the tree that reaches everybody in as few steps as the ties allow.

    Step by step those next to somebody already reached get their first caller; then, as far as calls are left,
    each gets a second one who is not further from the roots than they are. Calls are shared out evenly.
    """
    everybody = set(people)
    near = _neighbours(everybody, ties)
    steps = dict.fromkeys(sorted(everybody & set(roots)), 0)
    made: Counter[str] = Counter()
    first: dict[str, str] = {}
    step = 0
    while True:
        step += 1
        ahead = {
            p: sorted(near[p] & steps.keys()) for p in sorted(everybody - steps.keys()) if near[p] & steps.keys()
        }
        found = _shared_out(ahead, made)
        if not found:
            break
        first |= found
        steps |= dict.fromkeys(found, step)
    second = _shared_out({p: _backing(p, near[p], first, steps) for p in sorted(first)}, made)
    callers = {p: (first[p], second[p]) if p in second else (first[p],) for p in sorted(first)}
    starting = tuple(p for p in steps if steps[p] == 0)
    return CallTree(starting, callers, tuple(sorted(everybody - steps.keys())))


def _neighbours(people: set[str], ties: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    near: dict[str, set[str]] = {person: set() for person in people}
    for one, other in ties:
        if one != other and one in people and other in people:
            near[one].add(other)
            near[other].add(one)
    return near


def _backing(callee: str, near: set[str], first: Mapping[str, str], steps: Mapping[str, int]) -> list[str]:
    """Return who can be the second one: another person, reached no later than the callee; the earliest first."""
    others = (c for c in near if c in steps and c != first[callee] and first.get(c) != callee)
    return sorted((c for c in others if steps[c] <= steps[callee]), key=lambda c: (steps[c], c))


class _Round:
    """Callers found for some people, none of whom has more than *most* calls; *made* counts those of before."""

    def __init__(self, wanted: Mapping[str, list[str]], made: Counter[str]) -> None:
        self.wanted = wanted
        self.made = made
        self.caller_of: dict[str, str] = {}
        self.calls: dict[str, set[str]] = {}
        self._full: set[str] = set()

    def fill(self, most: int) -> None:
        """Find callers who make *most* calls at most, for as many as can have one."""
        self._full.clear()
        for callee in self.wanted:
            if callee not in self.caller_of:
                self._place(callee, most)

    def _place(self, callee: str, most: int) -> None:
        """Find a caller, handing calls over to others who could make them where that is what it takes."""
        came: dict[str, str] = {}
        asking = [callee]
        for person in asking:
            for caller in self.wanted[person]:
                if caller in came or caller in self._full:
                    continue
                came[caller] = person
                own = self.calls.setdefault(caller, set())
                if self.made[caller] + len(own) < most:
                    self._hand_over(caller, came)
                    return
                asking += sorted(own)
        # No way on from any of these: nor will there be one for the next in the same round.
        self._full |= came.keys()

    def _hand_over(self, caller: str, came: Mapping[str, str]) -> None:
        taking: str | None = caller
        while taking is not None:
            person = came[taking]
            before = self.caller_of.get(person)
            self.caller_of[person] = taking
            self.calls[taking].add(person)
            if before is not None:
                self.calls[before].discard(person)
            taking = before


def _shared_out(wanted: Mapping[str, list[str]], made: Counter[str]) -> dict[str, str]:
    """
    Return a caller for as many of *wanted* as can have one, and count their calls into *made*.

    Everybody makes one call before anybody makes two, and so on up to MOST_CALLS.
    """
    found = _Round(wanted, made)
    for most in range(1, MOST_CALLS + 1):
        found.fill(most)
    made.update(found.caller_of.values())
    return found.caller_of
