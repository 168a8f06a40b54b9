"""
Ballot codes: a secret in a closed letter that casts the ballot of one member in one vote, without signing in.

Rules of this file: the store knows a code by its hash, beside a pseudonym and never beside a name; a new letter
makes the old one worthless; every wrong code is answered alike; the codes of a vote go when its key goes.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from domain.governance.ballot import Ballot, pseudonym
from domain.governance.ballot_code import ballot_code, code_hash, read_ballot_code
from domain.governance.lifecycle import State, state_after, takes_ballots
from domain.governance.policy import Policy
from domain.governance.proposal import Proposal, Roll
from domain.governance.receipt import WrongCode
from domain.people import Member
from domain.people import Standing as MemberStanding
from forms_api.services.ballots import check_open, note_name
from forms_api.services.casting import Receipt, Sent, put_in_box, receipt_of
from forms_api.services.ids import Chance
from forms_api.services.proposal_events import recorded, submitted
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.services.standing import Standing, standing
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import BallotCode


class BallotCodeUnknown(Refused):
    """Misspelt, void, of a vote that is over or of another vote; which of these is not told."""

    message = N_(
        "This code opens no ballot. Compare each sign with your letter. A newer letter makes an older one "
        "worthless, and after the vote no code works any more."
    )


class NoPaper(Refused):
    message = N_("The rule book of this vote takes no ballots on paper.")


class NoLettersNow(Refused):
    message = N_("Letters with ballot codes are made from the freeze of the text until the vote closes.")


class SheetNotYet(Refused):
    message = N_("The ballot sheet is made once the text is frozen: until then what stands on it can change.")


class NobodyChosen(Refused):
    message = N_("None of these is on the roll of this vote. Letters are for members on its roll.")


@dataclass(frozen=True)
class Letter:
    """What one member is handed: *name* stands outside, *code* inside."""

    name: str
    code: str


def make_letters(
    store: Store, proposal: str, wanted: Iterable[str] | None, letters: str, by: str, now: datetime
) -> tuple[Letter, ...]:
    """
    Make a letter for each of the *wanted* members on the roll, for all of them if None; by their names.

    *letters* is the random text of the page: sent twice, it makes the same letters.

    Raises:
        NoSuchProposal, NoPaper, NoLettersNow, NobodyChosen.
    """
    with store.unit() as unit:
        key, roll = _lettered(unit, submitted(unit, proposal), now)
        people = _people(unit, roll, wanted)
        before = {row.pseudonym: row.id for row in unit.ballot_codes.where(proposal=proposal)}
        made = []
        for member in people:
            code, voter = ballot_code(key, proposal, member.id, letters), pseudonym(key, proposal, member.id)
            if voter in before:
                unit.ballot_codes.remove(before[voter])
            unit.ballot_codes.put(BallotCode(code_hash(code), proposal, voter, by, now))
            made.append(Letter(member.entry.name, code))
    return tuple(made)


def check_paper(policy: Policy | None) -> None:
    """
    Make sure that a vote takes paper.

    Raises:
        NoPaper.
    """
    if policy is None or not policy.paper:
        raise NoPaper


def check_sheet(seen: Standing) -> None:
    """
    Make sure that a ballot sheet can be printed.

    Raises:
        NoPaper, SheetNotYet.
    """
    check_paper(seen.policy)
    if seen.eligible is None:
        raise SheetNotYet


def _lettered(unit: UnitOfWork, proposal: Proposal, now: datetime) -> tuple[bytes, Roll]:
    events = [event.recorded for event in recorded(unit, proposal.id)]
    roll, key, policy = unit.rolls.get(proposal.id), unit.keys.get(proposal.id), proposal.policy
    check_paper(policy)
    frozen = state_after(events) is State.FROZEN
    if policy is None or roll is None or key is None or not (frozen or takes_ballots(events, policy, now)):
        raise NoLettersNow
    return bytes.fromhex(key.key), roll


def _people(unit: UnitOfWork, roll: Roll, wanted: Iterable[str] | None) -> list[Member]:
    chosen = frozenset(roll.members if wanted is None else wanted) & frozenset(roll.members)
    found = [
        member for member in unit.members if member.id in chosen and member.standing is not MemberStanding.LEFT
    ]
    if not found:
        raise NobodyChosen
    return sorted(found, key=lambda member: (member.entry.name, member.id))


def on_roll(store: Store, proposal: str) -> Mapping[str, Member]:
    """
    Return the members on the frozen roll of a vote by their id, those who left without a name left out.

    Raises:
        NoSuchProposal.
    """
    with store.reading() as unit:
        roll = unit.rolls.get(submitted(unit, proposal).id)
        members = frozenset(roll.members if roll else ())
        return {m.id: m for m in unit.members if m.id in members and m.standing is not MemberStanding.LEFT}


def letters_made(store: Store, proposal: str) -> int:
    """Return for how many members a letter was made."""
    with store.reading() as unit:
        return len(unit.ballot_codes.where(proposal=proposal))


def code_row(unit: UnitOfWork, typed: str) -> BallotCode:
    """
    Return the row of a typed code.

    Raises:
        BallotCodeUnknown.
    """
    try:
        row = unit.ballot_codes.get(code_hash(read_ballot_code(typed)))
    except WrongCode as wrong:
        raise BallotCodeUnknown from wrong
    if row is None:
        raise BallotCodeUnknown
    return row


def vote_of(store: Store, typed: str) -> BallotCode:
    """
    Return which vote a typed code opens, and for which pseudonym.

    Raises:
        BallotCodeUnknown.
    """
    with store.reading() as unit:
        return code_row(unit, typed)


def cast_by_code(
    store: Store, record_dir: Path, typed: str, sent: Sent, now: datetime, token: Chance = secrets.token_bytes
) -> Ballot:
    """
    Put a ballot in the box for whom the code was made; return it.

    Raises:
        BallotCodeUnknown, VotingNotOpen, VotingClosed, NotAChoice.
    """
    with store.unit() as unit:
        row = code_row(unit, typed)
        found = submitted(unit, row.proposal)
        check_open(unit, record_dir, found, now)
        return put_for(unit, found, row.pseudonym, sent, token)


def put_for(unit: UnitOfWork, proposal: Proposal, voter: str, sent: Sent, token: Chance) -> Ballot:
    """Put the ballot of a pseudonym in the box, whoever that is; the group's flag and an open name go with it."""
    roll, key = unit.rolls.get(proposal.id), unit.keys.get(proposal.id)
    if roll is None or key is None:
        raise BallotCodeUnknown
    secret = bytes.fromhex(key.key)
    named = {pseudonym(secret, proposal.id, member): member for member in roll.members}
    if voter not in named:
        raise BallotCodeUnknown
    in_group = roll.counts_in_group(named[voter])
    ballot = put_in_box(unit, proposal, voter, sent, in_group=in_group, token=token)
    note_name(unit, proposal, voter, named[voter])
    return ballot


def slip(store: Store, ballot: str) -> tuple[str, Receipt]:
    """
    Return vote and receipt of a ballot in the box, by its id: 128 bits that say nothing of what it holds.

    Raises:
        NotThere: there is none; another ballot took its place.
    """
    with store.reading() as unit:
        found = unit.ballots.get(ballot)
        if found is None:
            raise NotThere
        return found.proposal, receipt_of(unit, found)


def seen_by_code(store: Store, record_dir: Path, typed: str, now: datetime) -> Standing:
    """
    Return the vote that a typed code opens, as its voter may see it.

    Raises:
        BallotCodeUnknown.
    """
    row = vote_of(store, typed)
    seen = standing(store, record_dir, row.proposal, "", now)
    with store.reading() as unit:
        voted = bool(unit.ballots.where(proposal=row.proposal, pseudonym=row.pseudonym))
        try:
            check_open(unit, record_dir, seen.proposal, now)
        except Refused as refusal:
            return replace(seen, refusal=refusal, voted=voted)
    return replace(seen, refusal=None, voted=voted)
