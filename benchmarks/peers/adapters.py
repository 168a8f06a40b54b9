"""
One function for each method of each library: from rows to the winners it names.

The quickest of a library's own ways is taken. A library that is not installed leaves its rows out, and the table
says so. What is theirs alone (random tie-breaking, floats) is theirs: the ballots measured have no ties.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from benchmarks.peers.ballots import Row

PEERS = ("pref_voting", "votelib", "pyrankvote", "starvote", "pabutools")

Winners = list[str]
Count = Callable[[Sequence[Row], "Contest"], Winners]


@dataclass(frozen=True)
class Contest:
    """What is counted besides the ballots."""

    options: tuple[str, ...]
    seats: int = 1
    max_score: int = 5
    budget: int = 0
    costs: tuple[tuple[str, int], ...] = ()


def missing() -> tuple[str, ...]:
    """Return the libraries that are not installed here."""
    return tuple(name for name in PEERS if find_spec(name) is None)


def counts(row: str) -> dict[str, Count]:
    """Return by library how it counts what the table calls *row*; only libraries that are here and have it."""
    found = {}
    for name in PEERS:
        if find_spec(name) is not None:
            count = import_module(f"benchmarks.peers.from_{name}").COUNTS.get(row)
            if count is not None:
                found[name] = count
    return found
