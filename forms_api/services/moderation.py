"""
What stewards take off, always for a reason of the list and always with a public trace.

The words themselves stay in the private store, so that a mistake can be mended; the public reads that
something was there, and why it is not any more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.governance.lifecycle import TRANSITIONS, Event
from domain.governance.moderation import ModerationReason, removed_mark
from domain.governance.outcome import BEFORE_THE_CLOSE
from domain.governance.proposal import Argument, Proposal
from forms_api.services.ids import new_id
from forms_api.services.promises import check_steward
from forms_api.services.proposal_events import NotNow, record_event, state_of, submitted
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import Trace


class Act(StrEnum):
    """What the public reads that a steward did."""

    REMOVE_ARGUMENT = "remove_argument"
    RESTORE_ARGUMENT = "restore_argument"
    INVALIDATE = "invalidate"
    REMOVE_VERSION = "remove_version"
    RESTORE_VERSION = "restore_version"
    REMOVE_AMENDMENT = "remove_amendment"
    RESTORE_AMENDMENT = "restore_amendment"
    HIDE_ENTRY = "hide_entry"
    HIDE_FIELD = "hide_field"
    SHOW_AGAIN = "show_again"
    ADMIT_BY_EXCEPTION = "admit_by_exception"


STOPPABLE = frozenset(state for state, event in TRANSITIONS if event is Event.INVALIDATE)
"""The stages from which a steward can stop a proposal."""


class NoSuchArgument(Refused):
    message = N_("There is no such contribution.")
    status = 404


def remove_argument(
    store: Store, argument: str, reason: ModerationReason, steward: str, now: datetime
) -> Argument:
    """
    Take an argument off for *reason* and leave a trace; one already taken off stays as it is.

    Raises:
        NoSuchArgument, NotASteward.
    """
    with store.unit() as unit:
        found = _found(unit, argument, steward)
        if found.removed:
            return found
        changed = replace(found, removed=reason.value)
        unit.arguments.put(changed)
        _trace(unit, Act.REMOVE_ARGUMENT, found, reason.value, steward, now)
    return changed


def restore_argument(store: Store, argument: str, steward: str, now: datetime) -> Argument:
    """
    Put an argument back where it was, with a trace of that too.

    Raises:
        NoSuchArgument, NotASteward.
    """
    with store.unit() as unit:
        found = _found(unit, argument, steward)
        if not found.removed:
            return found
        changed = replace(found, removed="")
        unit.arguments.put(changed)
        _trace(unit, Act.RESTORE_ARGUMENT, found, found.removed, steward, now)
    return changed


def invalidate(store: Store, proposal: str, reason: ModerationReason, steward: str, now: datetime) -> None:
    """
    Stop a proposal that may not go on, for *reason*, until its result is certified.

    Raises:
        NoSuchProposal, NotASteward, NotNow.
    """
    with store.unit() as unit:
        check_steward(unit, steward)
        state = state_of(unit, submitted(unit, proposal).id)
        if state not in STOPPABLE:
            raise NotNow(state)
        record_event(unit, proposal, Event.INVALIDATE, now, by=steward, reason=reason.value)
        unit.traces.add(Trace(new_id(), Act.INVALIDATE, proposal, reason.value, now, steward))


@dataclass(frozen=True)
class Said:
    """A contribution and the proposal it stands at."""

    argument: Argument
    proposal: Proposal

    @property
    def why(self) -> ModerationReason | None:
        """Why it was taken off; None where it was not."""
        return ModerationReason(self.argument.removed) if self.argument.removed else None


def queue(store: Store) -> tuple[Said, ...]:
    """Return what was said about proposals whose vote has not closed, the newest first."""
    with store.reading() as unit:
        found = [
            Said(a, p) for p in unit.proposals if _running(unit, p) for a in unit.arguments.where(proposal=p.id)
        ]
    return tuple(sorted(found, key=lambda said: (said.argument.at, said.argument.id), reverse=True))


def said(store: Store, argument: str) -> Said:
    """
    Return one contribution.

    Raises:
        NoSuchArgument.
    """
    with store.reading() as unit:
        found = unit.arguments.get(argument)
        if found is None:
            raise NoSuchArgument
        return Said(found, submitted(unit, found.proposal))


def stoppable(store: Store, proposal: str) -> Proposal:
    """
    Return a proposal that a steward can still stop.

    Raises:
        NoSuchProposal, NotNow.
    """
    with store.reading() as unit:
        found = submitted(unit, proposal)
        state = state_of(unit, proposal)
    if state not in STOPPABLE:
        raise NotNow(state)
    return found


def _running(unit: UnitOfWork, proposal: Proposal) -> bool:
    return proposal.policy is not None and state_of(unit, proposal.id) in BEFORE_THE_CLOSE


def _found(unit: UnitOfWork, argument: str, steward: str) -> Argument:
    check_steward(unit, steward)
    found = unit.arguments.get(argument)
    if found is None:
        raise NoSuchArgument
    return found


def _trace(unit: UnitOfWork, act: Act, argument: Argument, reason: str, steward: str, now: datetime) -> None:
    mark = removed_mark(argument.id, argument.text)
    unit.traces.add(Trace(new_id(), act, argument.proposal, reason, now, steward, mark))
