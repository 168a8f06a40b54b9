"""`rsn store`: the files of the embedded store, and moving to another kind of store."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from rsn.folders import Folders
from rsn.moving_store import command as migrate
from rsn.options import data_option


@click.group()
def command() -> None:
    """
    Look at the store's files, compact or repair them, or move to PostgreSQL.

    The embedded store keeps four files in DATA/store, each with a journal beside it (docs/store.md). None of these
    commands is needed from day to day: the store compacts itself.
    """


command.add_command(migrate, "migrate")


@command.command("info")
@data_option
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
def info(data: Path, as_json: bool) -> None:
    """
    Say how many records there are, how large the files, and whether the store is well.

    \b
    Example:  rsn store info --data data
    Exit:     0 well, 1 the store only reads
    """
    told = _asked(data, {"ask": "store"})
    click.echo(json.dumps(told) if as_json else _in_words(told))
    sys.exit(1 if told["health"] else 0)


@command.command("compact")
@data_option
def compact(data: Path) -> None:
    """
    Write every file anew, in the order of its keys, and remove the journals with all that was deleted from them.

    \b
    Example:  rsn store compact --data data
    """
    click.echo(_in_words(_asked(data, {"ask": "store", "compact": True})))


@command.command("repair")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--to", "target", required=True, type=click.Path(file_okay=False, path_type=Path), help="A new folder."
)
def repair(folder: Path, target: Path) -> None:
    """
    Put what can still be read of the store in FOLDER into a new folder. FOLDER itself is only read.

    Look at what was left out, and ask the people it concerns. If you have a backup, compare. Then stop the
    service, move FOLDER aside and put the new folder in its place.

    \b
    Example:  rsn store repair data/store --to data/store-repaired
    Exit:     0 nothing had to be left out, 1 something had
    """
    from forms_api.store.base import StoreBusy, StoreFailed
    from forms_api.store.repair import NotEmpty
    from forms_api.store.repair import repair as repaired

    try:
        done = repaired(folder, target)
    except (NotEmpty, StoreBusy, StoreFailed) as refused:
        raise click.ClickException(str(refused)) from refused
    for name, count in done.kept.items():
        click.echo(f"{name:16} {count}")
    for lost in done.left_out:
        click.echo(f"Left out: {lost}")
    click.echo(
        f"Written to {target}. {'See above what is not in it.' if done.left_out else 'Nothing was left out.'}"
    )
    sys.exit(1 if done.left_out else 0)


def _asked(data: Path, question: dict[str, Any]) -> dict[str, Any]:
    from rsn.asking import ask_the_holder

    return ask_the_holder(Folders(Path("content"), data, Path("public")), question)


def _in_words(told: dict[str, Any]) -> str:
    lines = [f"{name:16} {count}" for name, count in told["records"].items() if count]
    lines += [
        f"{file['name']}: {file['snapshot']} bytes, and {file['journal']} of journal with {file['lines']} changes "
        "since it was written"
        for file in told["files"]
    ]
    lines.append(f"The store only reads: {told['health']}" if told["health"] else "The store is well.")
    return "\n".join(lines)
