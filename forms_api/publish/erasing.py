"""
What the record says of erased members, and what of theirs leaves it.

Rules of this file: the log says first that a body is gone, by the mark it holds of it, and then the body goes; a
publish stopped between the two is finished by the next. No entry tells whose it was: the mark of a member is the
hash of a random id that nobody has read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from domain.governance.proposal import Proposal
from domain.record.canonical import canonical
from domain.record.entries import entry_key, erased_entry, tombstone_entry
from forms_api.publish.files import RecordFolder
from forms_api.publish.snapshot import Snapshot
from presentation.recount import NAME as PROGRAM
from presentation.recount import recount_program

TEXTS = ("proposal.json", "reading-1-proposal.json")
_STAYS = ("v", "id", "options", "program", "policy", "policy_hash", "version")


def erasure_entries(
    folder: RecordFolder, found: Snapshot, known: Iterable[str]
) -> Iterator[tuple[datetime, str, list[bytes]]]:
    """Yield the entries of each erasure that the log lacks, with its moment and its mark."""
    there = set(known)
    for one in found.erasures:
        if one.done_at is None:
            continue
        entries = [tombstone_entry(gone.subject, gone.mark) for gone in one.tombstones]
        for proposal in found.proposals:
            if proposal.erased and proposal.author == one.member:
                entries += [tombstone_entry(proposal.id, mark) for mark in _marks(folder, proposal)]
        entries.append(erased_entry(one.id))
        missing = [entry for entry in dict.fromkeys(entries) if entry_key(entry) not in there]
        if missing:
            yield one.done_at, one.id, missing


def erase_words(folder: RecordFolder, found: Snapshot) -> None:
    """Take the words of erased proposals out of the files of their votes; what was counted stays."""
    for proposal in found.proposals:
        names = _with_words(folder, proposal) if proposal.erased else []
        for name in names:
            said = folder.read_json(name)
            folder.write(name, canonical({key: said[key] for key in _STAYS if key in said} | {"erased": True}))
        program = f"proposals/{proposal.id}/{PROGRAM}"
        if names and proposal.policy is not None and folder.has(program):
            # An older program would not know erased words from changed ones.
            folder.write(program, recount_program(proposal.policy.method))


def _marks(folder: RecordFolder, proposal: Proposal) -> list[str]:
    return [folder.hash(name) for name in _with_words(folder, proposal)]


def _with_words(folder: RecordFolder, proposal: Proposal) -> list[str]:
    """Return the files of the vote that still hold the words."""
    names = [f"proposals/{proposal.id}/{name}" for name in TEXTS]
    return [name for name in names if folder.has(name) and not folder.read_json(name).get("erased")]
