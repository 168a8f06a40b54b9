"""
Offers and needs: what members can share and what they invite help with.

Rules of this file: a need is seen by members who may meet it and by nobody else; an offer of a safeguarded
skill is taken only from somebody cleared for it; a block hides both sides from each other without a word.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.catalogue import Catalogue
from domain.exchange import Direction, Intent, IntentState, MatchState, Proposer, Visibility
from domain.people import Member
from domain.privacy import ZONE_FROM_MEMBERS
from domain.skills import Safeguarding
from domain.time_bands import in_order
from forms_api.services.clearances import SkillUnknown, cleared, demand_clearance, gives
from forms_api.services.contact_rules import demand_no_contact
from forms_api.services.ids import Chance, new_id
from forms_api.services.moves import LIVE, close, decline_the_others
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.services.taking_part import TAKING_PART, apart, participant
from forms_api.store.base import Store, UnitOfWork

MOST_OPEN = 20
"""Open offers and needs of one member."""

LIFE = timedelta(days=60)
"""How long a need stays open where its owner names no day."""

LONGEST_LIFE = timedelta(days=365)


class TooManyOpen(Refused):
    message = N_("You have %(most)s offers and needs open, as many as one member may. Withdraw one first.")


class DayGone(Refused):
    message = N_("Choose a day from today on and within a year.")


@dataclass(frozen=True)
class IntentDraft:
    """An offer or a need as it was typed; *until* None and not *standing* means the usual time."""

    direction: Direction
    skill: str
    note: str = ""
    when: str = ""
    zone: str = ""
    language: str = ""
    quarters: int = 0
    bands: tuple[str, ...] = ()
    standing: bool = False
    until: date | None = None
    visibility: Visibility = Visibility.MEMBERS


@dataclass(frozen=True)
class NeedCard:
    """What a member sees of somebody's need: never who, and a zone only where enough people live."""

    need: Intent
    zone: str
    could: bool
    offered: bool


def place(
    store: Store,
    catalogue: Catalogue,
    member: str,
    drafts: Sequence[IntentDraft],
    now: datetime,
    token: Chance = secrets.token_bytes,
) -> tuple[Intent, ...]:
    """
    Store what a member shares and invites help with, all or nothing.

    Raises:
        NotTakingPart, SkillUnknown, NotCleared, DayGone, TooManyOpen, ContactInText.
    """
    with store.unit() as unit:
        participant(unit, member)
        check_drafts(unit, catalogue, member, drafts, now.date())
        made = tuple(_made(draft, member, now, token) for draft in drafts)
        for intent in made:
            unit.intents.add(intent)
    return made


def check_drafts(
    unit: UnitOfWork, catalogue: Catalogue, member: str, drafts: Sequence[IntentDraft], today: date
) -> None:
    """
    Return if the drafts may be placed.

    Raises:
        SkillUnknown, NotCleared, DayGone, TooManyOpen, ContactInText.
    """
    for draft in drafts:
        check_draft(unit, catalogue, member, draft, today)
    demand_room(unit, member, len(drafts), today)


def check_draft(unit: UnitOfWork, catalogue: Catalogue, member: str, draft: IntentDraft, today: date) -> None:
    """
    Return if what was typed fits, however much the member has open.

    Raises:
        SkillUnknown, NotCleared, DayGone, ContactInText.
    """
    if draft.direction is Direction.OFFER:
        demand_clearance(unit, catalogue, draft.skill, member, today)
    elif draft.skill not in catalogue.skills:
        raise SkillUnknown
    if not day_fits(draft.until, today):
        raise DayGone
    demand_no_contact(draft.note, draft.when)


def demand_room(unit: UnitOfWork, member: str, more: int, today: date) -> None:
    """
    Return if the member may have so many *more* offers and needs open.

    Raises:
        TooManyOpen.
    """
    already = [i for i in unit.intents.where(member=member) if is_open(i, today)]
    if len(already) + more > MOST_OPEN:
        raise TooManyOpen(most=MOST_OPEN)


def day_fits(until: date | None, today: date) -> bool:
    """Tell whether an offer or a need may stand until this day."""
    return until is None or today <= until <= today + LONGEST_LIFE


def _made(draft: IntentDraft, member: str, now: datetime, token: Chance) -> Intent:
    return Intent(
        id=new_id(token),
        member=member,
        direction=draft.direction,
        skill=draft.skill,
        made_at=now,
        note=draft.note,
        when=draft.when,
        zone=draft.zone,
        language=draft.language,
        quarters=draft.quarters,
        bands=in_order(draft.bands),
        standing=draft.standing,
        expires_on=last_day(draft, now.date()),
        visibility=draft.visibility,
    )


def last_day(draft: IntentDraft, today: date) -> date | None:
    """Return the last day of what was typed; None where it stands until it is taken back."""
    return None if draft.standing else draft.until or today + LIFE


def is_open(intent: Intent, today: date) -> bool:
    """Tell whether the offer or need stands and has not run out."""
    return intent.state is IntentState.OPEN and (intent.expires_on is None or today <= intent.expires_on)


def mine(store: Store, member: str) -> list[Intent]:
    """Return the member's offers and needs, the latest first."""
    with store.reading() as unit:
        found = unit.intents.where(member=member)
    return sorted(found, key=lambda i: (i.made_at, i.id), reverse=True)


def withdraw(store: Store, intent: str, member: str, now: datetime) -> Intent:
    """
    Take an offer or need back; no reason is asked. Those who said they could are told it is no longer wanted.

    What its owner wrote into it is deleted with this.

    Raises:
        NotThere: it is not the member's, or it is settled already.
    """
    with store.unit() as unit:
        found = unit.intents.get(intent)
        if found is None or found.member != member or found.state not in (IntentState.OPEN, IntentState.PAUSED):
            raise NotThere
        gone = close(unit, found, IntentState.WITHDRAWN, now.date())
        decline_the_others(unit, intent, "", now)
    return gone


def needs_for(store: Store, catalogue: Catalogue, reader: str, now: datetime) -> list[NeedCard]:
    """Return the open needs the member may see, those they could meet first, then the oldest first."""
    with store.reading() as unit:
        who = participant(unit, reader)
        open_needs = unit.intents.where(direction=Direction.NEED, state=IntentState.OPEN)
        cards = [_card(unit, need, who) for need in open_needs if may_see(unit, catalogue, need, who, now.date())]
    return sorted(cards, key=lambda c: (not c.could, c.need.made_at, c.need.id))


def need_for(store: Store, catalogue: Catalogue, need: str, reader: str, now: datetime) -> NeedCard:
    """
    Return one need as the member may see it.

    Raises:
        NotThere: there is none, or it is not for this member.
    """
    with store.reading() as unit:
        found, who = unit.intents.get(need), participant(unit, reader)
        if found is None or not may_see(unit, catalogue, found, who, now.date()):
            raise NotThere
        return _card(unit, found, who)


def may_see(unit: UnitOfWork, catalogue: Catalogue, need: Intent, reader: Member, today: date) -> bool:
    """Tell whether *reader* may see somebody else's open need; whom a steward asked may, if they may help."""
    owner = unit.members.get(need.member)
    skill = catalogue.skills.get(need.skill)
    if need.direction is not Direction.NEED or not is_open(need, today) or skill is None:
        return False
    if owner is None or owner.id == reader.id or owner.standing not in TAKING_PART or apart(owner, reader):
        return False
    # Who protects somebody is asked; who may not help does not learn that help is wanted.
    guarded = skill.safeguarding is not Safeguarding.OPEN
    if guarded and not reader.steward and not cleared(unit, catalogue, need.skill, reader.id, today):
        return False
    match need.visibility:
        case Visibility.STEWARDS:
            return reader.steward or _asked(unit, need, reader)
        case Visibility.MATCHED:
            return reader.steward or gives(unit, reader.id, need.skill) or _asked(unit, need, reader)
        case Visibility.MEMBERS:
            return True


def _asked(unit: UnitOfWork, need: Intent, reader: Member) -> bool:
    """Tell whether a steward suggested the need to *reader*, and they did not say no."""
    matches = unit.matches.where(need=need.id, provider=reader.id, by=Proposer.STEWARD)
    return any(match.state in LIVE for match in matches)


def _card(unit: UnitOfWork, need: Intent, reader: Member) -> NeedCard:
    offered = any(
        m.state in (MatchState.OFFERED, MatchState.ACCEPTED)
        for m in unit.matches.where(need=need.id, provider=reader.id)
    )
    return NeedCard(need, shown_zone(unit, need.zone), gives(unit, reader.id, need.skill), offered)


def shown_zone(unit: UnitOfWork, zone: str) -> str:
    """Return the zone if enough members live there to hide among, else nothing."""
    living = sum(1 for m in unit.members if m.entry.zone == zone and m.standing in TAKING_PART)
    return zone if living >= ZONE_FROM_MEMBERS else ""


def offers_for(store: Store, catalogue: Catalogue, reader: str, now: datetime) -> list[Intent]:
    """Return the open offers of others the member may see, the latest first; only of those still cleared."""
    with store.reading() as unit:
        who = participant(unit, reader)
        found = [
            offer
            for offer in unit.intents.where(direction=Direction.OFFER, state=IntentState.OPEN)
            if _offer_seen(unit, catalogue, offer, who, now.date())
        ]
    return sorted(found, key=lambda i: (i.made_at, i.id), reverse=True)


def _offer_seen(unit: UnitOfWork, catalogue: Catalogue, offer: Intent, reader: Member, today: date) -> bool:
    owner = unit.members.get(offer.member)
    if owner is None or owner.id == reader.id or owner.standing not in TAKING_PART or apart(owner, reader):
        return False
    if not is_open(offer, today) or not cleared(unit, catalogue, offer.skill, offer.member, today):
        return False
    match offer.visibility:
        case Visibility.STEWARDS:
            return reader.steward
        case Visibility.MATCHED:
            return reader.steward or _asks(unit, reader.id, offer.skill, today)
        case Visibility.MEMBERS:
            return True


def _asks(unit: UnitOfWork, member: str, skill: str, today: date) -> bool:
    """Tell whether the member has an open need for the skill."""
    needs = unit.intents.where(member=member, direction=Direction.NEED, skill=skill)
    return any(is_open(need, today) for need in needs)
