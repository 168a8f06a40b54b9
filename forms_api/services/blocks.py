"""Keeping two people apart: one of them asks for it, and the other is never told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.exchange import IntentState, MatchEvent, MatchState
from forms_api.services.matches import move, other_side, own_match
from forms_api.store.base import Store


def keep_apart(store: Store, match: str, member: str, now: datetime) -> None:
    """
    Keep the member and the other side of this match from meeting again. The other is never told.

    Raises:
        NotThere: not one of the two.
    """
    with store.unit() as unit:
        found, need = own_match(unit, match, member)
        own, other = unit.members.get(member), other_side(unit, found, member)
        if own is None or other is None or other.id in own.blocked:
            return
        unit.members.put(replace(own, blocked=tuple(sorted({*own.blocked, other.id}))))
        if found.state in (MatchState.SUGGESTED, MatchState.OFFERED, MatchState.ACCEPTED):
            move(unit, found, MatchEvent.WITHDRAW, now)
            if need.state is IntentState.MATCHED and found.state is MatchState.ACCEPTED:
                unit.intents.put(replace(need, state=IntentState.OPEN))


def allow_again(store: Store, member: str, other: str) -> None:
    """Take somebody off the member's list of people to be kept apart from."""
    with store.unit() as unit:
        own = unit.members.get(member)
        if own is not None and other in own.blocked:
            unit.members.put(replace(own, blocked=tuple(b for b in own.blocked if b != other)))
