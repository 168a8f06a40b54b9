"""
Challenging a count, by a voter who is signed in or by a receipt, and answering it in writing.

Rules of this file: who made a challenge is kept as their pseudonym alone, and only until the certification; nobody
challenges one result twice; nothing is certified before every challenge has its answer.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from domain.governance.challenge import Challenge, ChallengeReason, ChallengeState
from domain.governance.lifecycle import State, timetable
from domain.governance.proposal import Proposal
from domain.governance.receipt import WrongCode, read_receipt_code, receipt_code
from forms_api.services.ballots import NotOnRoll, pseudonym_of
from forms_api.services.counted_results import result_number
from forms_api.services.ids import Chance, new_id
from forms_api.services.proposal_events import NotNow, recorded, state_of, submitted
from forms_api.services.receipts import promised
from forms_api.services.refusals import N_, Refused
from forms_api.services.two_people import check_one_of_two
from forms_api.store.base import Store, UnitOfWork


class ChallengesOver(Refused):
    message = N_("The time to challenge this result is over.")


class BeingRecounted(Refused):
    message = N_("This vote is being counted again. Its new result can be challenged once it is up.")


class ChallengedAlready(Refused):
    message = N_("You have challenged this result already. The answer will stand on the page of the proposal.")


class CodeNotFound(Refused):
    message = N_(
        "No ballot in this box has this code. Compare it with your receipt. If it is right, your ballot may be "
        "missing: copy the signed promise from your receipt too, which proves it."
    )


class PromiseWrong(Refused):
    message = N_("This promise was not signed by this network for this vote and this code. Copy all of its lines.")


class NoSuchChallenge(Refused):
    message = N_("There is no such challenge.")
    status = 404


class AnsweredAlready(Refused):
    message = N_("This challenge has its answer already.")


class RemedyMissing(Refused):
    message = N_("Write the answer: everyone reads it beside the challenge.")


@dataclass(frozen=True)
class Waiting:
    """A challenge at the desk, with the proposal it is about."""

    challenge: Challenge
    proposal: Proposal


def challenge(
    store: Store,
    record_dir: Path,
    proposal: str,
    member: str,
    reason: ChallengeReason,
    words: str,
    now: datetime,
    token: Chance = secrets.token_bytes,
) -> Challenge:
    """
    Keep the challenge of somebody on the roll.

    Raises:
        NoSuchProposal, NotNow, ChallengesOver, BeingRecounted, NotOnRoll, ChallengedAlready, NotPublishedYet.
    """
    with store.unit() as unit:
        check_window(unit, proposal, now)
        by = pseudonym_of(unit, proposal, member)
        if by is None:
            raise NotOnRoll
        return _keep(unit, record_dir, proposal, by, reason, words, now, token)


def challenge_by_code(
    store: Store,
    record_dir: Path,
    proposal: str,
    code: str,
    reason: ChallengeReason,
    words: str,
    now: datetime,
    *,
    promise: str = "",
    token: Chance = secrets.token_bytes,
) -> Challenge:
    """
    Keep the challenge of whoever holds a receipt; where its ballot is not in the box, its *promise* proves it.

    Raises:
        NoSuchProposal, NotNow, ChallengesOver, BeingRecounted, CodeNotFound, PromiseWrong, ChallengedAlready,
        NotPublishedYet.
    """
    try:
        code = read_receipt_code(code)
    except WrongCode as wrong:
        raise CodeNotFound from wrong
    with store.unit() as unit:
        check_window(unit, proposal, now)
        by = _holder(unit, proposal, code) or _promised(record_dir, proposal, code, promise)
        return _keep(unit, record_dir, proposal, by, reason, words, now, token)


def answer(store: Store, challenge: str, remedy: str, steward: str, now: datetime) -> Challenge:
    """
    Answer a challenge in writing: nothing changes. A recount is begun by `recounts.begin`.

    Raises:
        NoSuchChallenge, NotOneOfTwo, AnsweredAlready, RemedyMissing.
    """
    with store.unit() as unit:
        return answered(unit, challenge, ChallengeState.NO_CHANGE, remedy, steward, now)


def answered(
    unit: UnitOfWork, challenge: str, state: ChallengeState, remedy: str, person: str, now: datetime
) -> Challenge:
    """
    Give an open challenge its answer.

    Raises:
        NoSuchChallenge, NotOneOfTwo, AnsweredAlready, RemedyMissing.
    """
    check_one_of_two(unit, person)
    found = unit.challenges.get(challenge)
    if found is None:
        raise NoSuchChallenge
    if found.state is not ChallengeState.OPEN:
        raise AnsweredAlready
    if not remedy:
        raise RemedyMissing
    done = replace(found, state=state, remedy=remedy, answered_by=person, answered_at=now)
    unit.challenges.put(done)
    return done


def waiting(store: Store) -> tuple[Waiting, ...]:
    """Return the challenges without an answer, the oldest first."""
    with store.reading() as unit:
        found = [Waiting(c, submitted(unit, c.proposal)) for c in unit.challenges.where(state=ChallengeState.OPEN)]
    return tuple(sorted(found, key=lambda one: (one.challenge.at, one.challenge.id)))


def one(store: Store, challenge: str) -> Waiting:
    """
    Return a challenge.

    Raises:
        NoSuchChallenge.
    """
    with store.reading() as unit:
        found = unit.challenges.get(challenge)
        if found is None:
            raise NoSuchChallenge
        return Waiting(found, submitted(unit, found.proposal))


def window_refusal(store: Store, proposal: str, now: datetime) -> Refused | None:
    """
    Return why a proposal's result cannot be challenged at *now*, None where it can.

    Raises:
        NoSuchProposal.
    """
    with store.reading() as unit:
        submitted(unit, proposal)
        try:
            check_window(unit, proposal, now)
        except Refused as refusal:
            return refusal
    return None


def check_window(unit: UnitOfWork, proposal: str, now: datetime) -> None:
    """
    Make sure that the result of a proposal can be challenged at *now*.

    Raises:
        NoSuchProposal, NotNow, ChallengesOver, BeingRecounted.
    """
    found, state = submitted(unit, proposal), state_of(unit, proposal)
    if state is State.RECOUNT:
        raise BeingRecounted
    if state in _OVER:
        raise ChallengesOver
    if state is not State.PROVISIONAL or found.policy is None:
        raise NotNow(state)
    ends = timetable((event.recorded for event in recorded(unit, proposal)), found.policy).certifies
    if ends is None or now >= ends:
        raise ChallengesOver


_OVER = frozenset({State.ADOPTED, State.REJECTED, State.NO_QUORUM, State.TIED, State.IMPLEMENTING, State.DONE})


def _keep(
    unit: UnitOfWork,
    record_dir: Path,
    proposal: str,
    by: str,
    reason: ChallengeReason,
    words: str,
    now: datetime,
    token: Chance,
) -> Challenge:
    number = result_number(record_dir, proposal)
    if unit.challenges.where(proposal=proposal, result=number, by=by):
        raise ChallengedAlready
    made = Challenge(new_id(token), proposal, number, reason, words, by, now)
    unit.challenges.add(made)
    return made


def _holder(unit: UnitOfWork, proposal: str, code: str) -> str:
    ballots = unit.ballots.where(proposal=proposal)
    return next((b.pseudonym for b in ballots if receipt_code(b.commitment) == code), "")


def _promised(record_dir: Path, proposal: str, code: str, promise: str) -> str:
    if not promise:
        raise CodeNotFound
    said = promised(record_dir, promise)
    if said is None or said.proposal != proposal or receipt_code(bytes.fromhex(said.commitment)) != code:
        raise PromiseWrong
    return f"commitment/{said.commitment}"
