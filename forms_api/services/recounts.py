"""
Counting again: begun as the answer to a challenge, ended by two people together.

Rules of this file (docs/after-the-vote.md): a ballot leaves the count only for a reason of the list; one comes in
only where its receipt's promise was signed by this network, its commitment is not in the log, and what it says can
be shown (from a backup): nobody chooses anew after a count was told. One that cannot be shown is logged, and void.
The box is changed before the event is recorded; until then the recount can be ended again: nothing is done twice.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from domain.governance.challenge import FOR_COUNTED, ChallengeState, Change, Recount, VoidReason
from domain.governance.lifecycle import Event, State
from domain.governance.receipt import WrongCode, read_receipt_code, receipt_code
from forms_api.services import challenges
from forms_api.services.ballots import pseudonym_of
from forms_api.services.counted_results import is_logged, result_number
from forms_api.services.proposal_events import NotNow, record_event, state_of, submitted
from forms_api.services.receipts import promised
from forms_api.services.refusals import N_, Refused
from forms_api.services.two_people import check_one_of_two, check_second
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import LateBallot, Superseded


class NoSuchBallot(Refused):
    message = N_("No ballot in this box has this code. Compare it with the list of ballots.")


class NotOurPromise(Refused):
    message = N_(
        "This promise was not signed by this network for this vote. Copy all of its lines from the receipt."
    )


class NotMissing(Refused):
    message = N_("The log holds this commitment already: the ballot is counted, or a later one took its place.")


class OpeningWrong(Refused):
    message = N_(
        "These bytes do not give the commitment of the receipt. Copy the whole row from the backup, or leave the "
        "field empty: then the commitment is logged, and void."
    )


class VoterWrong(Refused):
    message = N_("This pseudonym is not on the roll of this vote, or its ballot is counted already.")


class NothingToEnd(Refused):
    message = N_("No recount of this vote is under way.")


def begin(store: Store, record_dir: Path, challenge: str, remedy: str, person: str, now: datetime) -> Recount:
    """
    Answer a challenge with a recount, and begin it.

    Raises:
        NoSuchChallenge, NotOneOfTwo, AnsweredAlready, RemedyMissing, NotNow, NotPublishedYet.
    """
    with store.unit() as unit:
        done = challenges.answered(unit, challenge, ChallengeState.RECOUNTED, remedy, person, now)
        state = state_of(unit, done.proposal)
        if state is not State.PROVISIONAL:
            raise NotNow(state)
        result_number(record_dir, done.proposal)
        earlier = len(unit.recounts.where(proposal=done.proposal))
        begun = Recount(f"{done.proposal}/{earlier + 1}", done.proposal, person, now)
        unit.recounts.add(begun)
        record_event(unit, done.proposal, Event.RECOUNT, now, by=person)
    return begun


def under_way(unit: UnitOfWork, proposal: str) -> Recount:
    """
    Return the recount of a proposal that is not ended.

    Raises:
        NoSuchProposal, NothingToEnd.
    """
    submitted(unit, proposal)
    for found in unit.recounts.where(proposal=proposal):
        if found.ended_at is None:
            return found
    raise NothingToEnd


def shown(store: Store, proposal: str) -> Recount:
    """
    Return the recount that is under way, for the desk.

    Raises:
        NoSuchProposal, NothingToEnd.
    """
    with store.reading() as unit:
        return under_way(unit, proposal)


def void(store: Store, proposal: str, code: str, reason: VoidReason, person: str) -> Recount:
    """
    Take the ballot with this receipt code out of the count, for a reason of the list.

    Raises:
        NoSuchProposal, NothingToEnd, NotOneOfTwo, NoSuchBallot.
    """
    with store.unit() as unit:
        found = _open_to(unit, proposal, person)
        commitment = _in_box(unit, proposal, code)
        if reason not in FOR_COUNTED or commitment is None:
            raise NoSuchBallot
        return _changed(unit, found, Change(commitment, reason=reason))


def add_late(
    store: Store,
    record_dir: Path,
    proposal: str,
    promise: str,
    person: str,
    *,
    voter: str = "",
    opening: str = "",
) -> Recount:
    """
    Log a commitment that was promised and is missing; count its ballot where its *opening* shows what it says.

    *voter* is the pseudonym on the receipt, *opening* the JSON of the row with its group's flag and nonce.

    Raises:
        NoSuchProposal, NothingToEnd, NotOneOfTwo, NotOurPromise, NotMissing, OpeningWrong, VoterWrong.
    """
    said = promised(record_dir, promise)
    if said is None or said.proposal != proposal:
        raise NotOurPromise
    with store.reading() as unit:
        found = _open_to(unit, proposal, person)
        in_box = any(b.commitment.hex() == said.commitment for b in unit.ballots.where(proposal=proposal))
        if in_box or is_logged(record_dir, said.commitment):
            raise NotMissing
        if opening:
            _check_voter(unit, proposal, voter, said.commitment)
    if not opening:
        with store.unit() as unit:
            found = _open_to(unit, proposal, person)
            return _changed(unit, found, Change(said.commitment, late=True, reason=VoidReason.CANNOT_BE_OPENED))
    ballot = _opened(proposal, voter, said.commitment, opening)
    # Ballots live in a file of their own, so it gets a unit of its own; without the change it means nothing.
    with store.unit() as unit:
        unit.late_ballots.put(ballot)
    with store.unit() as unit:
        return _changed(unit, _open_to(unit, proposal, person), Change(said.commitment, late=True))


def take_back(store: Store, proposal: str, commitment: str, person: str) -> Recount:
    """
    Take a change back that was written down by mistake.

    Raises:
        NoSuchProposal, NothingToEnd, NotOneOfTwo.
    """
    with store.unit() as unit:
        found = _open_to(unit, proposal, person)
        left = tuple(change for change in found.changes if change.commitment != commitment)
        changed = replace(found, changes=left, said_by="")
        unit.recounts.put(changed)
    with store.unit() as unit:
        unit.late_ballots.remove(commitment)
    return changed


def end(store: Store, proposal: str, person: str, now: datetime) -> Recount:
    """
    Say that all is counted again; the second of two who says so ends it, and the new result can be challenged.

    Raises:
        NoSuchProposal, NothingToEnd, NotOneOfTwo, SecondPersonNeeded.
    """
    with store.unit() as unit:
        found = _open_to(unit, proposal, person)
        if not found.said_by:
            said = replace(found, said_by=person)
            unit.recounts.put(said)
            return said
        check_second(unit, found.said_by, person)
    with store.unit() as unit:
        for change in found.changes:
            _apply(unit, proposal, change)
    with store.unit() as unit:
        still = under_way(unit, proposal)
        done = replace(still, ended_by=person, ended_at=now)
        unit.recounts.put(done)
        record_event(unit, proposal, Event.RECOUNTED, now, by=person)
    return done


def _apply(unit: UnitOfWork, proposal: str, change: Change) -> None:
    if change.late and change.reason is None:
        late = unit.late_ballots.get(change.commitment)
        if late is not None:
            unit.ballots.put(late.in_the_box)
            unit.late_ballots.remove(late.id)
        return
    for ballot in unit.ballots.where(proposal=proposal):
        if ballot.commitment.hex() == change.commitment:
            unit.ballots.remove(ballot.id)
    if change.reason is not None:
        unit.superseded.put(Superseded(change.commitment, proposal, change.reason.value))


def _open_to(unit: UnitOfWork, proposal: str, person: str) -> Recount:
    found = under_way(unit, proposal)
    check_one_of_two(unit, person)
    return found


def _changed(unit: UnitOfWork, found: Recount, change: Change) -> Recount:
    others = tuple(one for one in found.changes if one.commitment != change.commitment)
    changed = replace(found, changes=(*others, change), said_by="")
    unit.recounts.put(changed)
    return changed


def _in_box(unit: UnitOfWork, proposal: str, code: str) -> str | None:
    try:
        wanted = read_receipt_code(code)
    except WrongCode:
        return None
    ballots = unit.ballots.where(proposal=proposal)
    return next((b.commitment.hex() for b in ballots if receipt_code(b.commitment) == wanted), None)


def _check_voter(unit: UnitOfWork, proposal: str, voter: str, commitment: str) -> None:
    roll = unit.rolls.get(proposal)
    known = {pseudonym_of(unit, proposal, member) for member in roll.members} if roll else set()
    late = unit.late_ballots.where(proposal=proposal, pseudonym=voter)
    taken = bool(unit.ballots.where(proposal=proposal, pseudonym=voter)) or any(b.id != commitment for b in late)
    if voter not in known or taken:
        raise VoterWrong


def _opened(proposal: str, voter: str, commitment: str, opening: str) -> LateBallot:
    try:
        row = json.loads(opening)
        ballot = LateBallot(
            id=commitment,
            proposal=proposal,
            pseudonym=voter,
            choice=str(row["choice"]),
            in_group=row["in_group"] is True,
            group_nonce=str(row["group_nonce"]),
            nonce=str(row["nonce"]),
            phrase=str(row["phrase"]),
            salt="",
        )
        same = ballot.commitment.hex() == commitment
    except (ValueError, KeyError, TypeError, RecursionError) as unreadable:
        raise OpeningWrong from unreadable
    if not same:
        raise OpeningWrong
    return ballot
