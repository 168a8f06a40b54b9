"""
Who read what: by fact the shards of the traces in which its readers stand, so that nobody looks through all.

Rules of this file: it may name a shard in vain and must never leave one out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_builder.kept.shelves import Shelf
from site_builder.watching import Fact, Trace

Shards = tuple[int, ...]


def readers_of(fact: Fact, readers: Shelf[Shards], traces: Shelf[Trace]) -> Iterator[tuple[Fact, Trace]]:
    """
    Yield who read *fact* when it was last planned, with all that they read.

    Raises:
        Damaged: something of it is not as it was written.
    """
    for number in readers.get(fact, ()):
        for reader, trace in traces.shard(number).items():
            if fact in trace[0] and reader not in traces.off:
                yield reader, trace


def note_readers(
    readers: Shelf[Shards], before: Mapping[Fact, Trace], now: Mapping[Fact, Trace], number: int
) -> None:
    """Let *readers* know that the shard *number* of the traces is another one than *before*."""
    read_before, read_now = _read_in(before), _read_in(now)
    for fact in read_before - read_now:
        left = tuple(shard for shard in readers.get(fact, ()) if shard != number)
        if left:
            readers[fact] = left
        elif fact in readers:
            del readers[fact]
    for fact in read_now - read_before:
        readers[fact] = (*readers.get(fact, ()), number)


def all_readers(shards: Mapping[int, Mapping[Fact, Trace]]) -> dict[Fact, Shards]:
    """Return by fact the shards in which its readers stand."""
    found: dict[Fact, list[int]] = {}
    for number, shard in shards.items():
        for fact in _read_in(shard):
            found.setdefault(fact, []).append(number)
    return {fact: tuple(numbers) for fact, numbers in found.items()}


def _read_in(shard: Mapping[Fact, Trace]) -> set[Fact]:
    return set().union(*(trace[0] for trace in shard.values()))
