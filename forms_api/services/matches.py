"""
From "I could" to chosen: somebody offers to meet a need, and its owner chooses.

Rules of this file: only the receiver chooses; nobody meets their own need; names and a channel are shown to the
two of them and only once one was chosen; no step asks for a reason.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from domain.catalogue import Catalogue
from domain.exchange import (
    Exchange,
    Intent,
    IntentState,
    Match,
    MatchEvent,
    MatchState,
    closed_by_silence,
    moved,
)
from domain.people import Audience, Language, Level, Member, seen_by
from forms_api.services.clearances import cleared, demand_clearance
from forms_api.services.contact_rules import demand_no_contact
from forms_api.services.ids import Chance, new_id
from forms_api.services.intents import is_open, may_see
from forms_api.services.moves import TooLate, ask_the_others_again, decline_the_others, meet, move, reopen
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.services.taking_part import first_name, participant
from forms_api.store.base import Store, UnitOfWork


class OwnNeed(Refused):
    message = N_("This need is your own. Others will offer; you choose.")


class AlreadyOffered(Refused):
    message = N_("You have offered already. You will find it on your own page.")


@dataclass(frozen=True)
class MatchView:
    """
    A match as one of its two sides sees it; *name* is empty until one was chosen.

    *silent* tells that one side wrote down what was given and the other never answered: it is closed.
    """

    match: Match
    need: Intent
    receiving: bool
    name: str
    exchange: Exchange | None
    silent: bool = False

    @property
    def mine_to_confirm(self) -> bool:
        """Whether the other side has said what was given and this one has not."""
        return self._open and self._own is None

    @property
    def mine_to_take_back(self) -> bool:
        """Whether this side has said what was given and the other has not."""
        return self._open and self._own is not None

    @property
    def _open(self) -> bool:
        return self.exchange is not None and not self.exchange.confirmed and not self.silent

    @property
    def _own(self) -> datetime | None:
        if self.exchange is None:
            return None
        return self.exchange.confirmed_by_receiver if self.receiving else self.exchange.confirmed_by_giver


def may_offer(store: Store, catalogue: Catalogue, need: str, provider: str, now: datetime) -> None:
    """
    Return if *provider* may say "I could" to the need.

    Raises:
        NotThere, OwnNeed, AlreadyOffered, NotCleared: as offer_help does.
    """
    with store.unit() as unit:
        found = _need_to_meet(unit, catalogue, need, provider, now)
        _offered(unit, found, provider, now, secrets.token_bytes)


def offer_help(
    store: Store,
    catalogue: Catalogue,
    need: str,
    provider: str,
    message: str,
    now: datetime,
    token: Chance = secrets.token_bytes,
) -> Match:
    """
    Say "I could" to somebody's need.

    Raises:
        NotThere: no such need for this member. OwnNeed, AlreadyOffered.
        NotCleared: the skill demands more of who gives it. ContactInText.
    """
    demand_no_contact(message)
    with store.unit() as unit:
        found = _need_to_meet(unit, catalogue, need, provider, now)
        match = replace(_offered(unit, found, provider, now, token), message=message, moved_at=now)
        unit.matches.put(match)
    return match


def _need_to_meet(unit: UnitOfWork, catalogue: Catalogue, need: str, provider: str, now: datetime) -> Intent:
    who, found = participant(unit, provider), unit.intents.get(need)
    if found is not None and found.member == provider:
        raise OwnNeed
    if found is None or not may_see(unit, catalogue, found, who, now.date()):
        raise NotThere
    demand_clearance(unit, catalogue, found.skill, provider, now.date())
    return found


def _offered(unit: UnitOfWork, need: Intent, provider: str, now: datetime, token: Chance) -> Match:
    for match in unit.matches.where(need=need.id, provider=provider):
        if match.state in (MatchState.OFFERED, MatchState.ACCEPTED):
            raise AlreadyOffered
        if match.state is MatchState.SUGGESTED:
            return replace(match, state=moved(match.state, MatchEvent.OFFER))
    return Match(new_id(token), need.id, provider, need.member, need.skill, MatchState.OFFERED, now)


@dataclass(frozen=True)
class Offer:
    """
    Somebody who could, as the receiver sees them before choosing: no name yet.

    *level* is how well they have the skill, None where their entry does not say; *languages* by their consent.
    """

    match: Match
    level: Level | None
    languages: tuple[Language, ...]


def waiting(store: Store, catalogue: Catalogue, need: str, receiver: str, now: datetime) -> list[Offer]:
    """
    Return who could: the offers that wait for the receiver's answer, in the order they came.

    Whose vouches or check ran out since offering is not among them: nobody is shown whom they may not choose.

    Raises:
        NotThere: the need is not this member's.
    """
    with store.reading() as unit:
        found = unit.intents.get(need)
        if found is None or found.member != receiver:
            raise NotThere
        matches = unit.matches.where(need=need, state=MatchState.OFFERED)
        today = now.date()
        offers = [
            _offer(unit, match)
            for match in matches
            if meet(unit, match) and cleared(unit, catalogue, match.skill, match.provider, today)
        ]
    return sorted(offers, key=lambda o: (o.match.moved_at or o.match.made_at, o.match.id))


def _offer(unit: UnitOfWork, match: Match) -> Offer:
    provider = unit.members.get(match.provider)
    entry = seen_by(provider, Audience.MATCHED) if provider is not None else None
    if entry is None:
        return Offer(match, None, ())
    levels = [share.level for share in entry.shares if share.skill == match.skill]
    return Offer(match, levels[0] if levels else None, entry.languages)


def choose(store: Store, catalogue: Catalogue, match: str, receiver: str, now: datetime) -> Match:
    """
    Choose who helps; the others are told kindly that somebody was found.

    Raises:
        NotThere: no offer to this member. TooLate: it was withdrawn, or somebody else was chosen; or a check
            that the skill demands has run out since.
    """
    with store.unit() as unit:
        found, need = own_match(unit, match, receiver)
        if found.receiver != receiver:
            raise NotThere
        clear = cleared(unit, catalogue, found.skill, found.provider, now.date())
        if not is_open(need, now.date()) or not clear or not meet(unit, found):
            raise TooLate
        chosen = move(unit, found, MatchEvent.ACCEPT, now)
        unit.intents.put(replace(need, state=IntentState.MATCHED))
        decline_the_others(unit, need.id, chosen.id, now)
    return chosen


def decline(store: Store, match: str, receiver: str, now: datetime) -> Match:
    """
    Decline an offer; no reason is asked.

    Raises:
        NotThere, TooLate.
    """
    with store.unit() as unit:
        found, _ = own_match(unit, match, receiver)
        if found.receiver != receiver:
            raise NotThere
        return move(unit, found, MatchEvent.DECLINE, now)


def withdraw(store: Store, match: str, member: str, now: datetime) -> Match:
    """
    Step back from an offer or from what was agreed; no reason is asked, and the need is open again.

    Those who were declined when somebody was chosen are asked once more.

    Raises:
        NotThere, TooLate.
    """
    return _end(store, match, member, MatchEvent.WITHDRAW, now)


def could_not_happen(store: Store, match: str, member: str, now: datetime) -> Match:
    """
    Note that what was agreed did not come about; the need is open again.

    Raises:
        NotThere, TooLate.
    """
    return _end(store, match, member, MatchEvent.COULD_NOT, now)


def _end(store: Store, match: str, member: str, event: MatchEvent, now: datetime) -> Match:
    with store.unit() as unit:
        found, need = own_match(unit, match, member)
        if event is MatchEvent.WITHDRAW and found.state is not MatchState.ACCEPTED and found.provider != member:
            raise TooLate
        after = move(unit, found, event, now)
        if found.state is MatchState.ACCEPTED:
            reopen(unit, need.id)
            ask_the_others_again(unit, found, now)
    return after


def own_match(unit: UnitOfWork, match: str, member: str) -> tuple[Match, Intent]:
    """
    Return a match and its need to one of its two sides.

    Raises:
        NotThere: it is somebody else's, or nobody's.
    """
    found = unit.matches.get(match)
    need = unit.intents.get(found.need) if found is not None else None
    if found is None or need is None or member not in (found.provider, found.receiver):
        raise NotThere
    return found, need


def view(store: Store, match: str, member: str, now: datetime) -> MatchView:
    """
    Return a match as *member*, one of its two sides, sees it.

    Raises:
        NotThere: it is somebody else's.
    """
    with store.reading() as unit:
        found, need = own_match(unit, match, member)
        return _view(unit, found, need, member, now)


def views(store: Store, member: str, now: datetime) -> list[MatchView]:
    """Return the member's matches from both sides, what moved last first."""
    with store.reading() as unit:
        found = {m.id: m for side in ("provider", "receiver") for m in unit.matches.where(**{side: member})}
        needs = {m.id: unit.intents.get(m.need) for m in found.values()}
        seen = [_view(unit, m, need, member, now) for m in found.values() if (need := needs[m.id]) is not None]
    return sorted(seen, key=lambda v: (v.match.moved_at or v.match.made_at, v.match.id), reverse=True)


def _view(unit: UnitOfWork, match: Match, need: Intent, member: str, now: datetime) -> MatchView:
    found = next(iter(unit.exchanges.where(match=match.id)), None)
    other = other_side(unit, match, member) if match.state in (MatchState.ACCEPTED, MatchState.DONE) else None
    return MatchView(
        match=match,
        need=need,
        receiving=match.receiver == member,
        name=first_name(other) if other else "",
        exchange=found,
        silent=found is not None and closed_by_silence(found, now.date()),
    )


def other_side(unit: UnitOfWork, match: Match, member: str) -> Member | None:
    """Return the other of the two, None where they are gone from the roll."""
    return unit.members.get(match.provider if match.receiver == member else match.receiver)
