"""
The recorded events of a proposal: read in order, added once.

Rules of this file: an event is written in the unit of work of the act it belongs to; the table of
domain/governance/lifecycle.py refuses what may not follow; no event is dated before the one it follows, so
that a clock set back shortens nothing.
"""

from __future__ import annotations

from datetime import datetime

from domain.governance.lifecycle import Event, Recorded, State, due, state_after
from domain.governance.proposal import Proposal
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import UnitOfWork
from forms_api.store.rows import ProposalEvent


class NoSuchProposal(Refused):
    message = N_(
        "There is no such proposal here. Its author may have discarded it, or the address is not complete."
    )
    status = 404


class NotNow(Refused):
    """The proposal is at a stage that does not take this act."""

    message = N_("The proposal has moved on, and this is no longer, or not yet, possible.")

    def __init__(self, state: State) -> None:
        super().__init__()
        self.state = state


def recorded(unit: UnitOfWork, proposal: str) -> list[ProposalEvent]:
    """Return the proposal's events in the order of recording."""
    return sorted(unit.events.where(proposal=proposal), key=lambda event: event.number)


def state_of(unit: UnitOfWork, proposal: str) -> State:
    """Return where the proposal stands; a draft has no events."""
    return state_after(event.recorded for event in recorded(unit, proposal))


def record_event(
    unit: UnitOfWork,
    proposal: str,
    event: Event,
    now: datetime,
    *,
    by: str = "",
    reason: str = "",
    key: str = "",
) -> ProposalEvent:
    """
    Add *event* to the proposal's events and return it; *by* is a member id, "" for the clock.

    Raises:
        MoveRefused: the table has no such move from where the proposal stands.
    """
    events = recorded(unit, proposal)
    moment = now.replace(microsecond=0)
    state_after([*(e.recorded for e in events), Recorded(event, moment)])
    at = max(moment, events[-1].at) if events else moment
    number = len(events) + 1
    new = ProposalEvent(
        id=key or f"{proposal}-{number:02}",
        proposal=proposal,
        number=number,
        event=event,
        at=at,
        reason=reason,
        by=by,
    )
    unit.events.add(new)
    return new


def submitted(unit: UnitOfWork, proposal: str) -> Proposal:
    """
    Return a proposal that is before everybody.

    Raises:
        NoSuchProposal: there is none with this id, or it is still a draft.
    """
    found = unit.proposals.get(proposal)
    if found is None or found.policy is None:
        raise NoSuchProposal
    return found


def standing_in(unit: UnitOfWork, proposal: Proposal, states: frozenset[State], now: datetime) -> State:
    """
    Return where the proposal stands if that is one of *states* and its hour has not run out.

    Raises:
        NotNow: it stands elsewhere, or the clock asks for its next step, which publish is about to record.
    """
    events = [event.recorded for event in recorded(unit, proposal.id)]
    state = state_after(events)
    if state not in states or (proposal.policy is not None and due(events, proposal.policy, now)):
        raise NotNow(state)
    return state
