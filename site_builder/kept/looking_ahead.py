"""
Look at the output folder in another process, while this one imports and reads: a job asks for it later on.

Rules of this file: nothing heavier than os is imported. What was found counts only for the very look that the last
build kept, and only if the other process came to its end; else the folder is looked at when it is asked for. The
other process writes nothing.
"""

from __future__ import annotations

import marshal
import os
from contextlib import contextmanager

from site_builder.kept.known_files import Look, Parts
from site_builder.kept.many_looks import processors

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes longer to import than all of this takes to do
    from collections.abc import Iterator

_CURRENT: list[_Ahead] = []
"""The one that is at work, if any."""


@contextmanager
def looking_ahead(kept: Look | None) -> Iterator[None]:
    """Find out meanwhile how all that was *kept* looks by now, where there is a processor to spare."""
    if kept is None or processors() < 2:
        yield
        return
    ahead = _Ahead(kept)
    _CURRENT.append(ahead)
    try:
        yield
    finally:
        _CURRENT.remove(ahead)
        ahead.end()


def seen_ahead(before: Look) -> Look | None:
    """Return how all of *before* looks, as found out ahead; None where it was not, or has been told already."""
    return _CURRENT[-1].told(before) if _CURRENT else None


class _Ahead:
    def __init__(self, kept: Look) -> None:
        self._kept = kept
        self._answer, told = os.pipe()
        self._other = _fork()
        if not self._other:
            try:
                _tell(told, kept)
            finally:
                # Nothing of the parent's may run here.
                os._exit(0)
        os.close(told)

    def told(self, before: Look) -> Look | None:
        if self._other <= 0 or not before.same_as(self._kept):
            return None
        with open(self._answer, "rb", closefd=False) as answer:
            content = answer.read()
        self.end()
        # From our own child. An empty answer: it found more than other looks of the same files, or fell.
        found: tuple[int, Changed, Changed] | None = marshal.loads(content) if content else None  # nosec B302
        if found is None:
            return None
        began_ns, marks, lines = found
        return before.looking(began_ns, _with(self._kept.marks, marks), _with(before.lines, lines))

    def end(self) -> None:
        """Let go of the other process, whatever it does."""
        if self._other > 0:
            os.kill(self._other, 9)
            os.waitpid(self._other, 0)
            self._other = -1
            os.close(self._answer)


Changed = dict[int, bytes]
"""The parts that are other ones, by their places."""


def _fork() -> int:
    try:
        return os.fork()
    except OSError:
        return -1


def _tell(into: int, kept: Look) -> None:
    now = kept.again()
    if now.folders != kept.folders or now.files != kept.files:
        return
    said = now.began_ns, _changed(kept.marks, now.marks), _changed(kept.lines, now.lines)
    with open(into, "wb") as answer:
        answer.write(marshal.dumps(said))


def _changed(before: Parts, now: Parts) -> Changed:
    pairs = zip(before, now, strict=True)
    return {at: mine for at, (theirs, mine) in enumerate(pairs) if mine != theirs}


def _with(parts: Parts, changed: Changed) -> Parts:
    return tuple(changed.get(at, part) for at, part in enumerate(parts))
