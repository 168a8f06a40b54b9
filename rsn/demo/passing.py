"""
Time that passes in a demo: the clock moves to each deadline in turn, and what falls due there is published.

A clock moved in one leap would look like a machine that slept: windows would be extended, and a vote that
closes on Sunday would close on whatever day somebody pressed the button.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from domain.catalogue import Catalogue
from domain.governance.lifecycle import State, next_by_clock, state_after, timetable
from forms_api.publish import publish
from forms_api.publish.verdicts import is_challenged
from forms_api.services.proposal_events import recorded
from forms_api.store.base import Store
from rsn.clock import DemoClock

SECOND = timedelta(seconds=1)


def let_pass(store: Store, catalogue: Catalogue, record: Path, clock: DemoClock, step: timedelta) -> None:
    """Move the clock by *step*, and publish at every deadline on the way."""
    end = clock() + step
    before = None
    while (due := next_deadline(store)) is not None and due <= end and due != before:
        # The clock keeps whole seconds: one more, so that the deadline is surely reached.
        clock.advance(max(timedelta(0), due - clock()) + SECOND)
        publish(store, catalogue, record, clock())
        before = due
    clock.advance(max(timedelta(0), end - clock()))


def next_deadline(store: Store) -> datetime | None:
    """Return when the next event of a proposal falls due, which may be past; None where none is waited for."""
    hours = []
    with store.reading() as unit:
        for proposal in unit.proposals:
            events = [event.recorded for event in recorded(unit, proposal.id)]
            if proposal.policy is None or not events:
                continue
            waiting = next_by_clock(events, proposal.policy)
            certifies = timetable(events, proposal.policy).certifies
            if waiting:
                hours.append(waiting[1])
            elif certifies and state_after(events) is State.PROVISIONAL and not is_challenged(unit, proposal.id):
                hours.append(certifies)
    return min(hours, default=None)
