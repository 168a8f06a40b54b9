"""
The promise on a receipt: this commitment will be in the log by the first checkpoint after the close.

A signed note of four lines under the receipt key, which is not the log's: a log that lacks the commitment is
proved wrong by it, whoever runs the network. It tells neither choice nor voter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.record.notes import NoteRefused, Sign, VerifierKey, Verify, signed_note, verified_text

TAG = "rsn/promise/v1"
WORDS = "in the log by the first checkpoint after close"
_COMMITMENT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class PromisedCommitment:
    """What a receipt promises: *commitment*, in hexadecimal, of a ballot in *proposal*."""

    proposal: str
    commitment: str

    @property
    def text(self) -> bytes:
        """What is signed."""
        return f"{TAG}\n{self.proposal}\n{self.commitment}\n{WORDS}\n".encode()


def signed_promise(proposal: str, commitment: str, key: VerifierKey, sign: Sign) -> str:
    """Return the promise as the signed note that stands on a receipt."""
    return signed_note(PromisedCommitment(proposal, commitment).text, key, sign).decode()


def read_promise(note: str, key: VerifierKey, verify: Verify) -> PromisedCommitment:
    """
    Return what a receipt's note promises.

    Raises:
        NoteRefused: it is no such note, or not signed by the receipt key.
    """
    lines = verified_text(note.encode(), key, verify).decode().split("\n")
    found = PromisedCommitment(*lines[1:3]) if len(lines) == 5 else None
    if found is None or "\n".join(lines).encode() != found.text or not _COMMITMENT.fullmatch(found.commitment):
        raise NoteRefused("A promise has four lines: what it is, the proposal, the commitment, what is promised.")
    return found
