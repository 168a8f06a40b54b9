"""`rsn build`: publish what is due, then build the site; build.py is the same."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsn.folders import Folders, content_option, data_option, now_option, out_option

if TYPE_CHECKING:
    from rsn.standing import Standing


@click.command()
@content_option
@data_option
@out_option
@now_option
@click.option("--full", is_flag=True, help="Render every page, changed or not.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "--takeaway",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.zip",
    help="Pack the site into this file too, to be read from a stick without a server.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Processes that render side by side where much is to do. [default: one for each processor, at most 4]",
)
@click.option("--explain", is_flag=True, help="Name each file that is made again or removed, with the reason.")
@click.pass_obj
def command(
    standing: Standing | None,
    content: Path,
    data: Path,
    out: Path,
    now: datetime | None,
    full: bool,
    strict: bool,
    takeaway: Path | None,
    jobs: int | None,
    explain: bool,
) -> None:
    """
    Publish what is due, then build the site.

    Run it as often as you like, every minute if you wish: it writes only what changed. Where the forms service
    runs, it does the publishing and this command asks it; else this command opens the store itself.

    \b
    Example:  python build.py --content content --data data --out public
              rsn build --takeaway site.zip
              rsn build --explain
    Exit:     0 built, 1 problems (nothing was written), 2 wrong usage
    """
    folders = Folders(content, data, out)
    if now is None and not full and not strict:
        done = run_usual_job(folders, jobs=jobs, explain=explain, standing=standing)
    else:
        done = run_job(folders, now=now, full=full, strict=strict, jobs=jobs, explain=explain)
    if takeaway and not done:
        from rsn.packing import pack_site

        done = pack_site(folders, takeaway)
    sys.exit(done)


def run_usual_job(
    folders: Folders, *, jobs: int | None, explain: bool = False, standing: Standing | None = None
) -> int:
    """
    Run the job unless everything stands as the last one left it; return the exit code.

    *standing* is of these folders, and has been asked already.
    """
    if standing is None:
        from rsn.standing import Standing, place_in

        standing = Standing(place_in(folders.content, folders.data, folders.out))
        said = standing.said() if standing else None
        if said is not None:
            click.echo(said, nl=False)
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
    from forms_api.control import ControlError
    from forms_api.record_refusals import RecordRefused
    from forms_api.store.base import StoreFailed, StoreUnreadable
    from rsn.clock import DemoClock
    from rsn.house import StoreHeld
    from rsn.job import run
    from rsn.progress import Progress
    from site_builder.content import ContentErrors
    from site_builder.refusals import BuildRefused

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
            click.echo(str(problem), err=True)
        click.echo(f"{len(errors.problems)} to mend. Nothing was written.", err=True)
        return 1
    except (StoreHeld, ControlError, StoreFailed, StoreUnreadable, BuildRefused, RecordRefused) as refused:
        click.echo(str(refused), err=True)
        return 1
    if explain:
        click.echo(explanation(done.built.reasons), nl=False)
    click.echo(str(done))
    if standing and not done.built.problems:
        unchanged = f"Nothing changed and nothing is due. {done.built.pages} files stand.\n"
        standing.keep((done.until - clock.ahead).timestamp(), unchanged)
    return 1 if strict and done.built.problems else 0


def explanation(reasons: Mapping[str, tuple[str, ...]]) -> str:
    """Return a line for each file that was made again or removed, in the order of their names."""
    from site_builder.reasons import told

    return "".join(f"{name}: {told(reason)}\n" for name, reason in sorted(reasons.items()))
