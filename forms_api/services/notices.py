"""
The queue of mails about votes: put in once when a vote opens, taken out one by one, never twice.

Rules of this file: a row is settled, and that lasts, *before* its mail is handed over, and only a delivery that
failed opens it again. Who is killed between the two loses that one mail rather than send it twice: another
follows, and the vote stands on the member's own page. Whether they have a ballot is looked up at that moment, and
not kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from domain.governance.notices import NoticeKind, dues, sending_time
from domain.people import Member, Standing
from forms_api.services.ballots import pseudonym_of
from forms_api.services.notice_queue import OpenVote, open_vote, queue_in, votes_in
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import Notice

LONGEST_WAIT = timedelta(hours=1)
"""Between two tries: a mail server that was down for a day is not left alone for another."""


@dataclass(frozen=True)
class Letter:
    """What one member is to be told: of which vote, and until when it is open. *paper*: it takes paper too."""

    notice: str
    member: Member
    proposal: str
    kind: NoticeKind
    shut: datetime
    paper: bool


def enqueue(store: Store, now: datetime) -> int:
    """Queue the notices of every vote that opened since, one of each kind a member; forget those of the others."""
    with store.unit() as unit:
        open_now = {vote.proposal.id: vote for vote in votes_in(store, unit) if now < vote.shut}
        oldest = queue_in(store, unit).of
        queued = {key for key, due in oldest.items() if _is_of(due, open_now.get(key))}
        for notice in [n for key in sorted(oldest.keys() - queued) for n in unit.notices.where(proposal=key)]:
            if _is_of(notice.due, open_now.get(notice.proposal)):
                queued.add(notice.proposal)
            else:
                unit.notices.remove(notice.id)
        new = [notice for key in open_now.keys() - queued for notice in _of_vote(unit, open_now[key])]
        for notice in new:
            unit.notices.add(notice)
    return len(new)


def _is_of(due: datetime, vote: OpenVote | None) -> bool:
    """Tell whether a notice is of this vote, and not of one about an earlier text of the same proposal."""
    return vote is not None and due >= vote.opened


def _of_vote(unit: UnitOfWork, vote: OpenVote) -> Iterable[Notice]:
    roll = unit.rolls.get(vote.proposal.id)
    for member in roll.members if roll else ():
        for kind, due in dues(vote.opened, vote.shut).items():
            yield Notice(_id(vote.proposal.id, member, kind), vote.proposal.id, member, kind, due)


def _id(proposal: str, member: str, kind: NoticeKind) -> str:
    return f"{proposal}/{member}/{kind.value}"


def waiting(store: Store, now: datetime) -> tuple[str, ...]:
    """Return the notices to try now, of each vote the last one due for each member, in the order they fell due."""
    with store.reading() as unit:
        first = queue_in(store, unit).first
        if first is None or now < first:
            return ()
        due = [n for n in unit.notices if n.settled_at is None and n.due <= now]
    last: dict[tuple[str, str], Notice] = {}
    for notice in sorted(due, key=lambda n: (n.due, n.id)):
        last[notice.proposal, notice.member] = notice
    return tuple(n.id for n in last.values() if n.not_before is None or n.not_before <= now)


def claim(store: Store, notice: str, zone: tzinfo, now: datetime) -> Letter | None:
    """Settle the notice and those that fell due before it; return what to send, or None where nothing is."""
    with store.unit() as unit:
        found = unit.notices.get(notice)
        proposal = unit.proposals.get(found.proposal) if found else None
        vote = open_vote(unit, proposal) if proposal else None
        if found is None or found.settled_at is not None or found.due > now or vote is None:
            return None
        if now >= vote.shut or sending_time(now, vote.shut, zone) > now:
            return None
        for kind in NoticeKind:
            row = unit.notices.get(_id(found.proposal, found.member, kind))
            if row is not None and row.settled_at is None and row.due <= found.due:
                unit.notices.put(replace(row, settled_at=now))
        member = unit.members.get(found.member)
        if member is None or not _wants(member) or _has_voted(unit, found):
            return None
    policy = vote.proposal.policy
    return Letter(notice, member, found.proposal, found.kind, vote.shut, paper=policy is not None and policy.paper)


def _wants(member: Member) -> bool:
    return member.vote_mails and bool(member.email) and member.standing is not Standing.LEFT


def _has_voted(unit: UnitOfWork, notice: Notice) -> bool:
    voter = pseudonym_of(unit, notice.proposal, notice.member)
    return voter is None or bool(unit.ballots.where(proposal=notice.proposal, pseudonym=voter))


def give_back(store: Store, notice: str, now: datetime) -> None:
    """Open the notice again after a delivery that failed, to be tried after a while that doubles each time."""
    with store.unit() as unit:
        found = unit.notices.get(notice)
        if found is not None:
            pause = min(timedelta(minutes=2 ** min(found.tries, 10)), LONGEST_WAIT)
            again = replace(found, settled_at=None, tries=found.tries + 1, not_before=now + pause)
            unit.notices.put(again)


def settle_due(store: Store, now: datetime) -> None:
    """Queue the notices and send none of what is due: for a community whose past was written down, a demo."""
    enqueue(store, now)
    with store.unit() as unit:
        for notice in [n for n in unit.notices if n.due <= now and n.settled_at is None]:
            unit.notices.put(replace(notice, settled_at=now))


def want_mails(store: Store, member: str, *, wanted: bool) -> None:
    """Let the member have mails about votes, or none; again changes nothing."""
    with store.unit() as unit:
        found = unit.members.get(member)
        if found is not None and found.vote_mails is not wanted:
            unit.members.put(replace(found, vote_mails=wanted))


def wants_mails(store: Store, member: str) -> bool:
    """Tell whether mails about votes are sent to the member; to who is not there, none are."""
    with store.reading() as unit:
        found = unit.members.get(member)
    return found is not None and found.vote_mails
