"""
What its owner does with an offer or a need that stands: pause, go on, renew, change.

Rule of this file: who has offered is asked once more only where the skill changes, because then it is something
else that is wanted; any other change they read on the page. What somebody was chosen for changes no more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.catalogue import Catalogue
from domain.exchange import Direction, Intent, IntentState, MatchEvent, MatchState
from domain.time_bands import in_order
from forms_api.services.clearances import cleared, demand_clearance
from forms_api.services.closing import RENEWABLE
from forms_api.services.intents import LIFE, IntentDraft, check_draft, demand_room, is_open, last_day
from forms_api.services.moves import move
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.services.taking_part import participant
from forms_api.store.base import Store, UnitOfWork

STANDS = frozenset({IntentState.OPEN, IntentState.PAUSED})


class StandsAlready(Refused):
    message = N_("This stands until you take it back; there is no day to put off.")


@dataclass(frozen=True)
class Placed:
    """
    An offer or a need as its owner sees it. *ran_out* tells that its last day is over and it can still be renewed;
    *could* counts who offered and waits for an answer.
    """

    intent: Intent
    open: bool
    ran_out: bool
    could: int


def placed(store: Store, member: str, now: datetime) -> list[Placed]:
    """Return what the member placed and can still act on, what waits for an answer first, then the latest."""
    with store.reading() as unit:
        mine = [i for i in unit.intents.where(member=member) if i.state in STANDS]
        found = [_placed(unit, intent, now.date()) for intent in mine]
    return sorted(found, key=lambda p: (p.could == 0, -p.intent.made_at.timestamp(), p.intent.id))


def _placed(unit: UnitOfWork, intent: Intent, today: date) -> Placed:
    could = len(unit.matches.where(need=intent.id, state=MatchState.OFFERED))
    ran_out = intent.expires_on is not None and today > intent.expires_on
    return Placed(intent, is_open(intent, today), ran_out, could)


def standing(store: Store, intent: str, member: str) -> Intent:
    """
    Return the member's own offer or need while it stands.

    Raises:
        NotThere: it is not the member's, or is settled.
    """
    with store.reading() as unit:
        return _mine(unit, intent, member)


def pause(store: Store, intent: str, member: str) -> Intent:
    """
    Let an offer or a need rest: nobody sees it until it goes on; who has offered keeps waiting.

    Raises:
        NotThere: it is not the member's, or does not stand.
    """
    with store.unit() as unit:
        found = _mine(unit, intent, member)
        resting = replace(found, state=IntentState.PAUSED)
        unit.intents.put(resting)
    return resting


def resume(store: Store, catalogue: Catalogue, intent: str, member: str, now: datetime) -> Intent:
    """
    Let an offer or a need go on; one whose last day went by meanwhile stands for another sixty.

    Raises:
        NotThere, NotTakingPart, TooManyOpen. NotCleared: the skill demands more by now.
    """
    with store.unit() as unit:
        return _stand(unit, catalogue, _mine(unit, intent, member), now, longer=False)


def renew(store: Store, catalogue: Catalogue, intent: str, member: str, now: datetime) -> Intent:
    """
    Say that it is still needed, or still offered: it stands for sixty days from now.

    Raises:
        NotThere: it is not the member's, or ran out too long ago. StandsAlready: it has no last day.
        NotTakingPart, TooManyOpen, NotCleared: as where it is placed.
    """
    with store.unit() as unit:
        found = _mine(unit, intent, member)
        if found.expires_on is None:
            raise StandsAlready
        if now.date() > found.expires_on + RENEWABLE:
            raise NotThere
        return _stand(unit, catalogue, found, now, longer=True)


def _stand(unit: UnitOfWork, catalogue: Catalogue, found: Intent, now: datetime, *, longer: bool) -> Intent:
    today = now.date()
    participant(unit, found.member)
    if found.direction is Direction.OFFER:
        demand_clearance(unit, catalogue, found.skill, found.member, today)
    if not is_open(found, today):
        demand_room(unit, found.member, 1, today)
    until = found.expires_on
    if until is not None and (longer or until < today):
        until = max(until, today + LIFE)
    standing = replace(found, state=IntentState.OPEN, expires_on=until, reminded_on=None)
    unit.intents.put(standing)
    return standing


def change(
    store: Store, catalogue: Catalogue, intent: str, member: str, draft: IntentDraft, now: datetime
) -> Intent:
    """
    Put what was typed in the place of an offer or a need that stands; its direction stays.

    Raises:
        NotThere: it is not the member's, or is settled.
        NotTakingPart, SkillUnknown, NotCleared, DayGone, ContactInText: as where it is placed.
    """
    with store.unit() as unit:
        found = _mine(unit, intent, member)
        participant(unit, member)
        draft = replace(draft, direction=found.direction)
        check_draft(unit, catalogue, member, draft, now.date())
        changed = replace(
            found,
            skill=draft.skill,
            note=draft.note,
            when=draft.when,
            zone=draft.zone,
            language=draft.language,
            quarters=draft.quarters,
            bands=in_order(draft.bands),
            standing=draft.standing,
            expires_on=last_day(draft, now.date()),
            visibility=draft.visibility,
            reminded_on=None,
        )
        unit.intents.put(changed)
        if changed.skill != found.skill:
            _ask_again(unit, catalogue, changed, now)
    return changed


def _ask_again(unit: UnitOfWork, catalogue: Catalogue, need: Intent, now: datetime) -> None:
    """Ask those who offered whether they could do this too; drop suggestions made for what was wanted before."""
    for match in unit.matches.where(need=need.id):
        if match.state is MatchState.OFFERED and cleared(unit, catalogue, need.skill, match.provider, now.date()):
            asked = move(unit, match, MatchEvent.ASK_AGAIN, now)
            unit.matches.put(replace(asked, skill=need.skill, message="", reasons=()))
        elif match.state in (MatchState.OFFERED, MatchState.SUGGESTED):
            move(unit, match, MatchEvent.DECLINE, now)


def _mine(unit: UnitOfWork, intent: str, member: str) -> Intent:
    found = unit.intents.get(intent)
    if found is None or found.member != member or found.state not in STANDS:
        raise NotThere
    return found
