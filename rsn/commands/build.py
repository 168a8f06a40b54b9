"""`rsn build`: publish what is due, then build the site; build.py is the same."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsn.folders import Folders
from rsn.options import content_option, data_option, now_option, out_option
from rsn.usual_job import MOST_JOBS, run_job, run_usual_job

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
    type=click.IntRange(1, MOST_JOBS),
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
