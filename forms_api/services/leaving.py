"""
A member leaves the network: what they had under way ends, without a reason and without a word about them.

What they gave and received stays with those they met; other legs of a circle they stood in stand as before.
"""

from __future__ import annotations

from datetime import datetime

from domain.exchange import IntentState, MatchEvent, MatchState
from forms_api.services.moves import LIVE, ask_the_others_again, close, decline_the_others, forget, move, reopen
from forms_api.store.base import UnitOfWork

OPEN = frozenset({IntentState.OPEN, IntentState.PAUSED, IntentState.MATCHED})


def end_all(unit: UnitOfWork, member: str, now: datetime) -> None:
    """Withdraw the member's offers and needs, end their matches, delete their messages; again changes nothing."""
    for match in (*unit.matches.where(provider=member), *unit.matches.where(receiver=member)):
        if match.state in LIVE:
            move(unit, match, MatchEvent.WITHDRAW, now)
            if match.state is MatchState.ACCEPTED:
                reopen(unit, match.need)
                ask_the_others_again(unit, match, now)
        elif match.state is MatchState.DONE and unit.messages.where(match=match.id):
            forget(unit, match)
    for intent in unit.intents.where(member=member):
        if intent.state in OPEN:
            close(unit, intent, IntentState.WITHDRAWN, now.date())
            decline_the_others(unit, intent.id, "", now)
