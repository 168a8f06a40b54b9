"""
The one way a match moves, and what is forgotten with it.

Rules of this file: free text serves the people it was written for until what they agreed is over, and not a day
longer. Where a match ends without an exchange its words and its messages go at once; where it ends in one they go
when both have confirmed it (`forget`), or silence has closed it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from domain.exchange import Intent, IntentState, Match, MatchEvent, MatchState, MoveRefused, moved
from forms_api.services.refusals import N_, Refused
from forms_api.services.taking_part import TAKING_PART, apart
from forms_api.store.base import UnitOfWork

LIVE = frozenset({MatchState.SUGGESTED, MatchState.OFFERED, MatchState.ACCEPTED})
OVER = frozenset({MatchState.DECLINED, MatchState.WITHDRAWN, MatchState.COULD_NOT_HAPPEN})


class TooLate(Refused):
    message = N_("This has moved on meanwhile. Load your own page to see where it stands.")


def move(unit: UnitOfWork, match: Match, event: MatchEvent, now: datetime) -> Match:
    """
    Put the match where *event* takes it; its words go with its end.

    Raises:
        TooLate: the table has no such move from where it stands.
    """
    try:
        after = replace(match, state=moved(match.state, event), moved_at=now)
    except MoveRefused as refused:
        raise TooLate from refused
    unit.matches.put(after)
    return forget(unit, after) if after.state in OVER else after


def forget(unit: UnitOfWork, match: Match) -> Match:
    """Delete the words of a match and all messages between its two sides; return what is left."""
    for message in unit.messages.where(match=match.id):
        unit.messages.remove(message.id)
    bare = replace(match, message="", reasons=())
    unit.matches.put(bare)
    return bare


def close(unit: UnitOfWork, intent: Intent, state: IntentState, today: date) -> Intent:
    """Close an offer or a need for good and delete all its owner wrote into it; return what is left."""
    bare = replace(
        intent, state=state, note="", when="", zone="", language="", bands=(), closed_on=intent.closed_on or today
    )
    unit.intents.put(bare)
    return bare


def reopen(unit: UnitOfWork, need: str) -> None:
    """Open a need again whose match did not come about."""
    found = unit.intents.get(need)
    if found is not None and found.state is IntentState.MATCHED:
        unit.intents.put(replace(found, state=IntentState.OPEN))


def decline_the_others(unit: UnitOfWork, need: str, chosen: str, now: datetime) -> None:
    """Decline the matches of *need* that wait for an answer, but for the one *chosen*."""
    for match in unit.matches.where(need=need):
        if match.id != chosen and match.state in (MatchState.SUGGESTED, MatchState.OFFERED):
            move(unit, match, MatchEvent.DECLINE, now)


def ask_the_others_again(unit: UnitOfWork, ended: Match, now: datetime) -> None:
    """
    Suggest the need once more to those who were declined when *ended* was chosen: it is open again.

    They were declined at the very moment of that choice, *ended* as it stood then; whom the receiver declined by
    name is not asked, nor who has been kept apart since.
    """
    for match in unit.matches.where(need=ended.need, state=MatchState.DECLINED):
        if match.moved_at == ended.moved_at and meet(unit, match):
            move(unit, match, MatchEvent.ASK_AGAIN, now)


def meet(unit: UnitOfWork, match: Match) -> bool:
    """Tell whether both sides still take part and neither keeps the other away."""
    one, other = unit.members.get(match.provider), unit.members.get(match.receiver)
    if one is None or other is None or apart(one, other):
        return False
    return {one.standing, other.standing} <= TAKING_PART
