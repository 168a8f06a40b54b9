"""
Keeping two people apart: one of them asks for it, and the other is never told.

Rule of this file: whatever ends between the two ends by a move that happens every day without a block. An offer
that waits is declined where the one who asked keeps apart, and taken back where the one who offered does.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.exchange import Match, MatchEvent, MatchState
from forms_api.services.matches import other_side, own_match
from forms_api.services.moves import LIVE, ask_the_others_again, move, reopen
from forms_api.store.base import Store, UnitOfWork


def keep_apart(store: Store, match: str, member: str, now: datetime) -> None:
    """
    Keep the member and the other side of this match from meeting again. The other is never told.

    Raises:
        NotThere: not one of the two.
    """
    with store.unit() as unit:
        found, _ = own_match(unit, match, member)
        own, other = unit.members.get(member), other_side(unit, found, member)
        if own is None or other is None:
            return
        if other.id not in own.blocked:
            unit.members.put(replace(own, blocked=tuple(sorted({*own.blocked, other.id}))))
        for one, two in ((own.id, other.id), (other.id, own.id)):
            for between in unit.matches.where(provider=one, receiver=two):
                _end(unit, between, member, now)


def _end(unit: UnitOfWork, match: Match, by: str, now: datetime) -> None:
    if match.state not in LIVE:
        return
    waits = match.state is not MatchState.ACCEPTED
    move(unit, match, MatchEvent.DECLINE if waits and match.receiver == by else MatchEvent.WITHDRAW, now)
    if match.state is MatchState.ACCEPTED:
        reopen(unit, match.need)
        ask_the_others_again(unit, match, now)


def allow_again(store: Store, member: str, other: str) -> None:
    """Take somebody off the member's list of people to be kept apart from."""
    with store.unit() as unit:
        own = unit.members.get(member)
        if own is not None and other in own.blocked:
            unit.members.put(replace(own, blocked=tuple(b for b in own.blocked if b != other)))
