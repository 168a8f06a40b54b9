"""Exchanges that silence will close soon, and who has not answered: nothing ends without its owner knowing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.exchange import closed_by_silence, closes_on
from forms_api.services.exchanges import waits_for
from forms_api.store.base import Store, UnitOfWork

BEFORE = timedelta(days=7)
"""How long before it closes the side that has not answered is told, once."""


@dataclass(frozen=True)
class Unanswered:
    """*last* is the last day on which *member* can say whether it was so."""

    member: str
    exchange: str
    skill: str
    last: date


def unanswered(unit: UnitOfWork, today: date) -> tuple[Unanswered, ...]:
    """Return what silence closes within a week and nobody has been told of yet, the nearest first."""
    found = []
    for exchange in unit.exchanges:
        last = closes_on(exchange) - timedelta(days=1)
        settled = exchange.confirmed or exchange.reminded_on or closed_by_silence(exchange, today)
        if not settled and last <= today + BEFORE:
            sides = (side for side in (exchange.giver, exchange.receiver) if waits_for(exchange, side))
            found += [Unanswered(side, exchange.id, exchange.skill, last) for side in sides]
    return tuple(sorted(found, key=lambda one: (one.last, one.exchange, one.member)))


def claim(store: Store, today: date) -> tuple[Unanswered, ...]:
    """Return who is to be told now and note that they were: whoever asks a second time gets none of them."""
    with store.unit() as unit:
        found = unanswered(unit, today)
        for one in found:
            exchange = unit.exchanges.get(one.exchange)
            if exchange is not None:
                unit.exchanges.put(replace(exchange, reminded_on=today))
    return found
