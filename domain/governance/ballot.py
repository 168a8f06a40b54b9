"""
A ballot in the box and the commitment that stands for it.

Rules of this file: every hash starts with a tag of its own and every field is length-prefixed, so no two
different ballots share their bytes; a published row holds exactly what recomputes its commitment, and nothing
that names or marks its voter. Randomness comes in as arguments.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

HASH_BYTES = 32
PSEUDONYM_BYTES = 16
NONCE_BYTES = 32
SALT_BYTES = 16
MAX_PHRASE = 60
MAX_REASON = 1000
"""How many characters the reason for an objection may have."""


def hashed(tag: str, *fields: bytes) -> bytes:
    """Return the SHA-256 of the tag and the fields, each with its length as eight bytes before it."""
    digest = hashlib.sha256()
    for part in (tag.encode(), *fields):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def pseudonym(key: bytes, proposal: str, member: str) -> str:
    """Return the member's pseudonym in one proposal: 16 bytes in hexadecimal, another one in every proposal."""
    parts = b"".join(
        len(p).to_bytes(8, "big") + p for p in (b"rsn/pseudonym/v1", proposal.encode(), member.encode())
    )
    return hmac.new(key, parts, "sha256").digest()[:PSEUDONYM_BYTES].hex()


def group_mark(proposal: str, in_group: bool, nonce: bytes) -> bytes:
    """Return G, which hides whether the voter is of the group until flag and nonce are shown."""
    return hashed("rsn/ballot-group/v1", proposal.encode(), b"1" if in_group else b"0", nonce)


def phrase_mark(proposal: str, salt: bytes, phrase: str) -> bytes:
    """Return S, which hides the voter's phrase (empty if none) behind a salt shown only on the receipt."""
    return hashed("rsn/ballot-phrase/v1", proposal.encode(), salt, phrase.encode())


def receipt_salt(secret: bytes, proposal: str, nonce: bytes) -> bytes:
    """
    Return the salt that a receipt shows for the ballot with this *nonce*.

    All salts of a vote follow from one secret, so that all of them are gone once that is, however many there are.
    """
    named = hashed("rsn/receipt-salt/v1", proposal.encode(), nonce)
    return hmac.new(secret, named, "sha256").digest()[:SALT_BYTES]


def commitment(proposal: str, choice: str, group: bytes, nonce: bytes, phrase: bytes) -> bytes:
    """Return C over the canonical choice, G, the nonce and S."""
    return hashed("rsn/ballot/v1", proposal.encode(), choice.encode(), group, nonce, phrase)


class Channel(StrEnum):
    """How a ballot came in; kept in the store, one box and one count all the same."""

    WEB = "web"
    PAPER = "paper"


@dataclass(frozen=True)
class Ballot:
    """
    The last ballot of a pseudonym in a proposal; all bytes in hexadecimal.

    *salt* is the receipt's where it does not follow from the vote's secret; it leaves the store at the close.
    *reason* is that of an objection, published with the name of who objects: only votes in the open have it, and
    no commitment holds it, so that it can be erased.
    """

    id: str
    proposal: str
    pseudonym: str
    choice: str
    in_group: bool
    group_nonce: str
    nonce: str
    phrase: str
    salt: str
    channel: Channel = Channel.WEB
    reason: str = ""

    @property
    def group(self) -> bytes:
        return group_mark(self.proposal, self.in_group, bytes.fromhex(self.group_nonce))

    @property
    def commitment(self) -> bytes:
        return commitment(
            self.proposal, self.choice, self.group, bytes.fromhex(self.nonce), bytes.fromhex(self.phrase)
        )


@dataclass(frozen=True)
class Row:
    """A published ballot: what recomputes its commitment; all bytes in hexadecimal."""

    commitment: str
    choice: str
    group: str
    nonce: str
    phrase: str


def row_of(ballot: Ballot) -> Row:
    """Return what is published of *ballot* after the close."""
    return Row(ballot.commitment.hex(), ballot.choice, ballot.group.hex(), ballot.nonce, ballot.phrase)


def row_holds(proposal: str, row: Row) -> bool:
    """Tell whether the row recomputes its own commitment, each of its bytes written in the one way there is."""
    try:
        again = commitment(
            proposal,
            row.choice,
            _unhex(row.group, HASH_BYTES),
            _unhex(row.nonce, NONCE_BYTES),
            _unhex(row.phrase, HASH_BYTES),
        )
    except ValueError:
        return False
    return again.hex() == row.commitment


def _unhex(text: str, size: int) -> bytes:
    """Return the bytes; a second spelling of them (capitals, spaces) would let one ballot stand as two rows."""
    value = bytes.fromhex(text)
    if value.hex() != text or len(value) != size:
        raise ValueError(text)
    return value
