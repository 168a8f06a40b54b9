"""
Sponsors: members who put a proposal on the agenda. Neither its author nor its co-authors are among them.

Support can be taken back as long as the proposal looks for sponsors, most of all where its text has changed since.
With the last one it needs it is on the agenda, and stays there.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.governance.lifecycle import Event, State
from domain.governance.proposal import Sponsorship
from forms_api.services.ids import new_id
from forms_api.services.proposal_events import record_event, standing_in, submitted
from forms_api.services.proposals import NotAVoter
from forms_api.services.refusals import N_, Refused
from forms_api.services.versions import writes
from forms_api.store.base import Store, UnitOfWork

SPONSORING = frozenset({State.SPONSORING})


class AuthorSponsors(Refused):
    message = N_("You wrote this proposal; its sponsors are the others who want it voted on.")


class NoSupport(Refused):
    message = N_("You are not among the sponsors of this proposal.")


def sponsor(store: Store, proposal: str, member: str, now: datetime, *, named: bool = False) -> bool:
    """
    Add the member's support, once; tell whether the proposal now has all it needs.

    Supporting twice changes nothing. The supporter who completes the number moves the proposal on in the same
    unit of work.

    Raises:
        NoSuchProposal, NotAVoter, AuthorSponsors, NotNow.
    """
    with store.unit() as unit:
        found = submitted(unit, proposal)
        supporter = unit.members.get(member)
        if supporter is None or not supporter.votes:
            raise NotAVoter
        if writes(found, member):
            raise AuthorSponsors
        if unit.sponsorships.where(proposal=proposal, member=member):
            return len(unit.sponsorships.where(proposal=proposal)) >= found.sponsors_needed
        standing_in(unit, found, SPONSORING, now)
        unit.sponsorships.add(Sponsorship(new_id(), proposal, member, now, named, found.version))
        supported = len(unit.sponsorships.where(proposal=proposal)) >= found.sponsors_needed
        if supported:
            record_event(unit, proposal, Event.SUPPORTED, now)
    return supported


def withdraw_support(store: Store, proposal: str, member: str, now: datetime) -> None:
    """
    Take the member's support back, as long as the proposal looks for sponsors.

    Raises:
        NoSuchProposal, NoSupport, NotNow.
    """
    with store.unit() as unit:
        unit.sponsorships.remove(_support(unit, proposal, member, now).id)


def keep_support(store: Store, proposal: str, member: str, now: datetime) -> None:
    """
    Say that one's support goes for the text as it is now.

    Raises:
        NoSuchProposal, NoSupport, NotNow.
    """
    with store.unit() as unit:
        mine = _support(unit, proposal, member, now)
        unit.sponsorships.put(replace(mine, version=submitted(unit, proposal).version))


def _support(unit: UnitOfWork, proposal: str, member: str, now: datetime) -> Sponsorship:
    found = submitted(unit, proposal)
    mine = unit.sponsorships.where(proposal=proposal, member=member)
    if not mine:
        raise NoSupport
    standing_in(unit, found, SPONSORING, now)
    return mine[0]
