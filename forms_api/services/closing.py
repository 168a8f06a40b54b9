"""
What is over is closed and deleted: each day, before anything is published.

| what | closes | what is deleted then |
| an offer or need that ran out | RENEWABLE after its last day | its words, zone, language and times |
| an exchange nobody answered | 30 days after it was written down | the words of its match and need |
| a match that ended, a need that was closed | GONE_AFTER | the whole row |
| who saw how to reach somebody | SIGHTINGS_KEPT after it was shown | the whole row |
| who was called, and their answer | a year after the end, but for each playbook's last drill | the whole row |
| a group event | 30 days after it was written down | the words for what it was |

What stays is the exchange (two random ids, a skill, an amount and a day) or the group event, in the same way. All
of it is one unit of work, and done a second time it changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.exchange import (
    SILENCE_CLOSES,
    Exchange,
    Intent,
    IntentState,
    Match,
    MatchState,
    closed_by_silence,
)
from domain.people import Standing
from forms_api.services.crisis_forget import forget_calls
from forms_api.services.leaving import end_all
from forms_api.services.moves import OVER, close, decline_the_others, forget
from forms_api.store.base import Store, UnitOfWork

RENEWABLE = timedelta(days=30)
"""How long after its last day an offer or need can be renewed in one step."""

GONE_AFTER = timedelta(days=30)
SIGHTINGS_KEPT = timedelta(days=365)
CLOSED = frozenset({IntentState.FULFILLED, IntentState.WITHDRAWN, IntentState.EXPIRED})


def close_due(store: Store, now: datetime) -> None:
    """Close and delete what is due at *now*."""
    with store.unit() as unit:
        for member in unit.members:
            if member.standing is Standing.LEFT:
                end_all(unit, member.id, now)
        for intent in unit.intents:
            _run_out(unit, intent, now)
        for exchange in unit.exchanges:
            if closed_by_silence(exchange, now.date()):
                settle(unit, exchange, now.date())
        for match in unit.matches:
            _remove_match(unit, match, now)
        for intent in unit.intents:
            _remove_intent(unit, intent, now.date())
        for gathering in unit.gatherings:
            if gathering.title and now.date() >= gathering.written_at.date() + SILENCE_CLOSES:
                unit.gatherings.put(replace(gathering, title=""))
        for sighting in unit.sightings:
            if sighting.at + SIGHTINGS_KEPT <= now:
                unit.sightings.remove(sighting.id)
        forget_calls(unit, now)


def settle(unit: UnitOfWork, exchange: Exchange, today: date) -> None:
    """Delete the words that led to an exchange: both have confirmed it, or silence has closed it."""
    match = unit.matches.get(exchange.match)
    if match is None:
        return
    if match.message or match.reasons or unit.messages.where(match=match.id):
        forget(unit, match)
    need = unit.intents.get(match.need)
    if need is not None and need.state is IntentState.FULFILLED and (need.note or need.when or need.zone):
        close(unit, need, IntentState.FULFILLED, today)


def _run_out(unit: UnitOfWork, intent: Intent, now: datetime) -> None:
    waits = intent.state in (IntentState.OPEN, IntentState.PAUSED) and intent.expires_on is not None
    if waits and intent.expires_on is not None and now.date() > intent.expires_on + RENEWABLE:
        close(unit, intent, IntentState.EXPIRED, now.date())
        decline_the_others(unit, intent.id, "", now)


def _remove_match(unit: UnitOfWork, match: Match, now: datetime) -> None:
    if match.state is MatchState.DONE:
        mine = unit.exchanges.where(match=match.id)
        over = all(e.confirmed or closed_by_silence(e, now.date()) for e in mine)
    else:
        over = match.state in OVER
    if over and (match.moved_at or match.made_at) + GONE_AFTER <= now:
        forget(unit, match)
        unit.matches.remove(match.id)


def _remove_intent(unit: UnitOfWork, intent: Intent, today: date) -> None:
    if intent.state not in CLOSED:
        return
    if intent.closed_on is None:
        # Closed before that day was kept: it counts from the first time it is seen.
        unit.intents.put(replace(intent, closed_on=today))
    elif intent.closed_on + GONE_AFTER <= today and not unit.matches.where(need=intent.id):
        unit.intents.remove(intent.id)
