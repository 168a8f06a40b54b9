"""
Casting a ballot, and the receipt for it.

Rules of this file: nothing here returns a choice; a cast reads the proposal and writes the box in one unit of
work, so that no ballot arrives behind the count.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from domain.governance.ballot import NONCE_BYTES, SALT_BYTES, Ballot, Channel, pseudonym
from domain.governance.lifecycle import State, open_until, state_after, timetable
from domain.governance.policy import Method, Policy, Secrecy
from domain.governance.proposal import Option, Proposal
from forms_api.publish.known import freeze_is_recorded
from forms_api.services.casting import NotAChoice, Receipt, Sent, put_in_box, receipt_of
from forms_api.services.ids import Chance
from forms_api.services.proposal_events import NoSuchProposal, recorded, submitted
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import ProposalEvent, VoterName

Offers = Callable[[Method, tuple[Option, ...], str], bool]
MOST_DRAWN = 2 * NONCE_BYTES + SALT_BYTES
"""How many random bytes a ballot takes at most."""

__all__ = ["NotAChoice", "Receipt", "receipt_of"]


class VotingNotOpen(Refused):
    message = N_("The vote has not opened yet.")


class VotingClosed(Refused):
    message = N_("The vote is closed. Ballots already in the box are counted.")


class NotOnRoll(Refused):
    message = N_(
        "You are not on the roll of this vote. The roll was fixed when the text was frozen; "
        "you can vote on what is frozen after you became a member with a vote."
    )


@dataclass(frozen=True)
class OpenVote:
    """A vote a member can take part in now; *shut* is when the last ballot is taken."""

    proposal: str
    title: str
    shut: datetime
    voted: bool


@dataclass(frozen=True)
class Asked:
    """What a vote asks: by which rules, and among which options."""

    policy: Policy
    options: tuple[Option, ...]


def asked(store: Store, proposal: str) -> Asked:
    """
    Return what a vote asks, wherever it stands.

    Raises:
        NoSuchProposal.
    """
    with store.reading() as unit:
        found = submitted(unit, proposal)
    if found.policy is None:
        raise NoSuchProposal
    return Asked(found.policy, found.options)


def cast(
    store: Store,
    record_dir: Path,
    proposal: str,
    member: str,
    choice: str,
    phrase: str,
    now: datetime,
    *,
    form: str,
    reason: str = "",
    channel: Channel = Channel.WEB,
    token: Chance = secrets.token_bytes,
) -> Receipt:
    """
    Put the member's ballot in the box in the place of an earlier one; return its receipt.

    *choice* is the canonical text of the ballot (domain/governance/choice.py), *reason* that of an objection.
    *form* is the random text of the page that was sent: sent twice, it is one ballot and one receipt.

    Raises:
        NoSuchProposal, NotAChoice, VotingNotOpen, VotingClosed, NotOnRoll.
    """
    sent = Sent(choice, phrase, form, reason, channel)
    with store.unit() as unit:
        return receipt_of(unit, _put(unit, record_dir, proposal, member, sent, now, token))


def put(
    store: Store,
    record_dir: Path,
    proposal: str,
    member: str,
    sent: Sent,
    now: datetime,
    token: Chance = secrets.token_bytes,
    *,
    offers: Offers | None = None,
) -> None:
    """
    Cast a ballot as `cast` does, for who shows the receipt on a page of its own.

    *offers* tells whether the form of a vote offers an answer, for who has not asked that form.
    """
    # Drawn before the turn: asking the system for it inside would let every other thread in, to wait for the turn.
    drawn = BytesIO(token(MOST_DRAWN)).read
    with store.unit() as unit:
        _put(unit, record_dir, proposal, member, sent, now, drawn, offers)


def _put(
    unit: UnitOfWork,
    record_dir: Path,
    proposal: str,
    member: str,
    sent: Sent,
    now: datetime,
    token: Chance,
    offers: Offers | None = None,
) -> Ballot:
    voter = check_may_vote(unit, record_dir, proposal, member, now)
    found, roll = submitted(unit, proposal), unit.rolls.get(proposal)
    if offers and not (found.policy and offers(found.policy.method, found.options, sent.choice)):
        raise NotAChoice
    in_group = roll is not None and roll.counts_in_group(member)
    ballot = put_in_box(unit, found, voter, sent, in_group=in_group, token=token)
    note_name(unit, found, voter, member)
    return ballot


def note_name(unit: UnitOfWork, proposal: Proposal, voter: str, member: str) -> None:
    """Keep who a pseudonym is where the vote is open: names are published with it, and erased when they leave."""
    if proposal.policy is not None and proposal.policy.secrecy is Secrecy.OPEN:
        unit.voter_names.put(VoterName(voter, proposal.id, member))


def check_may_vote(unit: UnitOfWork, record_dir: Path, proposal: str, member: str, now: datetime) -> str:
    """
    Return the member's pseudonym in this vote.

    Raises:
        NoSuchProposal, VotingNotOpen, VotingClosed, NotOnRoll.
    """
    found = submitted(unit, proposal)
    check_open(unit, record_dir, found, now)
    voter = pseudonym_of(unit, proposal, member)
    if voter is None:
        raise NotOnRoll
    return voter


def pseudonym_of(unit: UnitOfWork, proposal: str, member: str) -> str | None:
    """Return the member's pseudonym; None for who is not on the roll, and once the key is destroyed."""
    roll, key = unit.rolls.get(proposal), unit.keys.get(proposal)
    if roll is None or key is None or not roll.has(member):
        return None
    return pseudonym(bytes.fromhex(key.key), proposal, member)


def own_receipt(store: Store, proposal: str, member: str) -> Receipt | None:
    """Return the receipt of the member's ballot in the box; None without one, and once the key is destroyed."""
    with store.reading() as unit:
        voter = pseudonym_of(unit, proposal, member)
        ballots = unit.ballots.where(proposal=proposal, pseudonym=voter) if voter else []
        return receipt_of(unit, ballots[0]) if ballots else None


def open_votes(store: Store, record_dir: Path, member: str, now: datetime) -> tuple[OpenVote, ...]:
    """Return the votes the member can take part in now, the one that closes first at the front."""
    with store.reading() as unit:
        found = [vote for p in unit.proposals if (vote := _open_vote(unit, record_dir, p, member, now))]
    return tuple(sorted(found, key=lambda vote: (vote.shut, vote.proposal)))


def _open_vote(
    unit: UnitOfWork, record_dir: Path, proposal: Proposal, member: str, now: datetime
) -> OpenVote | None:
    if proposal.policy is None:
        return None
    try:
        voter = check_may_vote(unit, record_dir, proposal.id, member, now)
    except Refused:
        return None
    shut = timetable((e.recorded for e in recorded(unit, proposal.id)), proposal.policy).shut
    voted = bool(unit.ballots.where(proposal=proposal.id, pseudonym=voter))
    return OpenVote(proposal.id, proposal.title, shut, voted) if shut else None


_NOT_YET = frozenset({State.SPONSORING, State.DELIBERATION, State.FROZEN})


_PUBLIC: set[tuple[str, str, int]] = set()
"""The votes whose freeze was found in the public record: the record, the proposal and how many events it had."""


@lru_cache(1024)
def _shut(events: tuple[ProposalEvent, ...], voting_days: int) -> datetime | None:
    """Return until when ballots are taken by web; None where no vote is open. The same for all who vote in it."""
    return open_until((event.recorded for event in events), voting_days)


def check_open(unit: UnitOfWork, record_dir: Path, proposal: Proposal, now: datetime) -> None:
    """
    Make sure that a ballot can come in by the web.

    Raises:
        VotingNotOpen, VotingClosed.
    """
    events = tuple(recorded(unit, proposal.id))
    shut = _shut(events, proposal.policy.voting_days) if proposal.policy else None
    if shut is None or now >= shut:
        state = state_after(event.recorded for event in events)
        raise VotingNotOpen if state in _NOT_YET else VotingClosed
    # The roll and the text have to be public before the first ballot is taken (design.md, section 5). Once they
    # are, they stay so until the next event: to look for the files each time would let every other thread in.
    seen = (str(record_dir), proposal.id, len(events))
    if seen not in _PUBLIC:
        if not freeze_is_recorded(record_dir, proposal.id):
            raise VotingNotOpen
        _PUBLIC.add(seen)
