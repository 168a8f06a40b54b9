"""
One ballot into the box, whatever way it came: signed in, by a ballot code, or from a polling table.

Rules of this file: one row for each pseudonym, so the last ballot counts whatever its channel; every cast draws
nonces of its own; the commitment of a ballot that is replaced is kept for the log, and nothing else of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.governance.ballot import (
    NONCE_BYTES,
    SALT_BYTES,
    Ballot,
    Channel,
    hashed,
    phrase_mark,
    receipt_salt,
)
from domain.governance.castable import valid_choice
from domain.governance.methods.box import INVALID
from domain.governance.methods.consent import Answer
from domain.governance.policy import Method, Policy, Secrecy
from domain.governance.proposal import Proposal
from domain.governance.receipt import receipt_code
from forms_api.services.ids import Chance
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import UnitOfWork
from forms_api.store.rows import Superseded


class NotAChoice(Refused):
    message = N_(
        "What was sent is no ballot of this vote. Open the ballot again and choose from what stands on it."
    )


@dataclass(frozen=True)
class Receipt:
    """
    What a voter keeps: never the choice. All bytes in hexadecimal.

    *salt* is empty once the vote is closed: only the voter has it from then on.
    """

    code: str
    commitment: str
    salt: str
    pseudonym: str


@dataclass(frozen=True)
class Sent:
    """
    What a voter fills in. *choice* is the canonical text; *form* the random text of the page that was sent: sent
    twice, it is one ballot and one receipt.
    """

    choice: str
    phrase: str
    form: str
    reason: str = ""
    channel: Channel = Channel.WEB


def put_in_box(
    unit: UnitOfWork, proposal: Proposal, voter: str, sent: Sent, *, in_group: bool, token: Chance
) -> Ballot:
    """
    Put a ballot in the box in the place of an earlier one of the same pseudonym; return it.

    Raises:
        NotAChoice: it is no ballot of this vote.
    """
    policy = proposal.policy
    if policy is None or not _takes(policy, proposal, sent):
        raise NotAChoice
    said = (sent.form, voter, sent.choice, sent.phrase, sent.reason)
    key = hashed("rsn/cast/v1", *(part.encode() for part in said))[:16].hex()
    before = unit.ballots.where(proposal=proposal.id, pseudonym=voter)
    if before and before[0].id == key:
        return before[0]
    for replaced in before:
        unit.ballots.remove(replaced.id)
        # Its receipt holds a promise too: the log shows it at the close, as void.
        unit.superseded.put(Superseded(replaced.commitment.hex(), proposal.id))
    ballot = _ballot(key, proposal.id, voter, sent, _salts(unit, proposal.id), in_group=in_group, token=token)
    unit.ballots.add(ballot)
    return ballot


def receipt_of(unit: UnitOfWork, ballot: Ballot) -> Receipt:
    """Return the receipt of a ballot in the box."""
    secret = _salts(unit, ballot.proposal)
    salt = receipt_salt(secret, ballot.proposal, bytes.fromhex(ballot.nonce)).hex() if secret else ballot.salt
    return Receipt(receipt_code(ballot.commitment), ballot.commitment.hex(), salt, ballot.pseudonym)


def _salts(unit: UnitOfWork, proposal: str) -> bytes:
    """Return the secret that the salts of a vote follow from; none once it is closed."""
    key = unit.keys.get(proposal)
    return bytes.fromhex(key.salts) if key is not None else b""


def _takes(policy: Policy, proposal: Proposal, sent: Sent) -> bool:
    """Tell whether it may lie in the box. What is spoiled can only have lain on paper; a reason goes with a no."""
    if sent.choice == INVALID:
        return sent.channel is Channel.PAPER
    objects = policy.method is Method.CONSENT and sent.choice == Answer.OBJECT
    if bool(sent.reason) is not objects or (sent.reason and policy.secrecy is not Secrecy.OPEN):
        return False
    return valid_choice(policy, proposal.options, sent.choice)


def _ballot(
    key: str, proposal: str, voter: str, sent: Sent, salts: bytes, *, in_group: bool, token: Chance
) -> Ballot:
    group_nonce, nonce = token(NONCE_BYTES), token(NONCE_BYTES)
    salt = receipt_salt(salts, proposal, nonce) if salts else token(SALT_BYTES)
    return Ballot(
        id=key,
        proposal=proposal,
        pseudonym=voter,
        choice=sent.choice,
        in_group=in_group,
        group_nonce=group_nonce.hex(),
        nonce=nonce.hex(),
        phrase=phrase_mark(proposal, salt, sent.phrase).hex(),
        salt="" if salts else salt.hex(),
        channel=sent.channel,
        reason=sent.reason,
    )
