"""Work on many things with several forked workers; each takes a share and sends back what it made of it."""

from __future__ import annotations

import os
import pickle  # nosec B403
import signal
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")

FEWEST = 400
"""Fewer things than these are done sooner than a worker is forked."""


class WorkerFailed(Exception):
    """A worker did not finish its share."""


def shared(work: Callable[[Sequence[A]], list[B]], things: Sequence[A], jobs: int) -> list[B]:
    """
    Return what *work* makes of *things*, in their order; *work* returns one result for each thing it gets.

    Raises:
        WorkerFailed: a worker raised or died. What this process's own share raises comes out as it is.
    """
    jobs = min(jobs, len(things) // FEWEST)
    if jobs < 2 or not one_thread():
        return work(things)
    others = [_forked(work, things[number::jobs]) for number in range(1, jobs)]
    results: list[Any] = [None] * len(things)
    try:
        results[::jobs] = work(things[::jobs])
        for number, (_, pipe) in enumerate(others, 1):
            results[number::jobs] = _received(pipe)
    except BaseException:
        for worker, _ in others:
            os.kill(worker, signal.SIGKILL)
        raise
    finally:
        for worker, pipe in others:
            os.close(pipe)
            os.waitpid(worker, 0)
    return results


def one_thread() -> bool:
    """Tell whether this process may fork: what another thread holds would never be let go in a worker."""
    return threading.active_count() == 1


def _forked(work: Callable[[Sequence[A]], list[B]], share: Sequence[A]) -> tuple[int, int]:
    """Return the number of a worker that was forked, and the end of the pipe from which its results are read."""
    reading, writing = os.pipe()
    worker = os.fork()
    if worker:
        os.close(writing)
        return worker, reading
    code = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(work(share), pipe, 5)
        code = 0
    finally:
        # Nothing of the parent's own (files, handlers, tests) is finished here.
        os._exit(code)


def _received(pipe: int) -> list[Any]:
    with os.fdopen(pipe, "rb", closefd=False) as sent:
        try:
            # Written by our own worker.
            results: list[Any] = pickle.load(sent)  # nosec B301
        except (EOFError, pickle.UnpicklingError) as broken:
            raise WorkerFailed from broken
    return results
