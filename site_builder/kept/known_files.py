"""
How many files look, asked for by their names: what is known to be there is not searched for again.

A folder's own stamps tell whether anything came into it or went out of it, so only a folder that changed is read
anew; each file is asked how it looks. Rules of this file: nothing heavier than os is imported; stamps of a folder
that are as young as the look are not kept, for a coarse clock could hide what came behind them: such a folder is
read anew the next time.
"""

from __future__ import annotations

import marshal
import os
import time
from _operator import attrgetter  # where the module operator has it from
from itertools import accumulate

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes longer to import than all of this takes to do
    from collections.abc import Callable, Iterable, Sequence

YOUNG_NS = 2_000_000_000
AT_ONCE = 1_000
FEW = 50
"""So few names are looked for one by one."""

Numbers = tuple[int, ...]
"""When a file was written, its size, its inode and when it changed; nothing where it is not there."""
UNTRUSTED: Numbers = (0,)
Parts = tuple[bytes, ...]
"""The numbers of many files, so many at a time, as marshal writes them."""
Scope = tuple[tuple[str, ...], tuple[str, ...], bool]
"""The folders below which to look, the names that are left out, and whether to ask behind links to files."""
Plain = tuple[Scope, int, str, bytes, str, Parts, Parts]
"""A look as it is handed to marshal."""
Listed = tuple[list[str], list[str]]
"""The files of a folder and the folders in it, by their paths, in the order of their names."""

_numbers: Callable[[os.stat_result], Numbers] = attrgetter("st_mtime_ns", "st_size", "st_ino", "st_ctime_ns")


class Look:
    """
    How all in *scope* looked, none of it before *began_ns*.

    A folder comes before those in it. Its files are a run of *files*, so many as *held* says; those that were
    asked for alone come last. *marks* are the numbers of the folders, *lines* those of the files.
    """

    def __init__(
        self,
        scope: Scope,
        began_ns: int,
        folders: list[str],
        held: list[int],
        files: list[str],
        marks: Parts,
        lines: Parts,
    ) -> None:
        self.scope, self.began_ns, self.follow = scope, began_ns, scope[2]
        self.folders, self.held, self.files, self.marks, self.lines = folders, held, files, marks, lines
        self._ends: list[int] = []

    @property
    def numbers(self) -> list[Numbers]:
        """The numbers of the files."""
        return _read(self.lines)

    @property
    def tasks(self) -> list[Task]:
        """What is to be compared, part by part."""
        return [
            (self, is_folder, at * AT_ONCE, part)
            for is_folder, parts in ((True, self.marks), (False, self.lines))
            for at, part in enumerate(parts)
        ]

    def plain(self) -> Plain:
        """Return what to hand to marshal."""
        folders, files = "\0".join(self.folders), "\0".join(self.files)
        held = marshal.dumps(self.held)
        return self.scope, self.began_ns, folders, held, files, self.marks, self.lines

    def young(self) -> list[str]:
        """Return the files that were stamped so shortly before the look that they may change again unseen."""
        oldest = self.began_ns - YOUNG_NS
        lines = zip(self.files, self.numbers, strict=True)
        return [file for file, numbers in lines if numbers and max(numbers[0], numbers[3]) > oldest]

    def stands(self, is_folder: bool, start: int, part: bytes) -> int | None:
        """Return how many folders were read to find that a part is as it was; None where it is not."""
        names = (self.folders if is_folder else self.files)[start : start + AT_ONCE]
        now = _asked(names, self.follow or is_folder)
        if marshal.dumps(now, 2) == part:
            return 0
        if not is_folder:
            return None
        others = [at for at, then in enumerate(marshal.loads(part)) if then != now[at]]  # nosec B302
        return len(others) if all(now[at] and self._holds_the_same(start + at) for at in others) else None

    def again(self) -> Look:
        """Return how all of it looks now."""
        began_ns = time.time_ns()
        then, now = _read(self.marks), _asked(self.folders, True)
        others = {at for at, numbers in enumerate(now) if numbers != then[at]}
        if not all(now[at] and self._holds_the_same(at) for at in others):
            known = {
                folder: (now[at], self._listed(at)) for at, folder in enumerate(self.folders) if at not in others
            }
            return _walked(self.scope, self.files[sum(self.held) :], began_ns, known)
        marks, lines = _written(_trusted(now, began_ns)), _written(_asked(self.files, self.follow))
        return self.looking(began_ns, marks, lines)

    def same_as(self, other: Look) -> bool:
        """Tell whether *other* found the same files, looking the same; the stamps of folders count for nothing."""
        mine = self.scope, self.held, self.lines, self.folders, self.files
        return mine == (other.scope, other.held, other.lines, other.folders, other.files)

    def looking(self, began_ns: int, marks: Parts, lines: Parts) -> Look:
        """Return the look at the same folders and files that began at *began_ns*, with what it found of each."""
        return Look(self.scope, began_ns, self.folders, self.held, self.files, marks, lines)

    def differing(self, other: Look) -> set[str]:
        """Return the files that look otherwise than in *other*, or are in one of the two only."""
        if self.files != other.files:
            mine, theirs = (dict(zip(look.files, look.numbers, strict=True)) for look in (self, other))
            return {file for file in mine.keys() | theirs.keys() if mine.get(file) != theirs.get(file)}
        found: set[str] = set()
        for at, (mine_part, their_part) in enumerate(zip(self.lines, other.lines, strict=True)):
            if mine_part != their_part:
                lines = zip(marshal.loads(mine_part), marshal.loads(their_part), strict=True)  # nosec B302
                names = self.files[at * AT_ONCE :]
                found.update(name for name, (mine, theirs) in zip(names, lines, strict=False) if mine != theirs)
        return found

    def after(self, written: Iterable[str]) -> Look | None:
        """
        Return the look after the files *written* were, all else as it was; None where one of them is new or gone.

        What others did meanwhile is not taken for seen: the folders of these files are read anew the next time.
        """
        names = list(written)
        files = _places(self.files, names)
        folders = _places(self.folders, {file.rpartition("/")[0] for file in names})
        numbers = _asked(names, self.follow)
        if files is None or folders is None or not all(numbers):
            return None
        marks = _changed(self.marks, dict.fromkeys(folders, UNTRUSTED))
        lines = _changed(self.lines, dict(zip(files, numbers, strict=True)))
        return self.looking(self.began_ns, marks, lines)

    def _holds_the_same(self, at: int) -> bool:
        """Tell whether a folder lists what it listed."""
        return _read_folder(self.folders[at], self.scope) == self._listed(at)

    def _listed(self, at: int) -> Listed:
        if not self._ends:
            self._ends = list(accumulate(self.held))
        before, inside = f"{self.folders[at]}/", []
        for below in range(at + 1, len(self.folders)):
            other = self.folders[below]
            if not other.startswith(before):
                break
            if "/" not in other[len(before) :]:
                inside.append(other)
        return self.files[self._ends[at] - self.held[at] : self._ends[at]], inside


Task = tuple[Look, bool, int, bytes]
"""A part of a look: whether it is of folders, where it starts among them or the files, and the numbers kept."""


def look_at(
    roots: Iterable[str], files: Iterable[str] = (), *, follow: bool = False, skipped: tuple[str, ...] = ()
) -> Look:
    """Return how all below *roots* looks, and *files* beside it; *follow* asks behind links to files."""
    return _walked((tuple(roots), skipped, follow), list(files), time.time_ns(), {})


def kept_look(plain: Plain) -> Look:
    """Return a look from what marshal kept of it."""
    scope, began_ns, folders, held, files, marks, lines = plain
    return Look(scope, began_ns, _split(folders), marshal.loads(held), _split(files), marks, lines)  # nosec B302


def _split(names: str) -> list[str]:
    return names.split("\0") if names else []


def _walked(scope: Scope, alone: list[str], began_ns: int, known: dict[str, tuple[Numbers, Listed]]) -> Look:
    """Return how all looks, with what the *known* folders list."""
    folders: list[str] = []
    held: list[int] = []
    files: list[str] = []
    marks: list[Numbers] = []
    waiting = list(reversed(scope[0]))
    while waiting:
        folder = waiting.pop()
        if folder in known:
            mark, (inside, more) = known[folder]
        else:
            # First its stamps, then what it lists: what comes in between is found the next time.
            (mark,) = _asked([folder], True)
            inside, more = _read_folder(folder, scope)
        folders.append(folder)
        marks.append(mark)
        held.append(len(inside))
        files += inside
        waiting += reversed(more)
    files += alone
    lines = _written(_asked(files, scope[2]))
    return Look(scope, began_ns, folders, held, files, _written(_trusted(marks, began_ns)), lines)


def _read_folder(folder: str, scope: Scope) -> Listed:
    files: list[str] = []
    folders: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name not in scope[1]:
                    (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.path)
    except OSError:
        # It is not there, no folder, or closed to us: its stamps tell when that changes.
        pass
    files.sort()
    folders.sort()
    return files, folders


def asked(file: str) -> Numbers:
    """Return how one file looks now, or what a link says of itself; nothing where it is not there."""
    return _asked([file], False)[0]


def _asked(names: Sequence[str], follow: bool) -> list[Numbers]:
    try:
        return list(map(_numbers, map(os.stat if follow else os.lstat, names)))
    except OSError:
        return [_asked_alone(name, follow) for name in names]


def _asked_alone(name: str, follow: bool) -> Numbers:
    for ask in (os.stat, os.lstat) if follow else (os.lstat,):
        try:
            return _numbers(ask(name))
        except OSError:  # gone, or a link that leads nowhere
            continue
    return ()


def _trusted(marks: list[Numbers], began_ns: int) -> list[Numbers]:
    oldest = began_ns - YOUNG_NS
    return [UNTRUSTED if mark and max(mark[0], mark[3]) > oldest else mark for mark in marks]


def _written(numbers: list[Numbers]) -> Parts:
    # The second version of the format writes equal values as equal bytes, whoever else holds them.
    return tuple(marshal.dumps(numbers[at : at + AT_ONCE], 2) for at in range(0, len(numbers), AT_ONCE))


def _places(names: list[str], wanted: Iterable[str]) -> list[int] | None:
    """Return where each of the *wanted* names stands; None where one does not."""
    asked_for = list(wanted)
    try:
        if len(asked_for) < FEW:
            return [names.index(name) for name in asked_for]
        places = {name: at for at, name in enumerate(names)}
        return [places[name] for name in asked_for]
    except (LookupError, ValueError):
        return None


def _changed(parts: Parts, others: dict[int, Numbers]) -> Parts:
    """Return the parts with other numbers at some places; where these are few, most are not even read."""
    now = list(parts)
    for number in {at // AT_ONCE for at in others}:
        part = marshal.loads(now[number])  # nosec B302
        start = number * AT_ONCE
        now[number] = marshal.dumps([others.get(start + at, one) for at, one in enumerate(part)], 2)
    return tuple(now)


def _read(parts: Parts) -> list[Numbers]:
    return [one for part in parts for one in marshal.loads(part)]  # nosec B302
