"""`rsn build`: publish what is due, then build the site; build.py is the same."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from rsn.folders import Folders, content_option, data_option, now_option, out_option


@click.command()
@content_option
@data_option
@out_option
@now_option
@click.option("--full", is_flag=True, help="Render every page, changed or not.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Workers that render.")
def command(
    content: Path, data: Path, out: Path, now: datetime | None, full: bool, strict: bool, jobs: int
) -> None:
    """
    Publish what is due, then build the site.

    Run it as often as you like, every minute if you wish: it writes only what changed. Where the forms service
    runs, it does the publishing and this command asks it; else this command opens the store itself.

    \b
    Example:  python build.py --content content --data data --out public
    Exit:     0 built, 1 problems (nothing was written), 2 wrong usage
    """
    sys.exit(run_job(Folders(content, data, out), now=now, full=full, strict=strict, jobs=jobs))


def run_job(folders: Folders, *, now: datetime | None, full: bool, strict: bool, jobs: int) -> int:
    """Run the job and say what it did; return the exit code."""
    from forms_api.control import ControlError
    from forms_api.store.base import StoreFailed, StoreUnreadable
    from rsn.clock import DemoClock
    from rsn.house import StoreHeld
    from rsn.job import run
    from site_builder.content import ContentErrors
    from site_builder.refusals import BuildRefused

    try:
        published, report = run(
            folders,
            now=now,
            clock=DemoClock(folders.data / "clock"),
            full=full,
            strict=strict,
            jobs=jobs,
        )
    except ContentErrors as errors:
        for problem in errors.problems:
            click.echo(str(problem), err=True)
        click.echo(f"{len(errors.problems)} to mend. Nothing was written.", err=True)
        return 1
    except (StoreHeld, ControlError, StoreFailed, StoreUnreadable, BuildRefused) as refused:
        click.echo(str(refused), err=True)
        return 1
    click.echo(f"Record {published.sequence}{'' if published.changed else ', unchanged'}.")
    click.echo(str(report))
    return 1 if strict and report.problems else 0
