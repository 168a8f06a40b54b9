"""
Every folder that a power cut can leave of a log.

Rules of this file, as a disk without favours keeps them: a write is there after a sync of its file, before that
any set of its sectors may be there and any other missing; a file's size likewise; a name made, moved or taken away
is durable after a sync of the folder, before that each such change may be there or not, whatever came after it.
What no sync has forced may nevertheless be there. A sector of 512 bytes is whole or not there. A disk that says it
has synced and has not is outside this model.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

from tests.faults.power_cut.log import (
    Acknowledged,
    Begun,
    Create,
    Log,
    Mark,
    NameOperation,
    Operation,
    Refused,
    Rename,
    Sync,
    SyncFolder,
    Truncate,
    Unlink,
    Write,
)

SECTOR = 512
FEW = 48
"""So many ways the cut can go are all tried; of more, a seeded sample."""


@dataclass(frozen=True)
class CrashState:
    """What lies in the folder after a cut before the operation *point*, and what had been said until then."""

    point: int
    way: str
    files: dict[str, bytes]
    begun: dict[str, int]
    acknowledged: dict[str, int]


@dataclass
class _File:
    """A file's content as it is on the disk for sure, and after each change since, with its place in the log."""

    versions: list[bytes]
    places: list[int] = field(default_factory=lambda: [-1])

    def change(self, operation: Write | Truncate, place: int) -> None:
        self.versions.append(_changed(self.versions[-1], operation))
        self.places.append(place)

    def sync(self, asked: int) -> None:
        sure = sum(place < asked for place in self.places) - 1
        del self.versions[:sure], self.places[:sure]

    @property
    def sectors(self) -> list[int]:
        """Return the sectors that are not the same in every version."""
        longest = max(map(len, self.versions))
        return [s for s in range(0, longest, SECTOR) if len({_sector(v, s) for v in self.versions}) > 1]


@dataclass
class _Disk:
    names: dict[str, int]
    files: dict[int, _File]
    moves: list[tuple[int, NameOperation]] = field(default_factory=list)
    """What was done to names since the last sync of the folder, with its place in the log."""

    def do(self, place: int, operation: Operation) -> None:
        match operation:
            case Write(file) | Truncate(file):
                self.files[file].change(operation, place)
            case Sync(file, asked):
                self.files[file].sync(asked)
            case SyncFolder(asked):
                self.names = _moved(self.names, [move for at, move in self.moves if at < asked])
                self.moves = [(at, move) for at, move in self.moves if at >= asked]
            case Create(_, file):
                self.files[file] = _File([b""])
                self.moves.append((place, operation))
            case Rename() | Unlink():
                self.moves.append((place, operation))

    def ways(self, chance: random.Random, samples: int) -> Iterator[tuple[str, dict[str, bytes]]]:
        """Yield what may lie in the folder if the power went now, each with a word for how."""
        named = {*self.names.values(), *(move.file for _, move in self.moves)}
        unsure = {n: file for n, file in self.files.items() if n in named and len(file.versions) > 1}
        sectors = {number: file.sectors for number, file in unsure.items()}
        dice = [2] * len(self.moves)
        for number, file in unsure.items():
            dice += [len(file.versions)] * (1 + len(sectors[number]))
        seen = []
        for word, throw in _throws(dice, chance, samples):
            files = self._thrown(throw, sectors)
            if files not in seen:
                seen.append(files)
                yield word, files

    def _thrown(self, throw: Sequence[int], sectors: dict[int, list[int]]) -> dict[str, bytes]:
        eyes = iter(throw)
        names = _moved(self.names, [move for _, move in self.moves if next(eyes)])
        contents = {number: file.versions[-1] for number, file in self.files.items()}
        for number, changed in sectors.items():
            versions = self.files[number].versions
            size = len(versions[next(eyes)])
            contents[number] = _patched(versions, size, {sector: next(eyes) for sector in changed})
        return {name: contents[number] for name, number in names.items()}


def states(log: Log, *, seed: int = 0, samples: int = 4, since: int = 0) -> Iterator[CrashState]:
    """
    Yield what a power cut leaves, for a cut before each operation from *since* on and after the last.

    Where there are few ways for a cut to go each is tried; else nothing kept, all kept, and *samples* drawn by
    *seed*.
    """
    disk = _Disk(dict(log.names), {number: _File([content]) for number, content in log.contents.items()})
    begun: dict[str, int] = {}
    acknowledged: dict[str, int] = {}
    for point, entry in enumerate([*log.entries, None]):
        match entry:
            case Begun(home, step):
                begun[home] = max(step, begun.get(home, 0))
            case Acknowledged(home, step):
                acknowledged[home] = max(step, acknowledged.get(home, 0))
            case Refused(home):
                begun[home] = acknowledged.get(home, 0)
        if isinstance(entry, Mark):
            continue
        if point >= since:
            for way, files in disk.ways(random.Random(f"{seed}/{point}"), samples):
                yield CrashState(point, way, files, dict(begun), dict(acknowledged))
        if entry is not None:
            disk.do(point, entry)


def _throws(dice: list[int], chance: random.Random, samples: int) -> Iterator[tuple[str, Sequence[int]]]:
    if prod(dice) <= FEW:
        yield from ((f"way {n}", throw) for n, throw in enumerate(product(*map(range, dice))))
        return
    yield "nothing kept", [0] * len(dice)
    yield "all kept", [sides - 1 for sides in dice]
    for sample in range(samples):
        # Not every cut tosses a fair coin: some lose nearly nothing, some nearly all.
        kept = chance.choice((0.1, 0.5, 0.9))
        throw = [sides - 1 if chance.random() < kept else chance.randrange(sides) for sides in dice]
        yield f"sample {sample}", throw


def _changed(content: bytes, operation: Write | Truncate) -> bytes:
    if isinstance(operation, Truncate):
        return content[: operation.size].ljust(operation.size, b"\0")
    end = operation.offset + len(operation.content)
    return content[: operation.offset].ljust(operation.offset, b"\0") + operation.content + content[end:]


def _sector(content: bytes, start: int) -> bytes:
    return content[start : start + SECTOR].ljust(SECTOR, b"\0")


def _patched(versions: list[bytes], size: int, chosen: dict[int, int]) -> bytes:
    content = bytearray(max(versions, key=len))
    for start, version in chosen.items():
        content[start : start + SECTOR] = _sector(versions[version], start)
    return bytes(content[:size])


def _moved(names: dict[str, int], moves: list[NameOperation]) -> dict[str, int]:
    there = dict(names)
    for move in moves:
        if not isinstance(move, Create) and there.get(move.name) == move.file:
            del there[move.name]
        if isinstance(move, Rename):
            there[move.to] = move.file
        elif isinstance(move, Create):
            there[move.name] = move.file
    return there
