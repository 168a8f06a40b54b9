"""
Share much work among several processes, where there is more than one processor.

The things to do lie in a queue; each worker takes the next one until none is left, and sends back what came of its
own in the end. So a dear one holds nobody up, and where one fails, all that come before it were taken already.

Rules of this file: a worker changes nothing but what it is told to make; what it could not do is done here again,
so that a mistake is told as if there were one process alone. A process with several threads does not fork: what
one of the others holds would never be let go.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any, Generic, TypeVar

A = TypeVar("A")

FEW = 200
"""So many things are done before the others would have begun."""
MOST = 4
TOLD_EVERY = 16
AT_ONCE = 128
"""So many results a worker holds before it writes them down: in the end all of them would be much."""
MANY_NEW_ONES = 50_000, 50, 1_000
"""So many values are made before those are looked for that nobody holds any more; older ones hardly ever are."""
FAILED = b"!"
NUMBER = 4
"""How many bytes a number takes in the queue."""
LENGTH = 8
"""How many bytes tell how long a part is of what a worker hands over."""

Progress = Callable[[int, int], None]


def _nothing(*_: object) -> None:
    return None


@dataclass(frozen=True)
class Work(Generic[A]):
    """
    What is done with each of many things, in plain values that marshal can write down.

    A worker calls *begin* first; what its *end* returns goes to *learn*, in the process that shares the work.
    """

    do: Callable[[A], Any]
    begin: Callable[[], object] = _nothing
    end: Callable[[], Any] = _nothing
    learn: Callable[[Any], object] = _nothing


def shared(work: Work[A], things: Sequence[A], jobs: int | None, progress: Progress | None = None) -> list[Any]:
    """
    Return what *work* makes of *things*, in their order, done by *jobs* processes (None: as many as are good).

    Raises:
        Whatever the first thing that cannot be done raises.
    """
    workers = min(jobs or usable_processors(), 1 + len(things) // FEW)
    done: dict[int, Any] = {}
    if workers > 1 and threading.active_count() == 1:
        with _nothing_collected():
            done = _by_workers(work, things, workers, progress)
    for number, thing in enumerate(things):
        if number not in done:
            done[number] = work.do(thing)
            if progress:
                progress(len(done), len(things))
    return [done[number] for number in range(len(things))]


def usable_processors() -> int:
    """Return how many processes a build uses where nobody says otherwise."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, MOST)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look seldom for what nobody holds any more: nearly all that a build makes stays until it ends."""
    before = gc.get_threshold()
    gc.set_threshold(*MANY_NEW_ONES)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """
    Let nobody look through what this process made: a worker would get a copy of all it looked at.

    Nor is it looked through while many thousand results come in, none of which can be let go.
    """
    was_enabled, was_frozen = gc.isenabled(), gc.get_freeze_count() > 0
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        if not was_frozen:
            gc.unfreeze()
        if was_enabled:
            gc.enable()


def _by_workers(work: Work[A], things: Sequence[A], workers: int, progress: Progress | None) -> dict[int, Any]:
    done: dict[int, Any] = {}
    with ExitStack() as opened:
        queue = opened.enter_context(tempfile.TemporaryFile(buffering=0))
        queue.write(b"".join(number.to_bytes(NUMBER, "big") for number in range(len(things))))
        queue.seek(0)
        spools: list[IO[bytes]] = [opened.enter_context(tempfile.TemporaryFile()) for _ in range(workers)]
        heard, told = os.pipe()
        children = [_fork(work, things, queue, spool, heard, told) for spool in spools]
        os.close(told)
        try:
            _listen(heard, queue, len(things), progress)
        except BaseException:
            for child in children:
                os.kill(child, signal.SIGKILL)
            raise
        finally:
            for child in children:
                os.waitpid(child, 0)
        for spool in spools:
            results, news = _read(spool)
            done.update(results)
            if results:
                work.learn(news)
    return done


def _fork(work: Work[A], things: Sequence[A], queue: IO[bytes], spool: IO[bytes], heard: int, told: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        os.close(heard)
        _work(work, things, queue, spool, told)
    finally:
        # Whatever happened is found out by what is missing; nothing of the parent's may run here.
        os._exit(0)


def _work(work: Work[A], things: Sequence[A], queue: IO[bytes], spool: IO[bytes], told: int) -> None:
    results: list[tuple[int, Any]] = []
    # What this makes mostly stays: looking through it again and again is dear.
    gc.set_threshold(*MANY_NEW_ONES)
    gc.enable()
    work.begin()
    try:
        for number in _taken(queue):
            results.append((number, work.do(things[number])))
            if len(results) % TOLD_EVERY == 0:
                os.write(told, b"." * TOLD_EVERY)
            if len(results) == AT_ONCE:
                _put(spool, results)
                results = []
    except Exception:
        # Told at once: nobody needs to go on behind what will be refused.
        os.write(told, FAILED)
    finally:
        _put(spool, results)
        _put(spool, (work.end(),))
        spool.flush()


def _taken(queue: IO[bytes]) -> Iterator[int]:
    """Yield the numbers that this process takes out of the queue: all who read it share one place in it."""
    while len(number := queue.read(NUMBER)) == NUMBER:
        yield int.from_bytes(number, "big")


def _listen(heard: int, queue: IO[bytes], total: int, progress: Progress | None) -> None:
    """Tell how far the workers are until the last of them is done; where one failed, leave them nothing to do."""
    done = 0
    with os.fdopen(heard, "rb", buffering=0) as ear:
        while said := ear.read(4096):
            done += len(said)
            if FAILED in said:
                queue.seek(0, os.SEEK_END)
            if progress:
                progress(min(done, total), total)


def _put(spool: IO[bytes], value: Any) -> None:
    """Write *value* behind what was put there before, with its length."""
    content = marshal.dumps(value)
    spool.write(len(content).to_bytes(LENGTH, "big"))
    spool.write(content)


def _read(spool: IO[bytes]) -> tuple[list[tuple[int, Any]], Any]:
    """Return the results of a worker and what it told in the end; where that is missing, none of them count."""
    spool.seek(0)
    results: list[tuple[int, Any]] = []
    with suppress(EOFError, ValueError, TypeError):
        while length := spool.read(LENGTH):
            # Written by our own worker into a file that has no name. Out of the file itself marshal would ask for
            # each word and each number alone.
            part = marshal.loads(spool.read(int.from_bytes(length, "big")))  # nosec B302
            if isinstance(part, tuple):
                return results, part[0]
            results += part
    return [], None
