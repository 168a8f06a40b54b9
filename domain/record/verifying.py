"""
The check of a whole record: the log, then every vote in it, as anybody can do it who has the files.

Nothing of the disk or the network is here: files come from *read*, signatures are checked by *verify*.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from domain.record.notes import Verify
from domain.record.verification import Answer, Head, Read, Report, VoteReport, Wrong
from domain.record.verification_entries import Log, Told, read_log
from domain.record.verification_log import (
    Entries,
    Signed,
    check_files,
    check_proofs,
    check_signatures,
    check_tiles,
    read_entries,
)
from domain.record.verification_votes import check_vote

Tell = Callable[[str], None]
"""Takes what is being done, for people who wait."""


@dataclass(frozen=True)
class Found:
    """What was read of a record on the way to its report; None where it could not be."""

    report: Report
    signed: Signed | None = None
    entries: Entries | None = None
    log: Log | None = None


def check_record(
    read: Read,
    verify: Verify,
    present: Iterable[str] | None = None,
    *,
    only: str = "",
    tell: Tell = lambda what: None,
) -> Found:
    """
    Return what there is to say of a record.

    *present* are the files of its folder, None where nobody can list them; *only* names one proposal to check.
    """
    try:
        tell("signatures")
        signed = check_signatures(read, verify)
    except Wrong as wrong:
        return Found(Report(None, None, (wrong,)))
    checkpoint = signed.checkpoint
    head = Head(checkpoint.origin, checkpoint.size, checkpoint.root.hex())
    tell(f"{len(signed.hashes)} files")
    problems = list(check_files(read, signed, present))
    try:
        tell(f"{checkpoint.size} entries")
        entries = read_entries(read, checkpoint)
    except Wrong as wrong:
        return Found(Report(head, str(signed.key), (*problems, wrong)), signed)
    log = read_log(entries.raw)
    tell("tiles and proofs")
    problems += [*check_tiles(read, signed, entries), *check_proofs(read, signed, entries), *log.problems]
    notes = tuple(
        f"{times} entries of the kind {kind!r}, which this check does not know"
        for kind, times in log.unknown.items()
    )
    votes = tuple(_votes(read, signed, log, only, tell))
    return Found(Report(head, str(signed.key), tuple(problems), votes, notes), signed, entries, log)


def _votes(read: Read, signed: Signed, log: Log, only: str, tell: Tell) -> Iterable[VoteReport]:
    folders: dict[str, set[str]] = {}
    for path in signed.hashes:
        if path.startswith("proposals/") and path.count("/") == 2:
            _, proposal, name = path.split("/")
            folders.setdefault(proposal, set()).add(name)
    for proposal in [*log.told, *sorted(folders.keys() - log.told.keys())]:
        if only in ("", proposal):
            tell(f"proposal {proposal}")
            yield _vote(read, log.told.get(proposal), proposal, folders.get(proposal, set()))


def _vote(read: Read, told: Told | None, proposal: str, names: Collection[str]) -> VoteReport:
    if told is None:
        unknown = Wrong(f"proposals/{proposal}", "is in the record, but the log knows nothing of it.")
        return VoteReport(proposal, Answer.BROKEN, (unknown,))
    return check_vote(read, told, names)
