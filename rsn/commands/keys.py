"""`rsn keys`: the keys that sign the public record."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsn.folders import Folders, make_private
from rsn.options import content_option, data_option

if TYPE_CHECKING:
    from forms_api.signing import KeyRing, SigningKey

WHICH = click.Choice(["log", "receipt"])
WHICH_ROTATES = click.Choice(["log", "receipt", "secret"])
LOG_ENDS = (
    "The log key signs the checkpoints. Once it is destroyed nobody can ever continue this log: what was decided "
    "stays and can be checked for ever, and publish refuses from then on. Do this only when the network ends."
)
PROMISES_STAY = (
    "The receipt key signs the promises on receipts. Promises given stay valid and can still be checked; no new "
    "receipt can be given until `rsn keys init` makes another key. Do this only while no vote is open."
)


@click.group()
def command() -> None:
    """
    Make, show, replace or destroy the keys that sign the public record.

    Two keys lie in DATA/keys, 0600 in a folder that is 0700: log.key signs the checkpoints, receipt.key the
    promise on every receipt. The first publish makes them by itself.

    Back up DATA/keys now, on paper or on a disk that lies elsewhere, and after every rotation: without log.key the
    log ends, and whoever has it can sign a second history in your name.
    """


@command.command("init")
@content_option
@data_option
def make(content: Path, data: Path) -> None:
    """
    Make the keys before the first publish, to back them up or to tell their public halves beforehand.

    \b
    Example:  rsn keys init --content content --data data
    """
    from forms_api.publish.log_keys import log_began, make_keys
    from forms_api.signing import KeyRing, origin_of
    from rsn.forms_service import NotStarted, read_catalogue

    folders = Folders(content, data, Path("public"))
    ring = KeyRing(folders.keys)
    if log_began(folders.record) and not ring.log_path.exists():
        raise click.ClickException(
            f"{ring.log_path} is missing, and it signed this log. Put it back from your backup: "
            "another key would begin another log."
        )
    origin = _checked(ring.log).verifier.name if ring.log_path.exists() else ""
    try:
        origin = origin or origin_of(read_catalogue(folders)().network.base_url)
    except NotStarted as mistakes:
        raise click.ClickException(str(mistakes)) from mistakes
    make_private(data)
    made = make_keys(ring, origin, secrets.token_bytes)
    click.echo(f"{'New keys' if made else 'The keys are there already'}, in {folders.keys}.")
    _show(ring)


@command.command("show")
@data_option
def show(data: Path) -> None:
    """Show the public halves of the keys and the newest head of the log."""
    from forms_api.publish.head import read_head
    from forms_api.publish.log import HEAD
    from forms_api.signing import KeyRing

    ring = KeyRing(data / "keys")
    if not ring.folder.is_dir():
        raise click.ClickException(
            f"There are no keys in {ring.folder}. The first publish, or rsn keys init, makes them."
        )
    _show(ring)
    head = read_head(data / HEAD)
    click.echo(
        f"Head:      {head.size} entries, root {head.root.hex()}" if head else "Head:      nothing is logged yet"
    )


@command.command("rotate")
@click.argument("which", type=WHICH_ROTATES, default="log")
@click.option(
    "--at-once", is_flag=True, help="With secret: it leaked, so the old one is worth nothing from now on."
)
@content_option
@data_option
def rotate(which: str, at_once: bool, content: Path, data: Path) -> None:
    """
    Replace a key by a new one, and publish: after a suspicion, or when its keeper changes.

    A new log key is announced in the log itself, under a last checkpoint of the old one, and signs from then on;
    the old public half stays in the record (old-vkeys). A new receipt key leaves the old public half beside it
    (old-receipt-vkeys), so that earlier promises can be checked. The old private key is gone: back up the new.

    The secret is the service's own key, in DATA/secret.key: the tokens of forms are made with it, and sessions end
    with it. The old one is honoured for two days, so that nobody notices; with --at-once everybody has to sign in
    anew. Restart the forms service afterwards.

    \b
    Example:  rsn keys rotate
              rsn keys rotate receipt
              rsn keys rotate secret --at-once
    """
    if which == "secret":
        _replace_secret(data / "secret.key", at_once)
        return
    from forms_api.publish import files
    from forms_api.signing import KeyRing, new_key
    from rsn.asking import ask_the_holder

    folders = Folders(content, data, Path("public"))
    ring = KeyRing(folders.keys)
    old = _checked(ring.log if which == "log" else ring.receipt)
    path = ring.next_path if which == "log" else ring.receipt_path
    # A rotation that was stopped goes on with the key it had made.
    if which == "receipt" or not ring.next_path.exists():
        ring.write(path, new_key(old.verifier.name), files.put)
    ask_the_holder(folders, {"ask": "publish"})
    click.echo(f"The {which} key is a new one. Back up {folders.keys} now.")
    _show(ring)


def _replace_secret(file: Path, at_once: bool) -> None:
    from datetime import timedelta

    from forms_api.secret_file import GRACE, replace_secret
    from rsn.clock import machine_clock

    make_private(file.parent)
    replace_secret(file, machine_clock(), timedelta() if at_once else GRACE)
    then = (
        "The old one is worth nothing: all sessions end." if at_once else "The old one is honoured for two days."
    )
    click.echo(f"The secret key is a new one. {then} Restart the forms service now.")


@command.command("destroy")
@click.argument("which", type=WHICH)
@data_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def destroy(which: str, data: Path, yes: bool) -> None:
    """
    Destroy a key for good: the receipt key, or the log key of a network that ended.

    \b
    Example:  rsn keys destroy receipt
    """
    from forms_api.signing import KeyRing

    ring = KeyRing(data / "keys")
    path = ring.log_path if which == "log" else ring.receipt_path
    _checked(ring.log if which == "log" else ring.receipt)
    click.echo(LOG_ENDS if which == "log" else PROMISES_STAY)
    if not yes:
        click.confirm(f"Destroy {path}?", abort=True)
    path.unlink()
    click.echo(f"{path} is destroyed. Destroy it in your backups too.")


def _checked(read: Callable[[], SigningKey]) -> SigningKey:
    """Return the key; leave the command with a message where it is missing or too open."""
    from forms_api.record_refusals import RecordRefused

    try:
        return read()
    except RecordRefused as refused:
        raise click.ClickException(str(refused)) from refused


def _show(ring: KeyRing) -> None:
    """Say the public halves."""
    for title, path, read in (("Log", ring.log_path, ring.log), ("Receipts", ring.receipt_path, ring.receipt)):
        click.echo(f"{title + ':':<10} {_checked(read).verifier if path.exists() else 'no key'}")
