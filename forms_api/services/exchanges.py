"""
What was given: written down by either side, confirmed by both.

Rules of this file: nobody confirms both sides; whoever writes something down has confirmed their own side of it
by that; one unanswered confirmation closes nothing and counts nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.exchange import Exchange, IntentState, Kind, MatchEvent, amount_problem
from forms_api.services.ids import Chance, new_id
from forms_api.services.matches import TooLate, move, own_match
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import Store, UnitOfWork

OLDEST_DAY = timedelta(days=92)
"""How far back an exchange may lie when it is written down."""


class WrongAmount(Refused):
    message = N_("Enter what was given: more than zero, and within what one exchange can hold.")


class WrongDay(Refused):
    message = N_("Choose the day it happened: today or before, and not longer than three months ago.")


class OtherSide(Refused):
    message = N_("You have said your part. The other side confirms the rest.")


def done(
    store: Store,
    match: str,
    member: str,
    kind: Kind,
    amount: int,
    on: date,
    now: datetime,
    token: Chance = secrets.token_bytes,
) -> Exchange:
    """
    Write down what was given; whoever writes it confirms their own side by it.

    Raises:
        NotThere, TooLate, WrongAmount, WrongDay.
    """
    _check_what(kind, amount, on, now)
    with store.unit() as unit:
        found, need = own_match(unit, match, member)
        move(unit, found, MatchEvent.DONE, now)
        unit.intents.put(replace(need, state=IntentState.OPEN if need.standing else IntentState.FULFILLED))
        exchange = Exchange(
            id=new_id(token),
            giver=found.provider,
            receiver=found.receiver,
            skill=found.skill,
            kind=kind,
            amount=amount,
            on=on,
            match=found.id,
        )
        exchange = _confirmed(exchange, member, now)
        unit.exchanges.add(exchange)
    return exchange


def _check_what(kind: Kind, amount: int, on: date, now: datetime) -> None:
    if amount_problem(kind, amount) is not None:
        raise WrongAmount
    # A day in the east of us may have begun already.
    if not now.date() - OLDEST_DAY <= on <= now.date() + timedelta(days=1):
        raise WrongDay


def _confirmed(exchange: Exchange, member: str, now: datetime) -> Exchange:
    if member == exchange.giver:
        return replace(exchange, confirmed_by_giver=now)
    return replace(exchange, confirmed_by_receiver=now)


def confirm(store: Store, match: str, member: str, now: datetime) -> Exchange:
    """
    Confirm one's own side of what the other wrote down. From now on it counts, for both.

    Raises:
        NotThere, TooLate. OtherSide: this side has confirmed already.
    """
    with store.unit() as unit:
        exchange = _exchange_of(unit, match, member)
        _demand_own_side(exchange, member)
        exchange = _confirmed(exchange, member, now)
        unit.exchanges.put(exchange)
    return exchange


def correct(store: Store, match: str, member: str, kind: Kind, amount: int, on: date, now: datetime) -> Exchange:
    """
    Write down otherwise what the other side wrote; their confirmation falls, and they are asked again.

    Raises:
        NotThere, TooLate, WrongAmount, WrongDay. OtherSide: this side has confirmed already.
    """
    _check_what(kind, amount, on, now)
    with store.unit() as unit:
        exchange = _exchange_of(unit, match, member)
        _demand_own_side(exchange, member)
        bare = replace(
            exchange, kind=kind, amount=amount, on=on, confirmed_by_giver=None, confirmed_by_receiver=None
        )
        exchange = _confirmed(bare, member, now)
        unit.exchanges.put(exchange)
    return exchange


def _exchange_of(unit: UnitOfWork, match: str, member: str) -> Exchange:
    own_match(unit, match, member)
    found = unit.exchanges.where(match=match)
    if not found or found[0].confirmed:
        raise TooLate
    return found[0]


def _demand_own_side(exchange: Exchange, member: str) -> None:
    own = exchange.confirmed_by_giver if member == exchange.giver else exchange.confirmed_by_receiver
    if own is not None:
        raise OtherSide
