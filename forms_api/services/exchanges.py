"""
What was given: written down by either side, confirmed by both.

Rules of this file: nobody confirms both sides; whoever writes something down has confirmed their own side of it
by that; one unanswered confirmation closes nothing and counts nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.exchange import Exchange, IntentState, Kind, MatchEvent, amount_problem
from forms_api.services.ids import Chance, new_id
from forms_api.services.matches import TooLate, move, own_match
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.services.taking_part import first_name
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


def confirm(store: Store, exchange: str, member: str, now: datetime) -> Exchange:
    """
    Confirm one's own side of what the other wrote down. From now on it counts, for both.

    Raises:
        NotThere: not one of the two. TooLate: both confirmed. OtherSide: this side has confirmed already.
    """
    with store.unit() as unit:
        confirmed = _confirmed(_mine_to_confirm(unit, exchange, member), member, now)
        unit.exchanges.put(confirmed)
    return confirmed


def correct(
    store: Store, exchange: str, member: str, kind: Kind, amount: int, on: date, now: datetime
) -> Exchange:
    """
    Write down otherwise what the other side wrote; their confirmation falls, and they are asked again.

    Raises:
        NotThere, TooLate, OtherSide: as confirm does. WrongAmount, WrongDay.
    """
    _check_what(kind, amount, on, now)
    with store.unit() as unit:
        found = _mine_to_confirm(unit, exchange, member)
        bare = replace(found, kind=kind, amount=amount, on=on, confirmed_by_giver=None, confirmed_by_receiver=None)
        corrected = _confirmed(bare, member, now)
        unit.exchanges.put(corrected)
    return corrected


def _mine_to_confirm(unit: UnitOfWork, exchange: str, member: str) -> Exchange:
    found = unit.exchanges.get(exchange)
    if found is None or member not in (found.giver, found.receiver):
        raise NotThere
    if found.confirmed:
        raise TooLate
    if not waits_for(found, member):
        raise OtherSide
    return found


def waits_for(exchange: Exchange, member: str) -> bool:
    """Tell whether the exchange counts once *member*, one of its two sides, confirms it."""
    own = exchange.confirmed_by_giver if member == exchange.giver else exchange.confirmed_by_receiver
    return own is None


@dataclass(frozen=True)
class ExchangeView:
    """An exchange that came from no match (written down at the desk, say), as one of its two sides sees it."""

    exchange: Exchange
    receiving: bool
    name: str
    mine_to_confirm: bool


def loose(store: Store, member: str) -> list[ExchangeView]:
    """Return the member's unconfirmed exchanges that came from no match, the latest first."""
    with store.unit() as unit:
        found = {e.id: e for side in ("giver", "receiver") for e in unit.exchanges.where(**{side: member})}
        open_ones = [e for e in found.values() if not e.match and not e.confirmed]
        seen = [_view(unit, exchange, member) for exchange in open_ones]
    return sorted(seen, key=lambda v: (v.exchange.on, v.exchange.id), reverse=True)


def view(store: Store, exchange: str, member: str) -> ExchangeView:
    """
    Return one exchange as *member*, one of its two sides, sees it.

    Raises:
        NotThere: it is somebody else's.
    """
    with store.unit() as unit:
        found = unit.exchanges.get(exchange)
        if found is None or member not in (found.giver, found.receiver):
            raise NotThere
        return _view(unit, found, member)


def _view(unit: UnitOfWork, exchange: Exchange, member: str) -> ExchangeView:
    receiving = exchange.receiver == member
    other = unit.members.get(exchange.giver if receiving else exchange.receiver)
    waits = not exchange.confirmed and waits_for(exchange, member)
    return ExchangeView(exchange, receiving, first_name(other) if other else "", waits)
