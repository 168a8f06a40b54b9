"""`rsn publish`: record what is due and write the public record, without building."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from rsn.folders import Folders, content_option, data_option, now_option


@click.command()
@content_option
@data_option
@now_option
def command(content: Path, data: Path, now: datetime | None) -> None:
    """
    Record what is due (freeze, open, close, certify) and write the public record.

    `rsn build` does this first; use this command where another machine builds the site from the record.
    """
    from forms_api.control import ControlError
    from forms_api.store.base import StoreFailed, StoreUnreadable
    from rsn.clock import DemoClock
    from rsn.house import StoreHeld
    from rsn.job import publish
    from site_builder.content import ContentErrors, load_catalogue

    folders = Folders(content, data, Path("public"))
    try:
        published = publish(folders, load_catalogue(content), now, DemoClock(data / "clock"))
    except ContentErrors as errors:
        for problem in errors.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)
    except (StoreHeld, ControlError, StoreFailed, StoreUnreadable) as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)
    click.echo(f"Record {published.sequence} in {folders.record}{'' if published.changed else ', unchanged'}.")
