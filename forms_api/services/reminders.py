"""
What runs out, told to its owner once before it does: availability, offers, needs, vouches given, checks shown.

Rules of this file: nothing ends without its owner knowing. A mail goes out once for each end, marked in the store
before it is handed over: a machine that stops in between loses that mail, and never sends it twice. The same
list stands on the member's own page, with or without a mail. Being reminded tells nothing of it to anybody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.catalogue import Catalogue
from domain.exchange import Direction, IntentState
from domain.people import Member
from domain.skills import Vouch
from domain.trust import VOUCH_LIFE
from forms_api.services import availability, own_intents
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.services.taking_part import TAKING_PART, participant
from forms_api.store.base import Store, UnitOfWork


class Ends(StrEnum):
    """What runs out."""

    AVAILABILITY = "availability"
    OFFER = "offer"
    NEED = "need"
    VOUCH = "vouch"
    CHECK = "check"


BEFORE = {
    Ends.AVAILABILITY: timedelta(days=14),
    Ends.OFFER: timedelta(days=7),
    Ends.NEED: timedelta(days=7),
    Ends.VOUCH: timedelta(days=30),
    Ends.CHECK: timedelta(days=30),
}
"""How long before its end something is worth a word."""

RUNNING_OUT = frozenset({IntentState.OPEN, IntentState.EXPIRED})

LATE = timedelta(days=7)
"""So long after an end the mail still goes, where the service slept through its day."""

AFTERWARDS = timedelta(days=30)
"""So long after its end it still stands on its owner's page, to be taken up again."""


class NotByOneself(Refused):
    message = N_("Nobody renews a check but a steward who has seen the new paper. Bring it to the desk.")


@dataclass(frozen=True)
class Ending:
    """
    Something of *member* that ends after the day *on*; *subject* is its id, *skill* what it is about, if any.

    *gone* marks what was closed when it ran out and can only be placed anew.
    """

    what: Ends
    member: str
    subject: str
    on: date
    skill: str = ""
    reminded_on: date | None = None
    gone: bool = False

    def is_near(self, today: date) -> bool:
        """Tell whether it ends soon, or did not long ago."""
        return self.on - BEFORE[self.what] <= today <= self.on + AFTERWARDS

    def wants_mail(self, today: date) -> bool:
        """Tell whether its owner is to be told now, and was not yet."""
        begins = self.on - BEFORE[self.what]
        told = self.reminded_on is not None and self.reminded_on >= begins
        return begins <= today <= self.on + LATE and not told


@dataclass(frozen=True)
class Reminder:
    """A mail to write: to whom, and what of theirs ends."""

    member: Member
    endings: tuple[Ending, ...]


def mine(store: Store, member: str, today: date) -> list[Ending]:
    """Return what of the member's ends soon or has ended lately, the earliest first."""
    with store.reading() as unit:
        near = [e for e in _endings(unit) if e.member == member and e.is_near(today)]
    return sorted(near, key=lambda e: (e.on, e.what, e.subject))


def claim(store: Store, now: datetime) -> tuple[Reminder, ...]:
    """
    Return the mails to write now and mark them as written: whoever asks a second time gets none of them.

    Members without a mail address are reminded on their page, and by whoever rings them.
    """
    today = now.date()
    with store.unit() as unit:
        due = tuple(reminder for reminder in _due(unit, today) if reminder.member.email)
        for reminder in due:
            for ending in reminder.endings:
                _mark(unit, ending, today)
    return due


def to_ring(store: Store, today: date) -> int:
    """Return how many members no mail reaches have something that ends soon."""
    with store.reading() as unit:
        return sum(not reminder.member.email for reminder in _due(unit, today))


def renew(store: Store, catalogue: Catalogue, member: str, what: Ends, subject: str, now: datetime) -> None:
    """
    Let something of the member's hold for another while, counted from today; a second time changes nothing more.

    Raises:
        NotThere: it is not theirs, it is settled, or it ran out too long ago. NotTakingPart.
        NotCleared, TooManyOpen: an offer that they could not place now.
        NotByOneself: a check.
    """
    if what is Ends.CHECK:
        raise NotByOneself
    if what is Ends.AVAILABILITY:
        availability.renew(store, member, now)
    elif what is Ends.VOUCH:
        with store.unit() as unit:
            participant(unit, member)
            _renew_vouch(unit, member, subject, now.date())
    else:
        own_intents.renew(store, catalogue, subject, member, now)


def _renew_vouch(unit: UnitOfWork, member: str, subject: str, today: date) -> None:
    found = unit.vouches.get(subject)
    if found is None or found.by != member or not _stands(found, today):
        raise NotThere
    unit.vouches.put(replace(found, expires_on=max(found.expires_on, today + VOUCH_LIFE), reminded_on=None))


def _endings(unit: UnitOfWork) -> Iterator[Ending]:
    """Go through everything that ends, of everybody, once."""
    for member in unit.members:
        said = member.availability
        if said is not None:
            yield Ending(Ends.AVAILABILITY, member.id, member.id, said.until, reminded_on=said.reminded_on)
    for intent in unit.intents:
        if intent.expires_on is not None and intent.state in RUNNING_OUT:
            what = Ends.OFFER if intent.direction is Direction.OFFER else Ends.NEED
            gone = intent.state is IntentState.EXPIRED
            yield Ending(what, intent.member, intent.id, intent.expires_on, intent.skill, intent.reminded_on, gone)
    for vouch in unit.vouches:
        if vouch.withdrawn_on is None:
            yield Ending(Ends.VOUCH, vouch.by, vouch.id, vouch.expires_on, vouch.skill, vouch.reminded_on)
    for check in unit.checks:
        yield Ending(Ends.CHECK, check.member, check.id, check.valid_until, check.skill, check.reminded_on)


def _due(unit: UnitOfWork, today: date) -> Iterator[Reminder]:
    """Go through the members who are to be told of something now, each once."""
    waiting: dict[str, list[Ending]] = {}
    for ending in _endings(unit):
        if ending.wants_mail(today):
            waiting.setdefault(ending.member, []).append(ending)
    for key in sorted(waiting):
        member = unit.members.get(key)
        if member is not None and member.standing in TAKING_PART:
            yield Reminder(member, tuple(waiting[key]))


def _stands(vouch: Vouch, today: date) -> bool:
    return vouch.withdrawn_on is None and today <= vouch.expires_on + AFTERWARDS


def _mark(unit: UnitOfWork, ending: Ending, today: date) -> None:
    if ending.what is Ends.AVAILABILITY:
        member = unit.members.get(ending.member)
        if member is not None and member.availability is not None:
            unit.members.put(replace(member, availability=replace(member.availability, reminded_on=today)))
        return
    if ending.what is Ends.VOUCH and (vouch := unit.vouches.get(ending.subject)):
        unit.vouches.put(replace(vouch, reminded_on=today))
    elif ending.what is Ends.CHECK and (check := unit.checks.get(ending.subject)):
        unit.checks.put(replace(check, reminded_on=today))
    elif intent := unit.intents.get(ending.subject):
        unit.intents.put(replace(intent, reminded_on=today))
