"""
Render in several processes, where there is much to render and more than one processor.

Rules of this file: a worker writes nothing but what it hands back; what it could not do is done here again, so
that a failing page is told as if there were one process alone. A process with several threads does not fork: what
one of the others holds would never be let go.
"""

from __future__ import annotations

import gc
import os
import pickle  # nosec B403
import tempfile
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from typing import IO

from presentation import bodies
from site_builder.outdated import Due
from site_builder.render import Progress, content_of
from site_builder.steps import Step

FEW = 200
"""So many pages are rendered before the others would have begun."""
MOST = 4
TOLD_EVERY = 16


def render(due: Sequence[Due], jobs: int | None, progress: Progress | None = None) -> dict[str, bytes]:
    """
    Return the bytes of every due output, made by *jobs* processes (None: as many as the machine is good for).

    Raises:
        PageFailed: a template fails on one of its pages.
    """
    workers = min(jobs or usable_processors(), 1 + len(due) // FEW)
    if workers == 1 or threading.active_count() > 1 or not _worth_it(due):
        return _here(due, progress)
    gc.freeze()
    try:
        return _shared(due, workers, progress)
    finally:
        gc.unfreeze()


def usable_processors() -> int:
    """Return how many processes a build uses where nobody says otherwise."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, MOST)


def _worth_it(due: Sequence[Due]) -> bool:
    return sum(isinstance(one.planned, Step) for one in due) > FEW


def _here(due: Sequence[Due], progress: Progress | None) -> dict[str, bytes]:
    rendered = {}
    for number, one in enumerate(due, start=1):
        rendered[str(one.planned.output)] = content_of(one)
        if progress:
            progress(number, len(due))
    return rendered


def _shared(due: Sequence[Due], workers: int, progress: Progress | None) -> dict[str, bytes]:
    rendered: dict[str, bytes] = {}
    with ExitStack() as opened:
        spools: list[IO[bytes]] = [opened.enter_context(tempfile.TemporaryFile()) for _ in range(workers)]
        heard, told = os.pipe()
        children = [_fork(due[at::workers], spools[at], heard, told) for at in range(workers)]
        os.close(told)
        _listen(heard, len(due), progress)
        for child, spool in zip(children, spools, strict=True):
            os.waitpid(child, 0)
            rendered |= _read(spool)
    missing = [one for one in due if str(one.planned.output) not in rendered]
    return rendered | _here(missing, None)


def _fork(share: Sequence[Due], spool: IO[bytes], heard: int, told: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        os.close(heard)
        _work(share, spool, told)
    finally:
        # Whatever happened is found out by what is missing; nothing of the parent's may run here.
        os._exit(0)


def _work(share: Sequence[Due], spool: IO[bytes], told: int) -> None:
    rendered = {}
    try:
        for number, one in enumerate(share, start=1):
            rendered[str(one.planned.output)] = content_of(one)
            if number % TOLD_EVERY == 0:
                os.write(told, b"." * TOLD_EVERY)
    finally:
        pickle.dump(rendered, spool, pickle.HIGHEST_PROTOCOL)
        spool.flush()
        bodies.current().save()


def _listen(heard: int, total: int, progress: Progress | None) -> None:
    """Tell how far the workers are until the last of them is done."""
    done = 0
    with os.fdopen(heard, "rb", buffering=0) as ear:
        while said := ear.read(4096):
            done += len(said)
            if progress:
                progress(min(done, total), total)
    if progress:
        progress(total, total)


def _read(spool: IO[bytes]) -> dict[str, bytes]:
    spool.seek(0)
    try:
        rendered: dict[str, bytes] = pickle.load(spool)  # nosec B301
    except (EOFError, pickle.UnpicklingError):
        return {}
    return rendered
