"""
The life of a proposal: one table. What is absent from it is refused.

Rules of this file: a state changes only by an event of the table; an event is recorded once and never taken
back; what is due follows from the recorded events, the policy and *now* alone, so that a clock set back
reopens nothing and a machine that slept extends a window and never shortens it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from domain.governance.policy import Policy


class State(StrEnum):
    DRAFT = "draft"
    SPONSORING = "sponsoring"
    DELIBERATION = "deliberation"
    FROZEN = "frozen"
    VOTING = "voting"
    PROVISIONAL = "provisional"
    RECOUNT = "recount"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"
    TIED = "tied"
    IMPLEMENTING = "implementing"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    INVALID = "invalid"


class Event(StrEnum):
    SUBMIT = "submit"
    SUPPORTED = "supported"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    INVALIDATE = "invalidate"
    FREEZE = "freeze"
    OPEN = "open"
    CLOSE = "close"
    RECOUNT = "recount"
    RECOUNTED = "recounted"
    SECOND_READING = "second_reading"
    CERTIFY_ADOPTED = "certify_adopted"
    CERTIFY_REJECTED = "certify_rejected"
    CERTIFY_NO_QUORUM = "certify_no_quorum"
    CERTIFY_TIED = "certify_tied"
    PROMISE = "promise"
    FINISH = "finish"


TRANSITIONS = {
    (State.DRAFT, Event.SUBMIT): State.SPONSORING,
    (State.DRAFT, Event.WITHDRAW): State.WITHDRAWN,
    (State.SPONSORING, Event.SUPPORTED): State.DELIBERATION,
    (State.SPONSORING, Event.LAPSE): State.LAPSED,
    (State.SPONSORING, Event.WITHDRAW): State.WITHDRAWN,
    (State.SPONSORING, Event.INVALIDATE): State.INVALID,
    (State.DELIBERATION, Event.FREEZE): State.FROZEN,
    (State.DELIBERATION, Event.WITHDRAW): State.WITHDRAWN,
    (State.DELIBERATION, Event.INVALIDATE): State.INVALID,
    (State.FROZEN, Event.OPEN): State.VOTING,
    (State.FROZEN, Event.INVALIDATE): State.INVALID,
    (State.VOTING, Event.CLOSE): State.PROVISIONAL,
    (State.VOTING, Event.INVALIDATE): State.INVALID,
    (State.PROVISIONAL, Event.RECOUNT): State.RECOUNT,
    (State.PROVISIONAL, Event.INVALIDATE): State.INVALID,
    (State.PROVISIONAL, Event.SECOND_READING): State.DELIBERATION,
    (State.RECOUNT, Event.RECOUNTED): State.PROVISIONAL,
    (State.RECOUNT, Event.INVALIDATE): State.INVALID,
    (State.PROVISIONAL, Event.CERTIFY_ADOPTED): State.ADOPTED,
    (State.PROVISIONAL, Event.CERTIFY_REJECTED): State.REJECTED,
    (State.PROVISIONAL, Event.CERTIFY_NO_QUORUM): State.NO_QUORUM,
    (State.PROVISIONAL, Event.CERTIFY_TIED): State.TIED,
    (State.ADOPTED, Event.PROMISE): State.IMPLEMENTING,
    (State.ADOPTED, Event.FINISH): State.DONE,
    (State.IMPLEMENTING, Event.FINISH): State.DONE,
}

BY_CLOCK = frozenset({Event.LAPSE, Event.FREEZE, Event.OPEN, Event.CLOSE})
"""Events that publish records when their hour has come."""

CERTIFICATIONS = frozenset(
    {Event.CERTIFY_ADOPTED, Event.CERTIFY_REJECTED, Event.CERTIFY_NO_QUORUM, Event.CERTIFY_TIED}
)

ONCE = frozenset({Event.SUBMIT, Event.SECOND_READING})
"""Events that a proposal takes once in its life, wherever it stands: a second reading has no third."""

PAPER_HOURS = 24
"""How long a vote that takes paper waits after the shut for two people to say that all of it is in."""

SECOND_READING_DAYS = 7
"""How long people talk again where everyone and the group it concerns differ (docs/lifecycle.md)."""

ENDED = frozenset(
    {
        State.REJECTED,
        State.NO_QUORUM,
        State.TIED,
        State.DONE,
        State.WITHDRAWN,
        State.LAPSED,
        State.INVALID,
    }
)


class MoveRefused(Exception):
    """A proposal cannot make this move from where it stands."""

    def __init__(self, state: State, event: Event) -> None:
        super().__init__(f"A proposal in {state.value!r} cannot take the event {event.value!r}.")
        self.state = state
        self.event = event


@dataclass(frozen=True)
class Recorded:
    """An event of a proposal and the moment (UTC) it was recorded; *reason* where the event has one."""

    event: Event
    at: datetime
    reason: str = ""


def moved(state: State, event: Event) -> State:
    """
    Return the state after *event*.

    Raises:
        MoveRefused: the table has no such move.
    """
    after = TRANSITIONS.get((state, event))
    if after is None:
        raise MoveRefused(state, event)
    return after


def state_after(events: Iterable[Recorded]) -> State:
    """
    Return where a proposal stands after its recorded *events*, in the order of recording.

    Raises:
        MoveRefused: an event that the table does not allow there, or one of ONCE again.
    """
    state, before = State.DRAFT, set[Event]()
    for recorded in events:
        if recorded.event in ONCE & before:
            raise MoveRefused(state, recorded.event)
        state = moved(state, recorded.event)
        before.add(recorded.event)
    return state


def this_reading(events: Iterable[Recorded]) -> list[Recorded]:
    """Return the events since the second reading began, that one first; all of them before there is one."""
    events = list(events)
    begun = [place for place, recorded in enumerate(events) if recorded.event is Event.SECOND_READING]
    return events[begun[-1] :] if begun else events


def at_of(events: Iterable[Recorded], event: Event) -> datetime | None:
    """Return when *event* was last recorded, or None."""
    times = [recorded.at for recorded in events if recorded.event is event]
    return times[-1] if times else None


def whole_hour_from(moment: datetime) -> datetime:
    """Return *moment* in UTC, moved to the next whole hour unless it is one."""
    moment = moment.astimezone(UTC)
    floor = moment.replace(minute=0, second=0, microsecond=0)
    return floor if floor == moment else floor + timedelta(hours=1)


@dataclass(frozen=True)
class Timetable:
    """
    The announced moments of a proposal, as far as they follow from what is recorded; None before that.

    *shut* is the announced end of voting: no ballot by web from that instant on. At *closes* the count begins at
    the latest: the same instant, or where ballots on paper are on their way up to a day later.
    """

    lapses: datetime | None = None
    freezes: datetime | None = None
    opens: datetime | None = None
    shut: datetime | None = None
    closes: datetime | None = None
    certifies: datetime | None = None


def shut_at(events: Iterable[Recorded], voting_days: int) -> datetime | None:
    """Return the announced end of the vote opened in *events*, those of one reading; None before it opened."""
    opened = at_of(events, Event.OPEN)
    return opened and whole_hour_from(opened + timedelta(days=voting_days))


def timetable(events: Iterable[Recorded], policy: Policy) -> Timetable:
    """Return the moments that follow from *events* under *policy*; from a second reading on they are its own."""
    events = list(events)
    submitted = at_of(events, Event.SUBMIT)
    supported = at_of(events, Event.SUPPORTED)
    again = at_of(events, Event.SECOND_READING)
    current = this_reading(events)
    frozen = at_of(current, Event.FREEZE)
    counted = at_of(current, Event.RECOUNTED) or at_of(current, Event.CLOSE)
    talk = (again or supported, SECOND_READING_DAYS if again else policy.deliberation_days)
    shut = shut_at(current, policy.voting_days)
    return Timetable(
        lapses=submitted and submitted + timedelta(days=policy.sponsoring_days),
        freezes=talk[0] and talk[0] + timedelta(days=talk[1]),
        opens=frozen and frozen + timedelta(hours=policy.frozen_hours),
        shut=shut,
        closes=shut and shut + timedelta(hours=PAPER_HOURS if policy.paper else 0),
        certifies=counted and counted + timedelta(hours=policy.challenge_hours),
    )


def next_by_clock(events: Iterable[Recorded], policy: Policy) -> tuple[Event, datetime] | None:
    """
    Return the next event the clock brings and its hour, or None.

    Certification is not among them: at *certifies* it is due, but which of the four it is takes the count.
    """
    events = list(events)
    times = timetable(events, policy)
    state = state_after(events)
    waiting = {
        State.SPONSORING: (Event.LAPSE, times.lapses),
        State.DELIBERATION: (Event.FREEZE, times.freezes),
        State.FROZEN: (Event.OPEN, times.opens),
        State.VOTING: (Event.CLOSE, times.closes),
    }
    event, at = waiting.get(state, (None, None))
    return (event, at) if event is not None and at is not None else None


def due(events: Iterable[Recorded], policy: Policy, now: datetime) -> Event | None:
    """Return the event the clock asks for at *now*, or None; it is recorded with the moment *now*."""
    waiting = next_by_clock(events, policy)
    if waiting is None:
        return None
    event, at = waiting
    return event if now >= at else None


def takes_paper(events: Iterable[Recorded], policy: Policy, now: datetime) -> bool:
    """Tell whether a ballot from the polling table is taken at *now*: up to the close, web or no web."""
    events = list(events)
    closes = timetable(events, policy).closes
    return policy.paper and state_after(events) is State.VOTING and closes is not None and now < closes


def takes_ballots(events: Iterable[Recorded], policy: Policy, now: datetime) -> bool:
    """Tell whether a ballot by web is taken at *now*: voting is open and the announced end not reached."""
    until = open_until(events, policy.voting_days)
    return until is not None and now < until


def open_until(events: Iterable[Recorded], voting_days: int) -> datetime | None:
    """Return the announced end of the vote that is open after *events*; None where none is."""
    events = list(events)
    return shut_at(this_reading(events), voting_days) if state_after(events) is State.VOTING else None
