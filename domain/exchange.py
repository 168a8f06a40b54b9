"""Offers and needs, the matches between them, and what was given and received."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Direction(StrEnum):
    OFFER = "offer"
    NEED = "need"


class IntentState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    MATCHED = "matched"
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Visibility(StrEnum):
    """Who may see a need: members who could meet it, all members, or stewards only."""

    MATCHED = "matched"
    MEMBERS = "members"
    STEWARDS = "stewards"


@dataclass(frozen=True)
class Intent:
    """
    A dated offer or need (ValueFlows: Intent). A need never leaves the private store.

    *quarters* is the time wanted or offered in quarter hours; 0 means open. *bands* are parts of the week
    (`domain.time_bands`), none meaning any.
    """

    id: str
    member: str
    direction: Direction
    skill: str
    made_at: datetime
    note: str = ""
    when: str = ""
    zone: str = ""
    language: str = ""
    quarters: int = 0
    bands: tuple[str, ...] = ()
    standing: bool = False
    expires_on: date | None = None
    visibility: Visibility = Visibility.MEMBERS
    state: IntentState = IntentState.OPEN


class MatchState(StrEnum):
    """Where a match stands; a match is a suggestion until both said yes."""

    SUGGESTED = "suggested"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    COULD_NOT_HAPPEN = "could not happen"


class MatchEvent(StrEnum):
    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    COULD_NOT = "could not"
    DONE = "done"


MATCH_TRANSITIONS = {
    (MatchState.SUGGESTED, MatchEvent.OFFER): MatchState.OFFERED,
    (MatchState.SUGGESTED, MatchEvent.DECLINE): MatchState.DECLINED,
    (MatchState.SUGGESTED, MatchEvent.WITHDRAW): MatchState.WITHDRAWN,
    (MatchState.OFFERED, MatchEvent.ACCEPT): MatchState.ACCEPTED,
    (MatchState.OFFERED, MatchEvent.DECLINE): MatchState.DECLINED,
    (MatchState.OFFERED, MatchEvent.WITHDRAW): MatchState.WITHDRAWN,
    (MatchState.ACCEPTED, MatchEvent.DONE): MatchState.DONE,
    (MatchState.ACCEPTED, MatchEvent.COULD_NOT): MatchState.COULD_NOT_HAPPEN,
    (MatchState.ACCEPTED, MatchEvent.WITHDRAW): MatchState.WITHDRAWN,
}


class MoveRefused(Exception):
    """A match cannot make this move from where it stands."""

    def __init__(self, state: MatchState, event: MatchEvent) -> None:
        super().__init__(f"A match that is {state.value!r} cannot {event.value}.")
        self.state = state
        self.event = event


def moved(state: MatchState, event: MatchEvent) -> MatchState:
    """
    Return where a match stands after *event*.

    Raises:
        MoveRefused: the table has no such move.
    """
    after = MATCH_TRANSITIONS.get((state, event))
    if after is None:
        raise MoveRefused(state, event)
    return after


class Proposer(StrEnum):
    """Who brought a match about."""

    PERSON = "person"
    MATCHING = "matching"
    STEWARD = "steward"


@dataclass(frozen=True)
class Match:
    """
    Somebody who could meet a need (ValueFlows: Commitment once accepted); *reasons* are in words.

    *circle* is the same for the legs of one suggested circle or chain; each leg stands alone all the same.
    *apprentice* is a member who is learning the skill and would come along, "" for none.
    """

    id: str
    need: str
    provider: str
    receiver: str
    skill: str
    state: MatchState
    made_at: datetime
    reasons: tuple[str, ...] = ()
    message: str = ""
    moved_at: datetime | None = None
    by: Proposer = Proposer.PERSON
    circle: str = ""
    apprentice: str = ""


class Kind(StrEnum):
    """What was given; kinds are counted apart and never turned into one another."""

    HOURS = "hours"
    MEALS = "meals"
    THINGS = "things lent"


@dataclass(frozen=True)
class Exchange:
    """
    What one member gave another (ValueFlows: EconomicEvent). It counts once both confirmed it.

    *amount* is in quarter hours for HOURS, else in pieces.
    """

    id: str
    giver: str
    receiver: str
    skill: str
    kind: Kind
    amount: int
    on: date
    match: str = ""
    confirmed_by_giver: datetime | None = None
    confirmed_by_receiver: datetime | None = None

    @property
    def confirmed(self) -> bool:
        return self.confirmed_by_giver is not None and self.confirmed_by_receiver is not None


MAX_QUARTERS = 24 * 4
MAX_PIECES = 200


def amount_problem(kind: Kind, amount: int) -> str | None:
    """Return what is wrong with *amount* of *kind* in words for the person who typed it, or None."""
    if amount <= 0:
        return "Enter more than zero"
    if kind is Kind.HOURS and amount > MAX_QUARTERS:
        return "Enter at most 24 hours; write several days as several exchanges"
    if kind is not Kind.HOURS and amount > MAX_PIECES:
        return f"Enter at most {MAX_PIECES}"
    return None


@dataclass(frozen=True)
class Counter:
    """Given and received of one kind, side by side; never a balance."""

    kind: Kind
    given: int
    received: int


def counters(member: str, exchanges: Iterable[Exchange]) -> tuple[Counter, ...]:
    """Return the member's two counts for each kind with any, confirmed exchanges only."""
    given = dict.fromkeys(Kind, 0)
    received = dict.fromkeys(Kind, 0)
    for exchange in exchanges:
        if not exchange.confirmed:
            continue
        if exchange.giver == member:
            given[exchange.kind] += exchange.amount
        if exchange.receiver == member:
            received[exchange.kind] += exchange.amount
    return tuple(Counter(k, given[k], received[k]) for k in Kind if given[k] or received[k])


@dataclass(frozen=True)
class NetworkFigures:
    """Counts over confirmed exchanges of a window; never about one person."""

    exchanges: int
    unconfirmed: int
    quarters: int
    meals: int
    things: int
    active: int
    both_ways: int


def network_figures(exchanges: Iterable[Exchange], *, since: date, until: date) -> NetworkFigures:
    """Return the counts over exchanges with since <= day < until."""
    inside = [e for e in exchanges if since <= e.on < until]
    confirmed = [e for e in inside if e.confirmed]
    amount = dict.fromkeys(Kind, 0)
    for exchange in confirmed:
        amount[exchange.kind] += exchange.amount
    givers = {e.giver for e in confirmed}
    receivers = {e.receiver for e in confirmed}
    return NetworkFigures(
        exchanges=len(confirmed),
        unconfirmed=len(inside) - len(confirmed),
        quarters=amount[Kind.HOURS],
        meals=amount[Kind.MEALS],
        things=amount[Kind.THINGS],
        active=len(givers | receivers),
        both_ways=len(givers & receivers),
    )
