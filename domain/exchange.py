"""Offers and needs, the matches between them, and what was given and received."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from domain.meeting import Gathering, edges


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
    (`domain.time_bands`), none meaning any. *reminded_on* is the day its owner was told that it runs out,
    *closed_on* the day it was met, taken back, or had run out.
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
    reminded_on: date | None = None
    closed_on: date | None = None


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
    TAKE_BACK = "take back"
    ASK_AGAIN = "ask again"


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
    # Written down by mistake: the service lets it be taken back only until the other side confirmed.
    (MatchState.DONE, MatchEvent.TAKE_BACK): MatchState.ACCEPTED,
    # What is wanted has changed, or who was chosen could not after all: whoever offered is asked once more.
    (MatchState.OFFERED, MatchEvent.ASK_AGAIN): MatchState.SUGGESTED,
    (MatchState.DECLINED, MatchEvent.ASK_AGAIN): MatchState.SUGGESTED,
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

    *amount* is in quarter hours for HOURS, else in pieces. *reminded_on* is the day the side that has not
    answered was told that silence will close it.
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
    reminded_on: date | None = None

    @property
    def confirmed(self) -> bool:
        return self.confirmed_by_giver is not None and self.confirmed_by_receiver is not None


SILENCE_CLOSES = timedelta(days=30)
"""How long an exchange waits for its other side; then silence closes it, and it never counts."""


def closes_on(exchange: Exchange) -> date:
    """Return the first day on which silence has closed the exchange: thirty days after one side wrote it down."""
    said = [moment for moment in (exchange.confirmed_by_giver, exchange.confirmed_by_receiver) if moment]
    return (min(said).date() if said else exchange.on) + SILENCE_CLOSES


def closed_by_silence(exchange: Exchange, today: date) -> bool:
    """Tell whether the other side never answered; what both confirmed is never closed."""
    return not exchange.confirmed and today >= closes_on(exchange)


MAX_QUARTERS = 24 * 4
MAX_PIECES = 200


class AmountProblem(StrEnum):
    """What is wrong with an amount."""

    NOTHING = "nothing"
    TOO_LONG = "longer than a day"
    TOO_MANY = "too many pieces"


def amount_problem(kind: Kind, amount: int) -> AmountProblem | None:
    """Return what is wrong with *amount* of *kind*, or None."""
    if amount <= 0:
        return AmountProblem.NOTHING
    if kind is Kind.HOURS and amount > MAX_QUARTERS:
        return AmountProblem.TOO_LONG
    if kind is not Kind.HOURS and amount > MAX_PIECES:
        return AmountProblem.TOO_MANY
    return None


@dataclass(frozen=True)
class Counter:
    """
    Given and received of one kind, side by side; never a balance.

    Hours are in quarters; a part of an evening shared by many is a fraction of one.
    """

    kind: Kind
    given: Fraction | int
    received: Fraction | int


def counters(
    member: str, exchanges: Iterable[Exchange], gatherings: Iterable[Gathering] = ()
) -> tuple[Counter, ...]:
    """Return the member's two counts for each kind with any: only what both sides confirmed."""
    given: dict[Kind, Fraction | int] = dict.fromkeys(Kind, 0)
    received: dict[Kind, Fraction | int] = dict.fromkeys(Kind, 0)
    for exchange in exchanges:
        if exchange.confirmed:
            given[exchange.kind] += exchange.amount if exchange.giver == member else 0
            received[exchange.kind] += exchange.amount if exchange.receiver == member else 0
    for edge in (edge for gathering in gatherings for edge in edges(gathering)):
        if edge.confirmed:
            given[Kind.HOURS] += edge.hours * 4 if edge.giver == member else 0
            received[Kind.HOURS] += edge.hours * 4 if edge.receiver == member else 0
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
