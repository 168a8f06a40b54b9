"""Sponsors: members who put a proposal on the agenda. The author is not one of them."""

from __future__ import annotations

from datetime import datetime

from domain.governance.lifecycle import Event, State
from domain.governance.proposal import Sponsorship
from forms_api.services.ids import new_id
from forms_api.services.proposal_events import record_event, standing_in, submitted
from forms_api.services.proposals import NotAVoter
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import Store

SPONSORING = frozenset({State.SPONSORING})


class AuthorSponsors(Refused):
    message = N_("You wrote this proposal; its sponsors are the others who want it voted on.")


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
        if found.author == member:
            raise AuthorSponsors
        if unit.sponsorships.where(proposal=proposal, member=member):
            return len(unit.sponsorships.where(proposal=proposal)) >= found.sponsors_needed
        standing_in(unit, found, SPONSORING, now)
        unit.sponsorships.add(Sponsorship(new_id(), proposal, member, now, named))
        supported = len(unit.sponsorships.where(proposal=proposal)) >= found.sponsors_needed
        if supported:
            record_event(unit, proposal, Event.SUPPORTED, now)
    return supported
