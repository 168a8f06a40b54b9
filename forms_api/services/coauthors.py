"""Co-authors: members whom the author asks to write with them, and who say yes themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain.governance.deliberation import MOST_COAUTHORS, Coauthor
from domain.governance.lifecycle import State
from domain.governance.outcome import BEFORE_THE_FREEZE
from domain.governance.proposal import Proposal
from forms_api.services.known_people import name_of
from forms_api.services.proposal_events import standing_in, state_of, submitted
from forms_api.services.proposals import NotYours
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import Store, UnitOfWork


class AlreadyAsked(Refused):
    message = N_("This member writes with you already, or has been asked.")


class TooManyCoauthors(Refused):
    message = N_("A proposal has at most %(most)s co-authors, those asked included.")


class NoVoteYet(Refused):
    message = N_("Co-authors are members with a vote, and this one has none yet.")


class NotAsked(Refused):
    message = N_("Nobody has asked you to write this proposal with them, or the author has changed their mind.")
    status = 404


@dataclass(frozen=True)
class Writer:
    """A co-author as the others who write see them; *name* is "" where they keep it to themselves."""

    asked: Coauthor
    name: str


def coauthor_id(proposal: str, member: str) -> str:
    """Return the key of a member's part in a proposal."""
    return f"{proposal}/{member}"


def invite(store: Store, proposal: str, author: str, member: str, now: datetime) -> Coauthor:
    """
    Ask *member* to write with the author, until the freeze.

    Raises:
        NoSuchProposal, NotYours, NotNow, NoVoteYet, AlreadyAsked, TooManyCoauthors.
    """
    with store.unit() as unit:
        found = _authored(unit, proposal, author)
        standing_in(unit, found, BEFORE_THE_FREEZE, now)
        asked = unit.members.get(member)
        if asked is None or not asked.votes:
            raise NoVoteYet
        if member == author or unit.coauthors.get(coauthor_id(proposal, member)) is not None:
            raise AlreadyAsked
        if len(unit.coauthors.where(proposal=proposal)) >= MOST_COAUTHORS:
            raise TooManyCoauthors(most=MOST_COAUTHORS)
        invitation = Coauthor(coauthor_id(proposal, member), proposal, member, now)
        unit.coauthors.add(invitation)
    return invitation


def accept(store: Store, proposal: str, member: str, now: datetime, *, named: bool = False) -> None:
    """
    Say yes: from now on the member writes too. Whoever has sponsored the proposal does so no more, as its author
    does not; once it is on the agenda its sponsors stay as they are.

    Raises:
        NoSuchProposal, NotAsked, NotNow, NoVoteYet.
    """
    with store.unit() as unit:
        found = submitted(unit, proposal)
        asked = _asked(unit, proposal, member)
        state = standing_in(unit, found, BEFORE_THE_FREEZE, now)
        voter = unit.members.get(member)
        if voter is None or not voter.votes:
            raise NoVoteYet
        unit.coauthors.put(replace(asked, accepted_at=asked.accepted_at or now, named=named))
        if member not in found.coauthors:
            unit.proposals.put(replace(found, coauthors=(*found.coauthors, member)))
        if state is State.SPONSORING:
            for support in unit.sponsorships.where(proposal=proposal, member=member):
                unit.sponsorships.remove(support.id)


def leave(store: Store, proposal: str, member: str, now: datetime) -> None:
    """
    Say no, or stop writing; what was written stays.

    Raises:
        NoSuchProposal, NotAsked, NotNow.
    """
    with store.unit() as unit:
        found = submitted(unit, proposal)
        _take_off(unit, found, _asked(unit, proposal, member), now)


def remove(store: Store, proposal: str, author: str, member: str, now: datetime) -> None:
    """
    Take a co-author off, or an invitation back; what they wrote stays.

    Raises:
        NoSuchProposal, NotYours, NotAsked, NotNow.
    """
    with store.unit() as unit:
        found = _authored(unit, proposal, author)
        _take_off(unit, found, _asked(unit, proposal, member), now)


def writers(store: Store, proposal: str) -> tuple[Writer, ...]:
    """
    Return who writes with the author and who has been asked, in the order of asking.

    Raises:
        NoSuchProposal.
    """
    with store.reading() as unit:
        submitted(unit, proposal)
        asked = sorted(unit.coauthors.where(proposal=proposal), key=lambda c: (c.invited_at, c.id))
        people = [(c, unit.members.get(c.member)) for c in asked]
    return tuple(Writer(c, name_of(member)) for c, member in people if member is not None)


def asked_to_write(store: Store, member: str) -> tuple[Proposal, ...]:
    """Return the proposals that *member* is asked to write with their author and has not answered, by id."""
    with store.reading() as unit:
        open_ones = [c for c in unit.coauthors.where(member=member) if c.accepted_at is None]
        found = [(c, unit.proposals.get(c.proposal)) for c in open_ones]
        return tuple(p for _, p in found if p is not None and state_of(unit, p.id) in BEFORE_THE_FREEZE)


def _authored(unit: UnitOfWork, proposal: str, author: str) -> Proposal:
    found = submitted(unit, proposal)
    if found.author != author:
        raise NotYours
    return found


def _asked(unit: UnitOfWork, proposal: str, member: str) -> Coauthor:
    asked = unit.coauthors.get(coauthor_id(proposal, member))
    if asked is None:
        raise NotAsked
    return asked


def _take_off(unit: UnitOfWork, found: Proposal, asked: Coauthor, now: datetime) -> None:
    standing_in(unit, found, BEFORE_THE_FREEZE, now)
    unit.coauthors.remove(asked.id)
    if asked.member in found.coauthors:
        unit.proposals.put(replace(found, coauthors=tuple(m for m in found.coauthors if m != asked.member)))
