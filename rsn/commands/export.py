"""`rsn export`: everything kept, or what is public, for other programs to read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rsn.folders import Folders
from rsn.options import content_option, data_option


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--hsds", "form", flag_value="hsds", help="Only the programs, for service directories (HSDS 3.1).")
@click.option("--murmurations", "form", flag_value="murmurations", help="Only what is offered in public.")
@content_option
@data_option
def command(folder: Path, form: str | None, content: Path, data: Path) -> None:
    """
    Write the whole network into FOLDER: every record as JSON lines, members, exchanges and participations as CSV.

    The folder is for its owner alone (0700) and holds what members told in confidence. With --hsds or
    --murmurations only public things are written, the same files that the site has under /data/.

    \b
    Example:  rsn export /media/usb/weirside-2026-11-23
              rsn export --hsds for-the-county
    """
    folders = Folders(content, data, Path("public"))
    if form is not None:
        _public(folders, folder, form)
        return
    from rsn.asking import ask_the_holder

    answer = ask_the_holder(folders, {"ask": "export", "folder": str(folder.resolve())})
    if "refused" in answer:
        click.echo(answer["refused"], err=True)
        sys.exit(1)
    for name, count in answer["records"].items():
        if count:
            click.echo(f"{name:16} {count}")
    click.echo(f"Written to {folder}. It holds what people told in confidence: keep it to yourself.")


def _public(folders: Folders, folder: Path, form: str) -> None:
    from rsn.clock import DemoClock
    from rsn.forms_service import NotStarted, read_catalogue
    from site_builder.model import Site
    from site_builder.record import read_record
    from site_builder.refusals import BuildRefused
    from site_builder.standards.hsds import hsds_files
    from site_builder.standards.murmurations import murmurations_files

    try:
        catalogue = read_catalogue(folders)()
        site = Site(catalogue, read_record(folders.record), DemoClock(folders.data / "clock")())
    except (NotStarted, BuildRefused) as refused:
        raise click.ClickException(str(refused)) from refused
    files = list(hsds_files(site) if form == "hsds" else murmurations_files(site))
    for file in files:
        target = folder / file.output.relative_to(f"data/{form}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    click.echo(f"{len(files)} files written to {folder}.")
