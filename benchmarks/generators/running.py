"""Run one program from start to end and tell what it took: seconds, processor seconds, memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY = 0.01
"""Seconds between two looks at what all processes of a program hold together."""


class ProgramFailed(Exception):
    """A program that was measured ended with an error."""

    def __init__(self, command: Sequence[str], said: str) -> None:
        super().__init__(f"{' '.join(command[:6])} … failed:\n{said[-3000:]}")


@dataclass(frozen=True)
class Took:
    """
    *wall* and *cpu* in seconds, children included; *largest* the most bytes one of its processes held at a time
    (never less than what the process held that started it: Linux begins there), *together* the most that all of
    them held, 0 where nobody looked; *said* what it printed.
    """

    wall: float
    cpu: float
    largest: int
    together: int = 0
    said: str = ""


def run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None, *, look: bool = False
) -> Took:
    """
    Run *command* in *folder* and return what it took; *look* asks for its processes' memory together.

    Raises:
        ProgramFailed.
    """
    with tempfile.TemporaryFile() as said:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **(environment or {})}, stdout=said, stderr=subprocess.STDOUT
        )
        looking = _Looking(process.pid) if look else None
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        together = looking.end() if looking else 0
        said.seek(0)
        printed = said.read().decode(errors="replace")
        if process.returncode:
            raise ProgramFailed(command, printed)
    return Took(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, together, printed)


class _Looking:
    """Looks at a process and all below it until it is told that they ended."""

    def __init__(self, pid: int) -> None:
        self._pid, self._most, self._over = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(LOOK_EVERY):
            self._most = max(self._most, sum(_held(pid) for pid in _tree(self._pid)))

    def end(self) -> int:
        self._over.set()
        self._thread.join()
        return self._most


def _tree(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in _tree(int(child)))]


def _held(pid: int) -> int:
    """Return the process's share of memory: a page that several share is divided among them."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
