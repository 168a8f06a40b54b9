"""`rsn restore`: put a backup back into an empty place, behind the published record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsn.clock import machine_clock
from rsn.options import content_option

if TYPE_CHECKING:
    from forms_api.backup.restoring import Restored, Shown
    from forms_api.store.base import Store


@click.command("restore")
@click.argument("archive", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The data folder to make; it must be empty, or not there.",
)
@click.option("--record", metavar="DIR|URL", default="", help="The public record as it is published now.")
@click.option("--without-record", is_flag=True, help="There is none to compare with any more.")
@click.option("--accept-loss", is_flag=True, help="Take over what the record tells, and lose what is listed.")
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The words that lock the archive.",
)
@content_option
def command(
    archive: Path,
    data: Path,
    record: str,
    without_record: bool,
    accept_loss: bool,
    passphrase_file: Path | None,
    content: Path,
) -> None:
    """
    Put ARCHIVE back: store, keys, record, as they were when it was made, behind the published record.

    The published record is asked for because it knows more than the backup: who was erased since is erased again,
    and nothing is signed that contradicts what was published. Every session, mailed link and printed sign-in code
    is void. Where RSN_DATABASE_URL names a database, the records go there; it must be empty.

    \b
    Example:  rsn restore backup.tar.gz --data data --record https://weirside.example/record
    Then:     rsn publish, rsn build, and look before you open the forms again
    Exit:     0 done, 1 refused (nothing was put back), 2 wrong usage
    """
    if bool(record) == without_record:
        raise click.UsageError(
            "Name the published record with --record, so that nobody comes back who was erased and no second "
            "history is signed. Say --without-record only if it is gone everywhere."
        )
    from forms_api.backup.archive import read_archive
    from forms_api.backup.refusals import BackupRefused
    from forms_api.backup.restoring import restore
    from forms_api.store.base import StoreFailed, StoreUnreadable

    try:
        words = passphrase_file.read_text(encoding="utf-8") if passphrase_file else ""
        read = read_archive(archive, words)
        shown = _shown(record) if record else None
        entries = _addresses(content)
        done = restore(
            read, data.absolute(), _store, shown, machine_clock(), accept_loss=accept_loss, content=entries
        )
    except (BackupRefused, StoreFailed, StoreUnreadable, OSError, UnicodeDecodeError) as refused:
        raise click.ClickException(str(refused)) from refused
    _tell(done, data)


def _store(part: Path) -> Store:
    from rsn.folders import Folders
    from rsn.storing import open_store

    return open_store(Folders(Path("content"), part, Path("public")))


def _shown(record: str) -> Shown:
    """Return the published record, every file of its signed list fetched and checked."""
    from domain.record.verification import Wrong
    from domain.record.verification_log import check_signatures
    from domain.record.verifying import check_record
    from forms_api.backup.restoring import Shown
    from forms_api.signing import verify
    from rsn.record_source import from_address, from_folder, is_address

    def tell(what: str) -> None:
        click.echo(f"Reading the published record: {what} …", err=True)

    read = from_address(record, tell) if is_address(record) else from_folder(Path(record))
    try:
        names = [*check_signatures(read, verify).hashes, "files", "checkpoint"]
        files = {name: read(name) for name in names}
    except Wrong:
        # What is wrong with it stands in the report; a network that signed nothing yet has no checkpoint.
        files = {}
    return Shown(files, check_record(read, verify, files or None))


def _addresses(content: Path) -> list[str]:
    """Return the addresses of the entries in content/: one of an erased member must not be shown again."""
    return [file.name.split(".")[0] for file in content.glob("members/*.md")]


def _tell(done: Restored, data: Path) -> None:
    click.echo(f"{done.records} records are back in {data}, as they were at {done.made}.")
    if done.ahead:
        click.echo(f"{done.ahead} entries of the published log are of after that; the log goes on behind them.")
    if done.erased:
        click.echo(f"{done.erased} members were erased since, and are erased again.")
    for one in done.lost:
        click.echo(f"Lost: {one}.")
    for vote in done.votes:
        click.echo(f"Proposal {vote} is being voted on: ballots cast since are lost. Tell everyone to look again.")
    click.echo(
        "Lost is what people entered since. Nobody is signed in, and printed sign-in codes are void: print new "
        "ones. Now: rsn publish, rsn build; look at the site; then start the forms."
    )
