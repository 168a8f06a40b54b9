"""
Compare very many files with how they looked, in two processes where there are two processors.

Rules of this file: nothing heavier than os is imported. The other process writes nothing and says one number;
where it does not come to its end, nothing stands.
"""

from __future__ import annotations

import os

from site_builder.kept.known_files import Task

MANY = 8
"""So many parts are compared in the time that another process needs to begin."""
DIFFERS = 255
_NUMBER = 2
"""Bytes of the number of a part."""


class Shared:
    """Compares *tasks* from its beginning on; `stand` helps and tells how it went, leaving ends it."""

    def __init__(self, tasks: list[Task]) -> None:
        self._tasks = tasks
        # Whoever is free takes the next number: a pipe hands out each once.
        self._left, numbers = os.pipe()
        os.write(numbers, b"".join(number.to_bytes(_NUMBER, "big") for number in range(len(tasks))))
        os.close(numbers)
        self._other = self._begin() if len(tasks) > MANY and processors() > 1 else 0

    def __enter__(self) -> Shared:
        return self

    def stand(self) -> int | None:
        """Return how many folders had to be read to find that all stands; None where something does not."""
        read = self._work()
        if not self._other or read is None:
            return read
        _, status = os.waitpid(self._other, 0)
        self._other = 0
        code = os.waitstatus_to_exitcode(status)
        return read + code if 0 <= code < DIFFERS else None

    def __exit__(self, *_: object) -> None:
        os.close(self._left)
        if self._other:
            os.kill(self._other, 9)
            os.waitpid(self._other, 0)

    def _begin(self) -> int:
        try:
            other = os.fork()
        except OSError:
            return 0
        if not other:
            code = DIFFERS
            try:
                read = self._work()
                code = DIFFERS if read is None else min(read, DIFFERS - 1)
            finally:
                # Nothing of the parent's may run here.
                os._exit(code)
        return other

    def _work(self) -> int | None:
        read = 0
        while number := os.read(self._left, _NUMBER):
            look, is_folder, start, part = self._tasks[int.from_bytes(number, "big")]
            found = look.stands(is_folder, start, part)
            if found is None:
                while os.read(self._left, 1 << 16):
                    """Nobody has to look at the others."""
                return None
            read += found
        return read


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
