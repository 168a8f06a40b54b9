"""
Recording the events that are due: freeze, open, close, certify, lapse. Each once, each with its real moment.

Rules of this file: every step is one unit of work, so that a kill between two of them leaves a state from
which the next run goes on; what a step needs of another file of the store (the key before the freeze) is
written before it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from domain.catalogue import Catalogue
from domain.governance.lifecycle import CERTIFICATIONS, Event, Recorded, State, due, state_after, timetable
from domain.governance.moderation import RuleBroken
from domain.governance.policy import SMALLEST_NETWORK, Policy
from domain.governance.proposal import Proposal, Roll
from forms_api.publish.known import freeze_is_recorded
from forms_api.publish.snapshot import Snapshot, snapshot
from forms_api.publish.verdicts import ending, forget_challengers
from forms_api.services.constituency import group_of
from forms_api.services.ids import Chance
from forms_api.services.paper_in import all_paper_is_in
from forms_api.services.proposal_events import record_event, recorded
from forms_api.services.proposals import voting_members
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import BallotKey

KEY_BYTES = 32


MOVED_BY_CLOCK = frozenset({State.SPONSORING, State.DELIBERATION, State.FROZEN, State.VOTING, State.PROVISIONAL})
"""From the other stages on only people move a proposal."""


def advance(
    store: Store,
    catalogue: Catalogue,
    record_dir: Path,
    now: datetime,
    token: Chance = secrets.token_bytes,
    found: Snapshot | None = None,
) -> None:
    """Record every event that is due at *now*, until none is; *found* is what the store holds."""
    found = found or snapshot(store)
    for proposal in found.proposals:
        if found.states.get(proposal.id) in MOVED_BY_CLOCK:
            while _step(store, catalogue, record_dir, proposal, now, token):
                pass


def _step(
    store: Store, catalogue: Catalogue, record_dir: Path, proposal: Proposal, now: datetime, token: Chance
) -> bool:
    """Record the proposal's next event if one is due; tell whether there was one."""
    with store.unit() as unit:
        events = [event.recorded for event in recorded(unit, proposal.id)]
        event = _due(unit, proposal, events, now)
        keyless = event is Event.FREEZE and unit.keys.get(proposal.id) is None
        if event is None or (event is Event.OPEN and not freeze_is_recorded(record_dir, proposal.id)):
            return False
        if keyless:
            # The key lives in a file of its own, so it gets a unit of its own, before the freeze that needs it.
            unit.keys.add(BallotKey(proposal.id, token(KEY_BYTES).hex(), token(KEY_BYTES).hex()))
        else:
            _record(unit, catalogue, proposal, event, now)
    return True


def _due(unit: UnitOfWork, proposal: Proposal, events: Sequence[Recorded], now: datetime) -> Event | None:
    if proposal.policy is None:
        return None
    if state_after(events) is State.PROVISIONAL:
        return ending(unit, proposal, proposal.policy, events, now)
    event = due(events, proposal.policy, now)
    shut = timetable(events, proposal.policy).shut
    if state_after(events) is State.VOTING and all_paper_is_in(unit, proposal, shut, now):
        return Event.CLOSE
    # The box and the key of a first reading leave the store by `seal` before the second one is frozen.
    return None if event is Event.FREEZE and unit.ballots.where(proposal=proposal.id) else event


def _record(unit: UnitOfWork, catalogue: Catalogue, proposal: Proposal, event: Event, now: datetime) -> None:
    policy = proposal.policy
    if policy is None:
        return
    if event is Event.FREEZE:
        _freeze(unit, catalogue, proposal, policy, now)
    else:
        record_event(unit, proposal.id, event, now)
    if event in CERTIFICATIONS:
        forget_challengers(unit, proposal.id)


def _freeze(unit: UnitOfWork, catalogue: Catalogue, proposal: Proposal, policy: Policy, now: datetime) -> None:
    members = tuple(member.id for member in voting_members(unit))
    if policy.quorum is None and len(members) < SMALLEST_NETWORK:
        record_event(unit, proposal.id, Event.INVALIDATE, now, reason=RuleBroken.ROLL_TOO_SMALL.value)
        return
    group = group_of(unit, catalogue, policy, proposal.program, members)
    unit.rolls.put(Roll(proposal.id, members, group, now))
    record_event(unit, proposal.id, Event.FREEZE, now)
