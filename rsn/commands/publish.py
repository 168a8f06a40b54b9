"""`rsn publish`: record what is due and write the public record, without building."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from rsn.folders import Folders
from rsn.options import content_option, data_option, now_option


@click.command()
@content_option
@data_option
@now_option
def command(content: Path, data: Path, now: datetime | None) -> None:
    """
    Record what is due (freeze, open, close, certify) and write the public record.

    `rsn build` does this first; use this command where another machine builds the site from the record.

    The record is DATA/record: what was decided as an append-only log with signed checkpoints, the files of each
    vote, and what the site shows. Serve the folder as it is under /record/ and never take a file out of it; a
    checkpoint that was shown cannot be taken back. The first publish makes the signing keys (rsn keys --help).
    What lies in the folder and how anybody checks it: docs/record.md.

    \b
    Example:  rsn publish --content content --data data
    Exit:     0 published, 1 problems (nothing was signed), 2 wrong usage
    """
    from forms_api.control import ControlError
    from forms_api.record_refusals import RecordRefused
    from forms_api.store.base import StoreFailed, StoreUnreadable
    from rsn.clock import DemoClock
    from rsn.house import StoreHeld
    from rsn.job import publish
    from site_builder.content import ContentErrors, load_catalogue

    folders = Folders(content, data, Path("public"))
    try:
        published = publish(folders, load_catalogue(content), now, DemoClock(data / "clock"), anew=True)
    except ContentErrors as errors:
        for problem in errors.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)
    except (StoreHeld, ControlError, StoreFailed, StoreUnreadable, RecordRefused) as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)
    click.echo(f"{folders.record}: {published}")
