"""`rsn verify`: check a published record from its files alone."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from domain.record.verification import Read, Report, Wrong
    from domain.record.verifying import Found


@click.command()
@click.argument("record", metavar="DIR|URL")
@click.option("--proposal", metavar="ID", default="", help="Count only this proposal again.")
@click.option(
    "--state",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Remember the log's head here, and tell when the log later shrank or was forked.",
)
@click.option("--key", metavar="VKEY", default="", help="The log's key, as printed by the community.")
@click.option("--quiet", is_flag=True, help="Say nothing unless something is broken: for a scheduled run.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(record: str, proposal: str, state: Path | None, key: str, quiet: bool, as_json: bool) -> None:
    """
    Check a published record from its files alone: signatures, log, tiles, proofs, and every count again.

    RECORD is the folder of a record or its address on the web. Nothing of the network's store is needed, and
    nothing of it is believed. For each vote the answer is one of three: verified; signed but not recomputable
    (too few ballots to publish them); broken, with what is wrong and where.

    \b
    Without --key the record's own key is believed the first time: compare it with the one on paper.
    With --state the last head is kept, and a second history or a shorter one is told with both heads.

    \b
    Example:  rsn verify https://weirside.example/record --state weirside.json
    Exit:     0 nothing is broken, 1 something is, 2 wrong usage
    """
    from rsn.record_source import is_address
    from rsn.witness import StateUnreadable

    if not is_address(record) and not Path(record).is_dir():
        raise click.UsageError(
            f"{record} is neither a folder nor an address that begins with https:// or http://."
        )
    found, read = _checked(record, proposal, (lambda what: None) if quiet else _tell)
    if proposal and found.log is not None and not found.report.votes:
        raise click.UsageError(f"The record holds no proposal {proposal}.")
    try:
        report, first = _remembered(found, state, key, _signed_by(read))
    except StateUnreadable as unreadable:
        raise click.ClickException(str(unreadable)) from unreadable
    if not quiet or report.answer == "broken":
        print(json.dumps(_plain(report), ensure_ascii=False) if as_json else "\n".join(_told(report, first=first)))
    sys.exit(report.answer == "broken")


def _checked(record: str, proposal: str, tell: Callable[[str], None]) -> tuple[Found, Read]:
    """Return what was found in a record that stood still meanwhile, and how its files are read."""
    from domain.record.verifying import check_record
    from rsn.ed25519 import verify
    from rsn.record_source import files_in, from_address, from_folder, is_address

    on_the_web = is_address(record)

    def source() -> Read:
        return from_address(record, lambda path: tell(f"  {path}")) if on_the_web else from_folder(Path(record))

    def check() -> tuple[Found, Read]:
        read, present = source(), None if on_the_web else files_in(Path(record))
        telling = check_record(read, verify, present, only=proposal, tell=lambda what: tell(f"Checking {what} …"))
        return telling, read

    return _standing_still(check, lambda: _head(source()), tell)


def _signed_by(read: Read) -> Callable[[str], bool]:
    """Return what tells whether the log was signed by a key."""
    from domain.record.verification_log import is_signed_by
    from rsn.ed25519 import verify

    return lambda vkey: is_signed_by(read, vkey, verify)


TRIES = 4
PAUSE_SECONDS = 3.0


def pause() -> None:
    """Give a publish that is at work the time to come to its end."""
    time.sleep(PAUSE_SECONDS)


def _standing_still(
    check: Callable[[], tuple[Found, Read]], head: Callable[[], bytes], tell: Callable[[str], None]
) -> tuple[Found, Read]:
    """Return what *check* finds and read; a record whose head changed while it was read is read again."""
    for _ in range(TRIES):
        before, (found, read) = head(), check()
        if found.report.answer != "broken":
            break
        pause()
        if head() == before:
            break
        tell("The record was being published. Checking it again …")
    return found, read


def _head(read: Read) -> bytes:
    """Return the signed head and the list of files as they are now; nothing where they cannot be read."""
    from domain.record.verification import Wrong

    try:
        return read("checkpoint") + read("files")
    except Wrong:
        return b""


def _tell(what: str) -> None:
    """Say on a terminal, or in a log, what is being done: a large record takes its time."""
    click.echo(what, err=True)


def _remembered(found: Found, state: Path | None, key: str, signs: Callable[[str], bool]) -> tuple[Report, bool]:
    """Return the report with what the caller knows of the log, and whether its key was believed unseen."""
    from dataclasses import replace

    from domain.record.verification import Wrong
    from rsn.witness import Remembered, compare, read_state, write_state

    report = found.report
    if report.head is None or report.vkey is None or found.entries is None:
        return report, False
    wrong: Wrong | None = None
    if key and key.strip() != report.vkey:
        wrong = Wrong("vkey", f"The record is signed by {report.vkey}, not by the key given: {key}.")
    now, before = Remembered(report.head, report.vkey), read_state(state) if state else None
    if wrong is None and before is not None:
        handed_over = now.vkey if signs(before.vkey) else ""
        wrong = compare(before, now, found.entries, key.strip() or handed_over)
    if wrong is not None:
        return replace(report, problems=(wrong, *report.problems)), False
    if state and not report.problems:
        write_state(state, now)
    return report, not key and before is None


def _plain(report: Report) -> dict[str, Any]:
    from dataclasses import asdict

    def problems(found: tuple[Wrong, ...]) -> list[dict[str, str]]:
        return [{"where": wrong.where, "what": wrong.what} for wrong in found]

    return {
        "answer": report.answer.value,
        "head": asdict(report.head) if report.head else None,
        "vkey": report.vkey,
        "problems": problems(report.problems),
        "notes": list(report.notes),
        "votes": [
            {
                "proposal": vote.proposal,
                "answer": vote.answer.value,
                "problems": problems(vote.problems),
                "notes": list(vote.notes),
            }
            for vote in report.votes
        ],
    }


def _told(report: Report, *, first: bool) -> Iterator[str]:
    """Yield the report in lines for a person."""
    if report.head is not None:
        yield f"Log {report.head.origin}: {report.head.size} entries, root {report.head.root}"
        yield f"Key {report.vkey}"
    if first:
        yield "  This key was believed, as it lies in the record. Compare it with the printed one, or use --key."
    for wrong in report.problems:
        yield f"  broken: {wrong}"
    for note in report.notes:
        yield f"  {note}"
    for vote in report.votes:
        yield f"Proposal {vote.proposal}: {vote.answer}"
        yield from (f"  {wrong}" for wrong in vote.problems)
        yield from (f"  {note}" for note in vote.notes)
    yield f"{report.answer}"
