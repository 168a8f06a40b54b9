"""`rsn demo`: the hand-written community in a folder of its own."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from rsn.folders import content_option, now_option


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@content_option
@now_option
def command(folder: Path, content: Path, now: datetime | None) -> None:
    """
    Copy the demo community to FOLDER and let it live up to now.

    FOLDER gets content/ (its dates moved to now by whole weeks) and data/ (a store with members, exchanges and a
    proposal at every stage, and the public record that follows from it).

    \b
    Example:  rsn demo var/demo
              python build.py --content var/demo/content --data var/demo/data --out public
    """
    from rsn.clock import machine_clock
    from rsn.demo.seeding import FolderTaken, seed
    from site_builder.content import ContentErrors

    try:
        seed(content, folder, now or machine_clock(), click.echo)
    except FolderTaken as taken:
        click.echo(str(taken), err=True)
        sys.exit(1)
    except ContentErrors as errors:
        for problem in errors.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)
    click.echo(f"The community is in {folder}.")
