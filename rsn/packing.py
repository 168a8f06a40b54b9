"""Pack the site that was just built into one file to carry, and say how large it is."""

from __future__ import annotations

from pathlib import Path

import click

from rsn.folders import Folders


def pack_site(folders: Folders, file: Path) -> int:
    """Write the site into the zip *file* and say so; return the exit code."""
    from site_builder.content import load_catalogue
    from site_builder.takeaway import CannotPack, pack

    try:
        packed = pack(folders.out, file, load_catalogue(folders.content).network)
    except CannotPack as refused:
        click.echo(str(refused), err=True)
        return 1
    except OSError as failed:
        click.echo(
            f"{file} could not be written: {failed.strerror or failed}. The site itself is built.", err=True
        )
        return 1
    click.echo(str(packed))
    return 0
