"""`rsn health`: whether the service is well."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from rsn.folders import Folders
from rsn.options import data_option

ANSWER_SECONDS = 10.0


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of words.")
@click.option("--quiet", is_flag=True, help="Print nothing where all is well.")
@data_option
def command(as_json: bool, quiet: bool, data: Path) -> None:
    """
    Say whether the service is well, and if not, why and what to do.

    It asks the forms service over its socket in the data folder; where none answers, that is the first trouble.
    With --quiet it prints nothing where all is well: so in cron, which mails what is printed.

    \b
    Example:  rsn health --data /var/lib/rsn
    Exit:     0 well, 1 not well
    """
    found = _asked(Folders(Path("content"), data, Path("public")))
    if quiet and found["well"]:
        return
    if as_json:
        click.echo(json.dumps(found))
    else:
        for trouble in found["troubles"]:
            click.echo(f"{trouble['name']}: {trouble['text']} {trouble['mend']}")
        click.echo("All is well." if found["well"] else f"{len(found['troubles'])} to look after.")
    sys.exit(0 if found["well"] else 1)


def _asked(folders: Folders) -> dict[str, Any]:
    from forms_api.control import ControlError, NobodyThere, ask
    from rsn.storing import database_url

    if not folders.data.is_dir():
        raise click.ClickException(f"There is no data folder {folders.data}. Name it with --data.")
    if database_url():
        return _looked(folders)
    try:
        return ask(folders.socket, {"ask": "health"}, timeout=ANSWER_SECONDS)
    except (NobodyThere, ControlError):
        return _looked(folders)


def _looked(folders: Folders) -> dict[str, Any]:
    """Look from here: at the files, and at the database where there is one."""
    from forms_api.health import Patient, as_answer, troubles
    from forms_api.store.base import StoreFailed
    from rsn.clock import DemoClock
    from rsn.storing import database_url, open_store

    now, store = DemoClock(folders.data / "clock")(), None
    if database_url():
        try:
            store = open_store(folders)
        except StoreFailed as refused:
            raise click.ClickException(str(refused)) from refused
    try:
        return as_answer(troubles(Patient(folders.data, folders.record, store), now), now)
    finally:
        if store is not None:
            store.close()
