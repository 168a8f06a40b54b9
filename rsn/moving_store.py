"""`rsn store migrate`: from the embedded store to PostgreSQL, or back."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsn.folders import Folders
from rsn.options import data_option

if TYPE_CHECKING:
    from forms_api.store.base import Store

KINDS = ("tinydb", "postgres")


@click.command()
@click.argument("source", type=click.Choice(KINDS))
@click.argument("target", type=click.Choice(KINDS))
@data_option
@click.option("--check", is_flag=True, help="Only say what would be copied; change nothing.")
def command(source: str, target: str, data: Path, check: bool) -> None:
    """
    Copy all records from one kind of store to the other, and compare every one of them afterwards.

    `tinydb` is the embedded store in DATA/store, `postgres` the database that RSN_DATABASE_URL names; its tables
    are made if they are missing. Stop every service and job of this community first. The target has to be empty.
    The source stays as it is: remove it, and its backups in time, once the service runs on the other
    (docs/postgresql.md). Keys, mails and the public record lie in DATA and are used by both.

    \b
    Example:  RSN_DATABASE_URL=postgresql:///rsn rsn store migrate tinydb postgres --data data
              RSN_DATABASE_URL=postgresql:///rsn rsn store migrate postgres tinydb --data data --check
    Exit:     0 copied and equal, 1 problems, 2 wrong usage
    """
    from forms_api.store.base import StoreBusy, StoreFailed, StoreUnreadable
    from forms_api.store.copying import TargetNotEmpty

    if source == target:
        raise click.UsageError("Name two kinds: tinydb postgres, or postgres tinydb.")
    folders = Folders(Path("content"), data, Path("public"))
    try:
        _check(folders, source, target) if check else _migrate(folders, source, target)
    except StoreBusy as busy:
        raise click.ClickException(f"{busy} Stop the forms service and every job first.") from busy
    except (StoreFailed, StoreUnreadable, TargetNotEmpty) as refused:
        raise click.ClickException(str(refused)) from refused


def _migrate(folders: Folders, source: str, target: str) -> None:
    from forms_api.store.copying import copy, differences

    with ExitStack() as opened:
        old = opened.enter_context(closing(_source(folders, source)))
        new = opened.enter_context(closing(_opened(folders, target)))
        copied = copy(old, new, _tell)
        click.echo(f"{copied} records copied. Comparing …")
        differing = differences(old, new)
        new.settle()
    if differing:
        shown = ", ".join(differing[:5])
        raise click.ClickException(
            f"{len(differing)} records differ ({shown} …): the target is not to be used. Empty it and tell us."
        )
    click.echo(f"Every record is equal in both.{_root(folders)}")
    if target == "postgres":
        click.echo("Start the service with RSN_DATABASE_URL from now on, and the jobs too.")
    else:
        click.echo("Start the service without RSN_DATABASE_URL from now on, and the jobs too.")


def _check(folders: Folders, source: str, target: str) -> None:
    from forms_api.store.base import COLLECTIONS
    from forms_api.store.copying import TargetNotEmpty, holds

    with closing(_source(folders, source)) as old, old.reading() as unit:
        counts = {c.name: len(getattr(unit, c.name)) for c in COLLECTIONS}
    for name, count in counts.items():
        if count:
            click.echo(f"{name}: {count}")
    if _is_made(folders, target):
        with closing(_opened(folders, target)) as new:
            full = holds(new)
        if full:
            raise TargetNotEmpty(full)
    click.echo(f"{sum(counts.values())} records would be copied to {target}, which is empty.")


def _source(folders: Folders, kind: str) -> Store:
    """Return the store to copy from, which must be there and which nobody else may change meanwhile."""
    if not _is_made(folders, kind):
        where = folders.store if kind == "tinydb" else "the database"
        raise click.ClickException(f"There is no store in {where}: nothing to copy.")
    store = _opened(folders, kind)
    others = getattr(store, "others", lambda: 0)()
    if others:
        store.close()
        raise click.ClickException(
            f"{others} connections of running services or jobs use the database. Stop them first."
        )
    return store


def _opened(folders: Folders, kind: str) -> Store:
    from rsn.storing import open_database, open_embedded

    return open_embedded(folders) if kind == "tinydb" else open_database(_url())


def _is_made(folders: Folders, kind: str) -> bool:
    """Tell whether the store has been made; looking makes nothing."""
    if kind == "tinydb":
        return folders.store.is_dir() and any(folders.store.iterdir())
    from rsn.storing import database_has_tables

    return database_has_tables(_url())


def _url() -> str:
    from rsn.storing import VARIABLE, database_url

    url = database_url()
    if not url:
        raise click.UsageError(f"{VARIABLE} names no database. Set it like {VARIABLE}=postgresql:///rsn")
    return url


def _tell(collection: str, records: int) -> None:
    if records:
        click.echo(f"{collection}: {records}")


def _root(folders: Folders) -> str:
    """Return what to say about the newest head of the public record."""
    try:
        lines = (folders.record / "checkpoint").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return f" The record stays as it is: size {lines[1]}, root {lines[2]}."
