"""`rsn backup`: everything a community would need after its machine is gone, in one file."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rsn.clock import machine_clock
from rsn.folders import Folders
from rsn.options import data_option

if TYPE_CHECKING:
    from forms_api.backup.archive import Archive

LEAD, OPEN, LOCKED = "rsn-backup-", ".tar.gz", ".tar.gz.sealed"
MEGABYTE = 1024 * 1024
LONGEST_SECONDS = 3600


@click.command("backup")
@click.argument("target", metavar="FILE|DIR", type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="Read FILE to its end and compare every hash; write nothing.")
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Lock the archive with the words in this file; keep a copy of it elsewhere.",
)
@click.option(
    "--keep",
    metavar="DAYS",
    type=click.IntRange(0),
    default=35,
    show_default=True,
    help="Delete older backups in DIR once the new one is verified; 0 keeps all.",
)
@data_option
def command(target: Path, verify: bool, passphrase_file: Path | None, keep: int, data: Path) -> None:
    """
    Write the network into one file, while people vote: store, keys, record, as they are at one moment.

    TARGET is a file that is not there yet, or a folder that gets one named by the moment; there, older ones are
    deleted after --keep days. Mails and packs are left out: packs are made anew. Without a passphrase whoever gets
    the file reads everything; with one, nobody does without it, you neither.

    \b
    Example:  rsn backup /var/backups/rsn --passphrase-file /etc/rsn/backup.words
              rsn backup --verify /var/backups/rsn/rsn-backup-20261123T020000Z.tar.gz.sealed
    Exit:     0 done, 1 refused or not whole, 2 wrong usage
    """
    if verify:
        _tell(_verified(target, passphrase_file), target)
        return
    folder = target if target.is_dir() else None
    file = folder / _name(machine_clock(), locked=passphrase_file is not None) if folder else target
    if file.exists():
        raise click.UsageError(f"{file} is there already. Name another file, or a folder.")
    _written(Folders(Path("content"), data, Path("public")), file, passphrase_file)
    _tell(_verified(file, passphrase_file), file)
    if passphrase_file is None:
        click.echo(
            "It is not locked: whoever gets it reads what people told in confidence, and can sign in the "
            "network's name. Use --passphrase-file, or lock it before it leaves this machine.",
            err=True,
        )
    if folder is not None and keep:
        for old in _older(folder, machine_clock() - timedelta(days=keep)):
            old.unlink()
            click.echo(f"Deleted {old.name}: older than {keep} days.")


def _written(folders: Folders, file: Path, passphrase_file: Path | None) -> None:
    from rsn.asking import ask_the_holder

    question: dict[str, Any] = {"ask": "backup", "file": str(file.resolve()), "wait": LONGEST_SECONDS}
    if passphrase_file is not None:
        question["passphrase_file"] = str(passphrase_file.resolve())
    with _progress(file):
        answer = ask_the_holder(folders, question)
    if "refused" in answer:
        click.echo(answer["refused"], err=True)
        sys.exit(1)


@contextmanager
def _progress(file: Path) -> Iterator[None]:
    """Tell every few seconds how much is written: by us, or by the service that holds the store."""
    done = threading.Event()

    def look() -> None:
        part = file.with_name(f".{file.name}.part")
        while not done.wait(2):
            size = part.stat().st_size if part.exists() else 0
            click.echo(f"{size / MEGABYTE:.1f} MB written …", err=True)

    watching = threading.Thread(target=look, daemon=True)
    watching.start()
    try:
        yield
    finally:
        done.set()
        watching.join()


def _verified(file: Path, passphrase_file: Path | None) -> Archive:
    from forms_api.backup.archive import read_archive
    from forms_api.backup.checking import check
    from forms_api.backup.refusals import BackupRefused

    try:
        words = passphrase_file.read_text(encoding="utf-8") if passphrase_file else ""
        archive = read_archive(file, words)
        check(archive)
    except (BackupRefused, OSError, UnicodeDecodeError) as refused:
        raise click.ClickException(str(refused)) from refused
    return archive


def _tell(archive: Archive, file: Path) -> None:
    said: dict[str, Any] = dict(archive.manifest)
    records = sum(said["records"].values())
    click.echo(f"{file}: {file.stat().st_size / MEGABYTE:.1f} MB, made {said['made']}, every hash right.")
    click.echo(f"{records} records, {len(archive.files)} files.")
    if said["head"]:
        click.echo(f"Log {said['head']['origin']}: {said['head']['size']} entries, root {said['head']['root']}")


def _name(now: datetime, *, locked: bool) -> str:
    return f"{LEAD}{now:%Y%m%dT%H%M%SZ}{LOCKED if locked else OPEN}"


def _older(folder: Path, than: datetime) -> list[Path]:
    """Return the backups of ours in the folder from before that moment, by the moment in their names."""
    found = []
    for file in sorted(folder.glob(f"{LEAD}*")):
        moment = file.name.removeprefix(LEAD).removesuffix(LOCKED).removesuffix(OPEN)
        try:
            made = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            continue
        if made < than:
            found.append(file)
    return found
