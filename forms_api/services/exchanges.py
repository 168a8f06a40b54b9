"""
What was given: written down by either side, confirmed by both.

Rules of this file: nobody confirms both sides; whoever writes something down has confirmed their own side of it
by that, and may take it back until the other has answered. Silence closes it after thirty days and never
verifies it: a closed one is not counted and not confirmed any more; the two may write it down once more. Of two
confirmations at once one counts, and the other is told so.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.catalogue import Catalogue
from domain.exchange import (
    Exchange,
    IntentState,
    Kind,
    MatchEvent,
    MatchState,
    closed_by_silence,
)
from forms_api.services.amounts import check_amount
from forms_api.services.clearances import cleared, demand_clearance
from forms_api.services.closing import settle
from forms_api.services.ids import Chance, new_id
from forms_api.services.known_people import known_people
from forms_api.services.matches import own_match
from forms_api.services.moves import TooLate, move
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.services.taking_part import apart, first_name, participant
from forms_api.store.base import Store, UnitOfWork

OLDEST_DAY = timedelta(days=92)
"""How far back an exchange may lie when it is written down."""


class WrongDay(Refused):
    """An exchange cannot have happened on this day, or cannot be written down any more."""


class DayAhead(WrongDay):
    message = N_("This day is still ahead. Write it down once it has happened")


class DayTooOld(WrongDay):
    message = N_("Choose a day within the last three months")


class OtherSide(Refused):
    message = N_("You have said your part. The other side confirms the rest.")


class ConfirmedAlready(TooLate):
    message = N_("Both of you have confirmed this already, perhaps on another device. It counts once.")


class ClosedBySilence(TooLate):
    message = N_(
        "Thirty days have gone by without an answer, so this is closed and not counted. If you both want it "
        "counted, one of you writes it down once more."
    )


class NotKnown(Refused):
    message = N_("Choose people from the list, or type the code they told you")


class SomebodyNotCleared(Refused):
    message = N_(
        "This skill protects people, and not everybody who gave has what it demands. Talk to a steward; you are "
        "not told who."
    )


class OneselfOnly(Refused):
    message = N_("Nobody gives to themself. An exchange has two sides, and each confirms its own.")


def check_what(kind: Kind, amount: int, on: date, today: date) -> None:
    """
    Return if so much may have been given on this day.

    Raises:
        WrongAmount, DayAhead, DayTooOld.
    """
    check_amount(kind, amount)
    if on > today:
        raise DayAhead
    if on < today - OLDEST_DAY:
        raise DayTooOld


def done(
    store: Store,
    match: str,
    member: str,
    kind: Kind,
    amount: int,
    on: date,
    now: datetime,
    token: Chance = secrets.token_bytes,
    *,
    today: date | None = None,
) -> Exchange:
    """
    Write down what was given; whoever writes it confirms their own side by it.

    *today* is the day where the network lives, that of *now* in UTC unless said otherwise.

    Raises:
        NotThere, TooLate, WrongAmount, WrongDay, OneselfOnly.
    """
    check_what(kind, amount, on, today or now.date())
    with store.unit() as unit:
        found, need = own_match(unit, match, member)
        if found.provider == found.receiver:
            raise OneselfOnly
        move(unit, found, MatchEvent.DONE, now)
        over = IntentState.OPEN if need.standing else IntentState.FULFILLED
        unit.intents.put(replace(need, state=over, closed_on=None if need.standing else now.date()))
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


def _confirmed(exchange: Exchange, member: str, now: datetime) -> Exchange:
    if member == exchange.giver:
        return replace(exchange, confirmed_by_giver=now)
    return replace(exchange, confirmed_by_receiver=now)


@dataclass(frozen=True)
class Given:
    """What two people did without a match, as one of them types it; *giving* tells which side the writer was."""

    other: str
    giving: bool
    skill: str
    kind: Kind
    amount: int
    on: date


def write_down(
    store: Store,
    catalogue: Catalogue,
    member: str,
    given: Given,
    now: datetime,
    token: Chance = secrets.token_bytes,
    *,
    told: Iterable[str] = (),
    today: date | None = None,
) -> Exchange:
    """
    Write down something given without a match; the writer has confirmed their own side by it.

    The other is somebody the writer has met, or one of *told*, whose codes they typed.

    Raises:
        NotTakingPart, SkillUnknown, WrongAmount, WrongDay, OneselfOnly, NotKnown.
        NotCleared, SomebodyNotCleared: who gave lacks what the skill demands.
    """
    check_what(given.kind, given.amount, given.on, today or now.date())
    with store.unit() as unit:
        writer = participant(unit, member)
        if given.other == member:
            raise OneselfOnly
        if given.other not in {*known_people(unit, catalogue, writer), *told}:
            raise NotKnown
        giver, receiver = (member, given.other) if given.giving else (given.other, member)
        if given.giving or given.skill not in catalogue.skills:
            demand_clearance(unit, catalogue, given.skill, member, given.on)
        elif not cleared(unit, catalogue, given.skill, giver, given.on):
            raise SomebodyNotCleared
        exchange = Exchange(new_id(token), giver, receiver, given.skill, given.kind, given.amount, given.on)
        exchange = _confirmed(exchange, member, now)
        unit.exchanges.add(exchange)
    return exchange


def confirm(store: Store, exchange: str, member: str, now: datetime) -> Exchange:
    """
    Confirm one's own side of what the other wrote down. From now on it counts, for both; what they wrote to each
    other on the way is deleted.

    Raises:
        NotThere: not one of the two. ConfirmedAlready: both have. ClosedBySilence. OtherSide: this side has.
        OneselfOnly: giver and receiver are one.
    """
    with store.unit() as unit:
        confirmed = _confirmed(_mine_to_confirm(unit, exchange, member, now), member, now)
        unit.exchanges.put(confirmed)
        if confirmed.confirmed:
            settle(unit, confirmed, now.date())
    return confirmed


def correct(
    store: Store,
    exchange: str,
    member: str,
    kind: Kind,
    amount: int,
    on: date,
    now: datetime,
    *,
    today: date | None = None,
) -> Exchange:
    """
    Write down otherwise what the other side wrote; their confirmation falls, and they are asked again.

    Raises:
        NotThere, TooLate, OtherSide: as confirm does. WrongAmount, WrongDay.
    """
    check_what(kind, amount, on, today or now.date())
    with store.unit() as unit:
        found = _mine_to_confirm(unit, exchange, member, now)
        bare = replace(
            found,
            kind=kind,
            amount=amount,
            on=on,
            confirmed_by_giver=None,
            confirmed_by_receiver=None,
            reminded_on=None,
        )
        corrected = _confirmed(bare, member, now)
        unit.exchanges.put(corrected)
    return corrected


def take_back(store: Store, exchange: str, member: str, now: datetime) -> Exchange:
    """
    Take back what one wrote down oneself, while the other side has not answered: it is gone, and its match stands
    as agreed again.

    Raises:
        NotThere: not one of the two. ConfirmedAlready, ClosedBySilence.
        OtherSide: the other side wrote it; it is theirs to take back.
    """
    with store.unit() as unit:
        found = _open_between(unit, exchange, member, now)
        if waits_for(found, member):
            raise OtherSide
        unit.exchanges.remove(found.id)
        match = unit.matches.get(found.match)
        if match is not None and match.state is MatchState.DONE:
            move(unit, match, MatchEvent.TAKE_BACK, now)
            need = unit.intents.get(match.need)
            if need is not None and need.state in (IntentState.FULFILLED, IntentState.OPEN):
                unit.intents.put(replace(need, state=IntentState.MATCHED, closed_on=None))
    return found


def _mine_to_confirm(unit: UnitOfWork, exchange: str, member: str, now: datetime) -> Exchange:
    found = _open_between(unit, exchange, member, now)
    if not waits_for(found, member):
        raise OtherSide
    return found


def _open_between(unit: UnitOfWork, exchange: str, member: str, now: datetime) -> Exchange:
    found = unit.exchanges.get(exchange)
    if found is None or member not in (found.giver, found.receiver):
        raise NotThere
    if found.giver == found.receiver:
        raise OneselfOnly
    if found.confirmed:
        raise ConfirmedAlready
    if closed_by_silence(found, now.date()):
        raise ClosedBySilence
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
    mine_to_take_back: bool
    silent: bool


def loose(store: Store, member: str, now: datetime) -> list[ExchangeView]:
    """Return the member's exchanges that came from no match and wait for one of the two, the latest first."""
    with store.reading() as unit:
        found = {e.id: e for side in ("giver", "receiver") for e in unit.exchanges.where(**{side: member})}
        open_ones = [e for e in found.values() if not e.match and not e.confirmed]
        seen = [_view(unit, e, member, now) for e in open_ones if not _unasked(unit, e, member)]
    waiting = [view for view in seen if not view.silent]
    return sorted(waiting, key=lambda v: (v.exchange.on, v.exchange.id), reverse=True)


def _unasked(unit: UnitOfWork, exchange: Exchange, member: str) -> bool:
    """Tell whether somebody kept away from the member wrote it down: the member is not asked, nobody is told."""
    one, two = unit.members.get(exchange.giver), unit.members.get(exchange.receiver)
    return waits_for(exchange, member) and one is not None and two is not None and apart(one, two)


def view(store: Store, exchange: str, member: str, now: datetime) -> ExchangeView:
    """
    Return one exchange as *member*, one of its two sides, sees it.

    Raises:
        NotThere: it is somebody else's.
    """
    with store.reading() as unit:
        found = unit.exchanges.get(exchange)
        if found is None or member not in (found.giver, found.receiver):
            raise NotThere
        return _view(unit, found, member, now)


def _view(unit: UnitOfWork, exchange: Exchange, member: str, now: datetime) -> ExchangeView:
    receiving = exchange.receiver == member
    other = unit.members.get(exchange.giver if receiving else exchange.receiver)
    silent = closed_by_silence(exchange, now.date())
    waits = not exchange.confirmed and not silent
    mine = waits_for(exchange, member)
    return ExchangeView(
        exchange=exchange,
        receiving=receiving,
        name=first_name(other) if other else "",
        mine_to_confirm=waits and mine,
        mine_to_take_back=waits and not mine,
        silent=silent,
    )
