"""
A member's word for another: given, renewed and taken back, by the one whose word it is.

Rules of this file: nobody vouches for themself. Whom one may vouch for tells nobody who is on the roll: people
one has met here, or a name typed exactly whose owner lets members read it; the answer to every other name is
the same. A word is taken back without a reason, and nobody is told.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.catalogue import Catalogue
from domain.exchange import MatchState
from domain.people import Audience, Member, Standing, seen_by
from domain.skills import Vouch, VouchScope
from domain.trust import VOUCH_LIFE
from forms_api.services.clearances import SkillUnknown
from forms_api.services.entries import name_skeleton
from forms_api.services.ids import Chance, new_id
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.services.taking_part import apart
from forms_api.store.base import Store, UnitOfWork
from presentation.order import by_name

MOST = 60
"""Vouches in force of one member."""

LONGEST = timedelta(days=1827)

VOUCHED_FOR = frozenset({Standing.APPLICANT, Standing.NEWCOMER, Standing.MEMBER, Standing.DORMANT})
MET_IN = frozenset({MatchState.ACCEPTED, MatchState.DONE})


class ForOneself(Refused):
    message = N_("Nobody vouches for themself. Ask somebody who knows you.")


class NotAMember(Refused):
    message = N_("Only members with a vote give their word. Yours will count once you are one.")
    status = 403


class NobodyToRead(Refused):
    message = N_(
        "Nobody whom you may read goes by exactly this name. Ask them how they write it, and whether they "
        "let members read it; a steward can help."
    )


class TooMany(Refused):
    message = N_("You have given your word %(most)s times, as often as one member may. Take one back first.")


class DayWrong(Refused):
    message = N_("Choose a day from tomorrow on and within five years.")


@dataclass(frozen=True)
class Person:
    """Somebody one may vouch for, by the name one may read."""

    id: str
    name: str


@dataclass(frozen=True)
class Word:
    """A vouch as it was typed; *skill* empty means for the person; *until* None the usual time."""

    basis: str
    skill: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Given:
    """A vouch one gave, with the name one may still read; empty where it is closed by now."""

    vouch: Vouch
    name: str


def people_met(store: Store, member: str) -> list[Person]:
    """Return whom the member met here and may read, by name: in a match, exchange, group event or cohort."""
    with store.reading() as unit:
        me = unit.members.get(member)
        if me is None:
            return []
        matched, near = set(_matched_with(unit, member)), set(_beside(unit, member))
        found = [*_readable(unit, me, matched, Audience.MATCHED), *_readable(unit, me, near, Audience.MEMBERS)]
    unlike = {person.id: person for person in reversed(found)}
    return sorted(unlike.values(), key=lambda person: by_name(person.name, person.id))


def person_named(store: Store, member: str, name: str) -> Person:
    """
    Return who goes by exactly this name, if the member may read it: met here, or open to members.

    Raises:
        NobodyToRead: nobody, or somebody who keeps their name closed; the two are not told apart.
        ForOneself: it is the member's own.
    """
    wanted = name_skeleton(name)
    met = {person.id: person for person in people_met(store, member)}
    with store.reading() as unit:
        me = unit.members.get(member)
        if me is not None and wanted and wanted == name_skeleton(me.entry.name):
            raise ForOneself
        everybody = {m.id for m in unit.members} if me is not None else set()
        readable = {p.id: p for p in _readable(unit, me, everybody, Audience.MEMBERS)} if me else {}
    found = [person for person in (readable | met).values() if wanted and name_skeleton(person.name) == wanted]
    if len(found) != 1:
        raise NobodyToRead
    return found[0]


def vouch(
    store: Store,
    catalogue: Catalogue,
    by: str,
    of: str,
    word: Word,
    now: datetime,
    token: Chance = secrets.token_bytes,
) -> Vouch:
    """
    Give one's word for somebody; given twice for the same, the later one stands in the place of the earlier.

    Raises:
        ForOneself, NotAMember, NotThere, SkillUnknown, DayWrong, TooMany.
    """
    today = now.date()
    until = word.until or today + VOUCH_LIFE
    if by == of:
        raise ForOneself
    if word.skill and word.skill not in catalogue.skills:
        raise SkillUnknown
    if not today < until <= today + LONGEST:
        raise DayWrong
    with store.unit() as unit:
        giver, person = unit.members.get(by), unit.members.get(of)
        if giver is None or not giver.votes:
            raise NotAMember
        if person is None or person.standing not in VOUCHED_FOR or apart(giver, person):
            raise NotThere
        mine = [v for v in unit.vouches.where(by=by) if v.holds(today)]
        same = next((v for v in mine if v.of == of and v.skill == word.skill), None)
        if same is None and len(mine) >= MOST:
            raise TooMany(most=MOST)
        scope = VouchScope.SKILL if word.skill else VouchScope.PERSON
        made = Vouch(same.id if same else new_id(token), by, of, scope, word.basis, today, until, word.skill)
        unit.vouches.put(made)
    return made


def withdraw(store: Store, by: str, key: str, now: datetime) -> None:
    """
    Take one's word back from this day on; a second time changes nothing.

    Raises:
        NotThere: it is not the member's.
    """
    with store.unit() as unit:
        found = unit.vouches.get(key)
        if found is None or found.by != by:
            raise NotThere
        if found.withdrawn_on is None:
            unit.vouches.put(replace(found, withdrawn_on=now.date()))


def given(store: Store, by: str, today: date) -> list[Given]:
    """Return the member's words in force, the first to end in front."""
    named = {person.id: person.name for person in people_met(store, by)}
    with store.reading() as unit:
        me = unit.members.get(by)
        mine = sorted((v for v in unit.vouches.where(by=by) if v.holds(today)), key=lambda v: (v.expires_on, v.id))
        others = _readable(unit, me, {v.of for v in mine}, Audience.MEMBERS) if me else ()
        named |= {person.id: person.name for person in others}
    return [Given(v, named.get(v.of, "")) for v in mine]


def _readable(unit: UnitOfWork, me: Member, ids: set[str], reader: Audience) -> Iterator[Person]:
    for other in (unit.members.get(key) for key in sorted(ids)):
        if other is None or other.id == me.id or other.standing not in VOUCHED_FOR or apart(me, other):
            continue
        entry = seen_by(other, reader)
        if entry is not None:
            yield Person(other.id, entry.name)


def _matched_with(unit: UnitOfWork, member: str) -> Iterator[str]:
    for match in unit.matches:
        if match.state in MET_IN and member in (match.provider, match.receiver):
            yield from (match.provider, match.receiver)
    for exchange in unit.exchanges:
        if exchange.confirmed and member in (exchange.giver, exchange.receiver):
            yield from (exchange.giver, exchange.receiver)


def _beside(unit: UnitOfWork, member: str) -> Iterator[str]:
    for gathering in unit.gatherings:
        if member in gathering.people:
            yield from gathering.people
    for cohort in {part.cohort for part in unit.participations.where(member=member)}:
        yield from (part.member for part in unit.participations.where(cohort=cohort))
