"""
My bridges: to whom I gave, who gave to me, and the one step that is next.

Only what its owner may see: names where the other side opens them to people matched with them, counts for
oneself alone. Nothing is compared with anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from domain.exchange import Counter, Exchange, IntentState, MatchState, closed_by_silence, counters
from domain.meeting import edges
from domain.pathways import TOLD_FOR
from domain.people import Member
from domain.programs import InvitationState, PartState
from forms_api.services.exchanges import waits_for
from forms_api.services.gatherings import waits_for_me
from forms_api.services.intents import is_open
from forms_api.services.refusals import NotThere
from forms_api.services.taking_part import first_name
from forms_api.store.base import Store, UnitOfWork


@dataclass(frozen=True)
class Bridge:
    """Somebody I gave to or received from: their first name or "", the skills, how often and when last."""

    name: str
    skills: tuple[str, ...]
    times: int
    last: date


class Step(Enum):
    """What is next for a member; the first that applies."""

    CALLED = "called"
    CONFIRM = "confirm"
    CHOOSE = "choose"
    ANSWER_INVITATION = "answer invitation"
    PLACE = "place"
    AGREED = "agreed"
    COULD = "could"
    WRITE_ENTRY = "write entry"
    SHARE = "share"
    REST = "rest"


@dataclass(frozen=True)
class Bridges:
    """What stands at the top of a member's own page."""

    given: tuple[Bridge, ...]
    received: tuple[Bridge, ...]
    counters: tuple[Counter, ...]
    unconfirmed: int
    step: Step


def bridges(store: Store, member: str, could: int, now: datetime) -> Bridges:
    """
    Return the member's bridges and next step; *could* is the number of open needs they could meet.

    Raises:
        NotThere: nobody has this id.
    """
    with store.unit() as unit:
        own = unit.members.get(member)
        if own is None:
            raise NotThere
        gave, got = unit.exchanges.where(giver=member), unit.exchanges.where(receiver=member)
        together = [(g, edge) for g in unit.gatherings for edge in edges(g) if edge.confirmed]
        to = [*((e.receiver, e.skill, e.on) for e in gave if e.confirmed)]
        to += [(edge.receiver, g.skill, g.on) for g, edge in together if edge.giver == member]
        came = [*((e.giver, e.skill, e.on) for e in got if e.confirmed)]
        came += [(edge.giver, g.skill, g.on) for g, edge in together if edge.receiver == member]
        return Bridges(
            given=_sides(unit, to),
            received=_sides(unit, came),
            counters=counters(member, [*gave, *got], unit.gatherings),
            unconfirmed=sum(_waits(e, now.date()) for e in [*gave, *got]),
            step=_next(unit, own, [*gave, *got], could, now),
        )


def _waits(exchange: Exchange, today: date) -> bool:
    return not exchange.confirmed and not closed_by_silence(exchange, today)


Met = tuple[str, str, date]
"""Whom somebody met by an exchange that counts, over which skill, and when."""


def _sides(unit: UnitOfWork, met: Iterable[Met]) -> tuple[Bridge, ...]:
    by_other: dict[str, list[Met]] = {}
    for one in met:
        by_other.setdefault(one[0], []).append(one)
    made = [_bridge(unit.members.get(other), times) for other, times in by_other.items()]
    return tuple(sorted(made, key=lambda b: (b.last, b.name), reverse=True))


def _bridge(other: Member | None, met: list[Met]) -> Bridge:
    skills = tuple(sorted({skill for _, skill, _ in met}))
    name = first_name(other) if other is not None else ""
    return Bridge(name, skills, len(met), max(on for _, _, on in met))


def _next(unit: UnitOfWork, own: Member, exchanges: list[Exchange], could: int, now: datetime) -> Step:
    mine = unit.matches.where(receiver=own.id)
    agreed = [m for m in (*mine, *unit.matches.where(provider=own.id)) if m.state is MatchState.ACCEPTED]
    invited = unit.participations.where(member=own.id, invitation=InvitationState.SENT)
    waiting = [i for i in unit.intents.where(member=own.id, state=IntentState.OPEN) if is_open(i, now.date())]
    asked = {i.id for i in waiting}
    moved_up = unit.participations.where(member=own.id, state=PartState.ENROLLED, moved_up=True)
    steps = (
        (_is_called(unit, own.id), Step.CALLED),
        (any(_waits(e, now.date()) and waits_for(e, own.id) for e in exchanges), Step.CONFIRM),
        (any(waits_for_me(g, own.id, now.date()) for g in unit.gatherings), Step.CONFIRM),
        (any(m.state is MatchState.OFFERED and m.need in asked for m in mine), Step.CHOOSE),
        (bool(invited), Step.ANSWER_INVITATION),
        (any(now - part.since <= TOLD_FOR for part in moved_up), Step.PLACE),
        (bool(agreed), Step.AGREED),
        (could > 0, Step.COULD),
        (not (own.entry.shares or own.entry.about), Step.WRITE_ENTRY),
        (not waiting, Step.SHARE),
    )
    return next((step for applies, step in steps if applies), Step.REST)


def _is_called(unit: UnitOfWork, member: str) -> bool:
    """Tell whether a playbook at work, or its drill, waits for the member's answer."""
    unanswered = (called for called in unit.called.where(member=member) if called.answer is None)
    at_work = (unit.activations.get(called.activation) for called in unanswered)
    return any(activation is not None and activation.running for activation in at_work)
