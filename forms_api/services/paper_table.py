"""
The polling table: ballots on paper, entered by one person and confirmed by a second.

Rules of this file: nothing of a batch is in the box before the second person confirmed it, and then all of it is;
what is waiting is seen by the two alone, and none of it outlives the close; the last ballot recorded counts,
whatever its channel. Both names stay with the batch, in the private store.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from domain.governance.ballot import Channel
from domain.governance.castable import valid_choice
from domain.governance.lifecycle import Event, State, state_after, takes_paper, timetable
from domain.governance.methods.box import INVALID
from domain.governance.proposal import Proposal
from forms_api.publish.known import freeze_is_recorded
from forms_api.services.ballot_codes import BallotCodeUnknown, NoPaper, code_row, put_for
from forms_api.services.ballots import VotingClosed, VotingNotOpen
from forms_api.services.casting import NotAChoice, Receipt, Sent, receipt_of
from forms_api.services.ids import Chance, new_id
from forms_api.services.proposal_events import recorded, submitted
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.services.two_people import check_one_of_two, may_be_one_of_two
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import PaperBallot, PaperBatch, PaperIn

MARK_SIGNS = 4
MOST_IN_A_BATCH = 100


class NotAtTheTable(Refused):
    message = N_(
        "The polling table is kept by two stewards, or by a steward and somebody who holds a mandate; where there "
        "are fewer than two stewards, by any two members with a vote."
    )
    status = 403


class AnotherHasToConfirm(Refused):
    message = N_("You entered this batch. Somebody else has to compare it with the sheets and confirm it.")


class OnlyWhoBegan(Refused):
    message = N_("Whoever began this batch enters its ballots. Begin one of your own.")
    status = 403


class BatchEmpty(Refused):
    message = N_("There is nothing in this batch yet.")


class BatchFull(Refused):
    message = N_("This batch is full. Have it confirmed and begin another one.")


class BatchDone(Refused):
    message = N_("This batch is confirmed: its ballots are in the box.")


class BatchWaits(Refused):
    message = N_("A batch still waits for its second person. Confirm it or throw it away first.")


class NotShutYet(Refused):
    message = N_("This can be said once the vote is shut.")


@dataclass(frozen=True)
class Batch:
    """A batch as one of the two sees it; *waiting* are its ballots while it is not confirmed."""

    batch: PaperBatch
    waiting: tuple[PaperBallot, ...]
    mine: bool

    @property
    def confirmed(self) -> bool:
        return self.batch.confirmed_at is not None


@dataclass(frozen=True)
class Table:
    """
    Where the paper of a vote stands. *open* tells that sheets are taken now, *shut* that the web is closed.

    *said_in* says by how many it was told that all paper is entered, *i_said* whether the member was one of them.
    """

    batches: tuple[Batch, ...]
    entered: int
    open: bool
    shut: bool
    closes: datetime | None
    said_in: int
    i_said: bool
    may_say: bool


def table(store: Store, proposal: str, member: str, now: datetime) -> Table:
    """
    Return the polling table of a vote for one of its people.

    Raises:
        NoSuchProposal, NoPaper, NotAtTheTable.
    """
    with store.reading() as unit:
        found = _at_table(unit, proposal, member, now.date())
        events = [event.recorded for event in recorded(unit, proposal)]
        times = timetable(events, found.policy) if found.policy else None
        batches = unit.paper_batches.where(proposal=proposal)
        shut = times.shut if times else None
        said = [one.member for one in unit.paper_in.where(proposal=proposal) if shut and one.at >= shut]
        return Table(
            batches=tuple(_batch(unit, one, member) for one in sorted(batches, key=lambda b: (b.begun_at, b.id))),
            entered=sum(b.channel is Channel.PAPER for b in unit.ballots.where(proposal=proposal)),
            open=found.policy is not None and takes_paper(events, found.policy, now),
            shut=shut is not None and now >= shut,
            closes=times.closes if times else None,
            said_in=len(said),
            i_said=member in said,
            may_say=may_be_one_of_two(unit, member),
        )


def begin(store: Store, record_dir: Path, proposal: str, member: str, form: str, now: datetime) -> str:
    """
    Begin a batch and return its id; the same *form* twice is one batch.

    Raises:
        NoSuchProposal, NoPaper, NotAtTheTable, VotingNotOpen, VotingClosed.
    """
    with store.unit() as unit:
        _open_table(unit, record_dir, proposal, member, now)
        batch = PaperBatch(form, proposal, member, now)
        if unit.paper_batches.get(batch.id) is None:
            unit.paper_batches.add(batch)
    return batch.id


def batch_of(store: Store, proposal: str, batch: str, member: str, now: datetime) -> Batch:
    """
    Return a batch for one of the two people.

    Raises:
        NoSuchProposal, NoPaper, NotAtTheTable, NotThere.
    """
    with store.reading() as unit:
        _at_table(unit, proposal, member, now.date())
        return _batch(unit, _found(unit, proposal, batch), member)


def enter(
    store: Store,
    record_dir: Path,
    proposal: str,
    batch: str,
    member: str,
    code: str,
    choice: str,
    now: datetime,
    *,
    reason: str = "",
    token: Chance = secrets.token_bytes,
) -> PaperBallot:
    """
    Lay one sheet in the batch; a second one of the same code takes the place of the first.

    Raises:
        NotAtTheTable, VotingNotOpen, VotingClosed, NotThere, OnlyWhoBegan, BatchDone, BatchFull,
        BallotCodeUnknown, NotAChoice.
    """
    with store.unit() as unit:
        found = _open_table(unit, record_dir, proposal, member, now)
        mine = _found(unit, proposal, batch)
        if mine.first != member:
            raise OnlyWhoBegan
        if mine.confirmed_at is not None:
            raise BatchDone
        row = code_row(unit, code)
        if row.proposal != proposal:
            raise BallotCodeUnknown
        if found.policy is None or not (choice == INVALID or valid_choice(found.policy, found.options, choice)):
            raise NotAChoice
        before = unit.paper_ballots.where(batch=batch)
        same = [one for one in before if one.pseudonym == row.pseudonym]
        if len(before) >= MOST_IN_A_BATCH and not same:
            raise BatchFull
        number = same[0].number if same else max((one.number for one in before), default=0) + 1
        mark = "".join(code.upper().split()).replace("-", "")[:MARK_SIGNS]
        key = same[0].id if same else new_id(token)
        ballot = PaperBallot(key, batch, proposal, number, row.pseudonym, choice, reason, mark)
        unit.paper_ballots.put(ballot)
    return ballot


def take_out(store: Store, proposal: str, batch: str, number: int, member: str, now: datetime) -> None:
    """
    Take one sheet out of a batch that is not confirmed; either of the two can.

    Raises:
        NotAtTheTable, NotThere.
    """
    with store.unit() as unit:
        _at_table(unit, proposal, member, now.date())
        _found(unit, proposal, batch)
        for one in unit.paper_ballots.where(batch=batch, number=number):
            unit.paper_ballots.remove(one.id)


def throw_away(store: Store, proposal: str, batch: str, member: str, now: datetime) -> None:
    """
    Throw a batch away that is not confirmed; the sheets stay, and can be entered again.

    Raises:
        NotAtTheTable, NotThere, BatchDone.
    """
    with store.unit() as unit:
        _at_table(unit, proposal, member, now.date())
        if _found(unit, proposal, batch).confirmed_at is not None:
            raise BatchDone
        for one in unit.paper_ballots.where(batch=batch):
            unit.paper_ballots.remove(one.id)
        unit.paper_batches.remove(batch)


def confirm(
    store: Store,
    record_dir: Path,
    proposal: str,
    batch: str,
    member: str,
    now: datetime,
    *,
    token: Chance = secrets.token_bytes,
) -> None:
    """
    Put every ballot of a batch in the box, by the word of a second person; done twice it is done once.

    Raises:
        NotAtTheTable, VotingNotOpen, VotingClosed, NotThere, AnotherHasToConfirm, BatchEmpty.
    """
    with store.unit() as unit:
        found = _open_table(unit, record_dir, proposal, member, now)
        whole = _found(unit, proposal, batch)
        if whole.confirmed_at is not None:
            return
        _check_second(unit, whole.first, member)
        waiting = _waiting(unit, batch)
        if not waiting:
            raise BatchEmpty
        ids = tuple(_put(unit, found, one, token) for one in waiting)
        marks = tuple(one.mark for one in waiting)
        for one in waiting:
            unit.paper_ballots.remove(one.id)
        unit.paper_batches.put(replace(whole, second=member, confirmed_at=now, ballots=ids, marks=marks))


def receipts(
    store: Store, proposal: str, batch: str, member: str, now: datetime
) -> tuple[tuple[str, Receipt], ...]:
    """
    Return the receipts of a confirmed batch, each behind the first signs of its ballot code.

    A ballot that another one has replaced since has none here.

    Raises:
        NotAtTheTable, NotThere.
    """
    with store.reading() as unit:
        _at_table(unit, proposal, member, now.date())
        whole = _found(unit, proposal, batch)
        found = [(mark, unit.ballots.get(key)) for mark, key in zip(whole.marks, whole.ballots, strict=True)]
        return tuple((mark, receipt_of(unit, ballot)) for mark, ballot in found if ballot is not None)


def say_all_in(store: Store, proposal: str, member: str, now: datetime) -> None:
    """
    Say that all ballots on paper are entered; when two have said so, the vote closes with the next publish.

    Raises:
        NoSuchProposal, NoPaper, NotOneOfTwo, NotShutYet, BatchWaits, VotingClosed.
    """
    with store.unit() as unit:
        found = _of_paper(unit, proposal)
        check_one_of_two(unit, member)
        events = [event.recorded for event in recorded(unit, proposal)]
        shut = timetable(events, found.policy).shut if found.policy else None
        if state_after(events) is not State.VOTING:
            raise VotingClosed
        if shut is None or now < shut:
            raise NotShutYet
        if unit.paper_ballots.where(proposal=proposal):
            raise BatchWaits
        unit.paper_in.put(PaperIn(f"{proposal}/{member}", proposal, member, now))


def _put(unit: UnitOfWork, proposal: Proposal, one: PaperBallot, token: Chance) -> str:
    sent = Sent(one.choice, "", f"table/{one.id}", one.reason, Channel.PAPER)
    return put_for(unit, proposal, one.pseudonym, sent, token).id


def _of_paper(unit: UnitOfWork, proposal: str) -> Proposal:
    found = submitted(unit, proposal)
    if found.policy is None or not found.policy.paper:
        raise NoPaper
    return found


def _at_table(unit: UnitOfWork, proposal: str, member: str, today: date) -> Proposal:
    found = _of_paper(unit, proposal)
    if not (may_be_one_of_two(unit, member) or _holds_a_mandate(unit, member, today)):
        raise NotAtTheTable
    return found


def _holds_a_mandate(unit: UnitOfWork, member: str, today: date) -> bool:
    return any(mandate.holds(today) for mandate in unit.mandates.where(helper=member))


def _check_second(unit: UnitOfWork, first: str, second: str) -> None:
    if first == second:
        raise AnotherHasToConfirm
    # A helper with a mandate is one of the two only beside a steward.
    if not any(may_be_one_of_two(unit, one) for one in (first, second)):
        raise NotAtTheTable


def _open_table(unit: UnitOfWork, record_dir: Path, proposal: str, member: str, now: datetime) -> Proposal:
    found = _at_table(unit, proposal, member, now.date())
    events = [event.recorded for event in recorded(unit, proposal)]
    if state_after(events) is State.VOTING and not freeze_is_recorded(record_dir, proposal):
        raise VotingNotOpen
    if found.policy is None or not takes_paper(events, found.policy, now):
        raise VotingClosed if Event.OPEN in {event.event for event in events} else VotingNotOpen
    return found


def _found(unit: UnitOfWork, proposal: str, batch: str) -> PaperBatch:
    found = unit.paper_batches.get(batch)
    if found is None or found.proposal != proposal:
        raise NotThere
    return found


def _batch(unit: UnitOfWork, batch: PaperBatch, member: str) -> Batch:
    return Batch(batch, tuple(_waiting(unit, batch.id)), batch.first == member)


def _waiting(unit: UnitOfWork, batch: str) -> Sequence[PaperBallot]:
    return sorted(unit.paper_ballots.where(batch=batch), key=lambda one: one.number)
