"""Run the job, unless nothing is to do, and say what it did; `rsn build` and build.py stand on it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rsn.class_code import class_code_in
from rsn.collecting import unsearched
from rsn.folders import Folders
from rsn.standing import OPTIONS, Standing, place_in

if TYPE_CHECKING:
    from datetime import datetime

MOST_JOBS = 64


def run_usual_job(
    folders: Folders, *, jobs: int | None, explain: bool = False, standing: Standing | None = None
) -> int:
    """
    Run the job unless everything stands as the last one left it; return the exit code.

    *standing* is of these folders, and has been asked already.
    """
    if standing is None:
        standing = Standing(place_in(folders.content, folders.data, folders.out))
        said = standing.said()
        if said is not None:
            sys.stdout.write(said)
            return 0
    return run_job(folders, now=None, full=False, strict=False, jobs=jobs, explain=explain, standing=standing)


def run_job(
    folders: Folders,
    *,
    now: datetime | None,
    full: bool,
    strict: bool,
    jobs: int | None,
    explain: bool = False,
    standing: Standing | None = None,
) -> int:
    """Run the job and say what it did; return the exit code. *standing* is to keep how all stands afterwards."""
    with class_code_in(None if full else folders.build), unsearched():
        return _run_job(folders, now, full, strict, jobs, explain, standing)


def _run_job(
    folders: Folders,
    now: datetime | None,
    full: bool,
    strict: bool,
    jobs: int | None,
    explain: bool,
    standing: Standing | None,
) -> int:
    from rsn.clock import DemoClock
    from rsn.job import run
    from rsn.progress import Progress
    from site_builder.content import ContentErrors

    clock, progress = DemoClock(folders.data / "clock"), Progress()
    try:
        done = run(
            folders,
            now=now,
            clock=clock,
            full=full,
            strict=strict,
            jobs=jobs,
            progress=progress,
            standing=standing,
        )
        progress.end()
    except ContentErrors as errors:
        for problem in errors.problems:
            print(problem, file=sys.stderr)
        print(f"{len(errors.problems)} to mend. Nothing was written.", file=sys.stderr)
        return 1
    except Exception as refused:
        if not isinstance(refused, _refusals()):
            raise
        print(refused, file=sys.stderr)
        return 1
    if explain:
        sys.stdout.write(explanation(done.built.reasons))
    print(done)
    if standing and not done.built.problems:
        unchanged = f"Nothing changed and nothing is due. {done.built.pages} files stand.\n"
        standing.keep((done.until - clock.ahead).timestamp(), unchanged, done.built.behind)
    return 1 if strict and done.built.problems else 0


def _refusals() -> tuple[type[Exception], ...]:
    """Return what needs no trace, as its message says what to do; imported where something was refused."""
    from forms_api.control import ControlError
    from forms_api.record_refusals import RecordRefused
    from forms_api.store.base import StoreFailed, StoreUnreadable
    from rsn.house import StoreHeld
    from site_builder.refusals import BuildRefused

    return StoreHeld, ControlError, StoreFailed, StoreUnreadable, BuildRefused, RecordRefused


def explanation(reasons: Mapping[str, tuple[str, ...]]) -> str:
    """Return a line for each file that was made again or removed, in the order of their names."""
    from site_builder.reasons import told

    return "".join(f"{name}: {told(reason)}\n" for name, reason in sorted(reasons.items()))


def run_plainly(arguments: list[str], standing: Standing | None) -> int | None:
    """
    Run the job that *arguments* ask for and return the exit code; None where they ask for more, or wrongly.

    The library that reads command lines takes longer to import than an edit takes to publish.
    """
    given = dict(zip(arguments[::2], arguments[1::2], strict=False))
    jobs = given.pop("--jobs", None)
    if len(arguments) % 2 or not given.keys() <= OPTIONS.keys() or not _is_number_of_jobs(jobs):
        return None
    folders = [Path(given.get(option, usual)) for option, usual in OPTIONS.items()]
    if any(str(folder).startswith("-") or (folder.exists() and not folder.is_dir()) for folder in folders):
        return None
    try:
        return run_usual_job(Folders(*folders), jobs=int(jobs) if jobs else None, standing=standing)
    except KeyboardInterrupt:
        print("\nAborted!", file=sys.stderr)
        return 1


def _is_number_of_jobs(given: str | None) -> bool:
    return given is None or (given.isascii() and given.isdigit() and 1 <= int(given) <= MOST_JOBS)
