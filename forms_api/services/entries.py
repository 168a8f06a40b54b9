"""
A member's own entry: what they say of themself, and who may read it, field by field.

Rules of this file: what nobody consented to stays with nobody; a safeguarded skill is taken into an entry only
from somebody cleared for it (one that was there stays, and is shown again once its check is renewed).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.catalogue import Catalogue
from domain.names import skeleton
from domain.people import (
    CONSENT_FIELDS,
    CONSENT_WORDING,
    Audience,
    Channel,
    Consent,
    Entry,
    Invitation,
    Language,
    Member,
    Share,
    Standing,
    audience_of,
    seen_by,
)
from forms_api.services import sessions
from forms_api.services.clearances import SkillUnknown, cleared, demand_clearance
from forms_api.services.hiding import mended
from forms_api.services.leaving import end_all
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.store.base import Store, UnitOfWork


class NameTaken(Refused):
    message = N_("Another member goes by this name. Add a letter or a second name, so that nobody is mistaken.")


class NumberMissing(Refused):
    message = N_("Enter a telephone number, or choose another way and leave the call list.")


class LastSteward(Refused):
    message = N_("You are the only steward. Ask somebody to take over first; `rsn members` makes them one.")


class ZoneUnknown(Refused):
    message = N_("Choose a zone from the list.")


@dataclass(frozen=True)
class EntryDraft:
    """An entry as it was typed; *audiences* has one for each field of CONSENT_FIELDS."""

    name: str
    pronouns: str
    languages: tuple[Language, ...]
    zone: str
    shares: tuple[Share, ...]
    invites: tuple[Invitation, ...]
    about: str
    audiences: Mapping[str, Audience]
    call_consent: bool = False
    phone: str = ""
    channel: Channel = Channel.MAIL


def save(store: Store, catalogue: Catalogue, member: str, draft: EntryDraft, now: datetime) -> Member:
    """
    Store what the member says of themself, and who may read it.

    Raises:
        NotThere, NameTaken, NumberMissing, ZoneUnknown, SkillUnknown, NotCleared.
    """
    with store.unit() as unit:
        found = unit.members.get(member)
        if found is None:
            raise NotThere
        _check(unit, catalogue, found, draft, now.date())
        entry = replace(
            found.entry,
            name=draft.name,
            pronouns=draft.pronouns,
            languages=draft.languages,
            zone=draft.zone,
            shares=draft.shares,
            invites=draft.invites,
            about=draft.about,
        )
        saved = replace(
            found,
            entry=entry,
            consents=consents_from(found, draft.audiences, now.date()),
            call_consent=draft.call_consent,
            call_consent_on=_called_since(found, draft, now.date()),
            phone=draft.phone,
            channel=draft.channel,
            hidden=mended(found, entry, now.date()),
        )
        unit.members.put(saved)
    return saved


def _called_since(member: Member, draft: EntryDraft, today: date) -> date | None:
    """Return since when the member may stand on call lists; a word that stays keeps its day."""
    if not draft.call_consent:
        return None
    return member.call_consent_on if member.call_consent and member.call_consent_on else today


def _check(unit: UnitOfWork, catalogue: Catalogue, member: Member, draft: EntryDraft, today: date) -> None:
    # Whoever asks to join from the street must not learn by this who is here: a steward looks when they come in.
    if member.standing is not Standing.APPLICANT:
        check_name(unit, draft.name, member.id)
    if not draft.phone and (draft.call_consent or draft.channel is Channel.PHONE):
        raise NumberMissing
    if draft.zone and draft.zone not in {zone.slug for zone in catalogue.network.zones}:
        raise ZoneUnknown
    before = {share.skill for share in member.entry.shares}
    for share in draft.shares:
        if share.skill not in before:
            demand_clearance(unit, catalogue, share.skill, member.id, today)
    if any(invite.skill not in catalogue.skills for invite in draft.invites):
        raise SkillUnknown


def check_name(unit: UnitOfWork, name: str, member: str) -> None:
    """
    Refuse a name that looks like that of somebody who is here. Who only asks to join keeps no name from anyone.

    Raises:
        NameTaken.
    """
    looks = skeleton(name)
    for other in unit.members:
        here = other.id != member and other.standing not in (Standing.LEFT, Standing.APPLICANT)
        if here and looks == skeleton(other.entry.name):
            raise NameTaken


def consents_from(member: Member, audiences: Mapping[str, Audience], today: date) -> dict[str, Consent]:
    """Return the consents after a choice of *audiences*; one that stays the same keeps its day."""
    after = {}
    for name in CONSENT_FIELDS:
        wanted = audiences.get(name, Audience.NOBODY)
        kept = member.consents.get(name)
        same = kept is not None and kept.audience is wanted and kept.wording == CONSENT_WORDING
        after[name] = kept if kept is not None and same else Consent(wanted, today)
    return after


def name_skeleton(name: str) -> str:
    """Return what is left of a name when accents, case, spaces and signs are set aside: equal means alike."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LN")


def withdraw(store: Store, member: str, now: datetime) -> Member:
    """
    Close every field of the entry to everybody; the next build no longer has it.

    Raises:
        NotThere: nobody has this id.
    """
    with store.unit() as unit:
        found = unit.members.get(member)
        if found is None:
            raise NotThere
        closed = replace(found, consents=consents_from(found, {}, now.date()))
        unit.members.put(closed)
    return closed


def leave(store: Store, member: str, now: datetime) -> Member:
    """
    Leave the network: nothing of the entry is shown any more, how one is reached is deleted, and no browser stays
    signed in. What one gave and received stays with those one met; all that is under way ends with it.

    Raises:
        NotThere: nobody has this id.
        LastSteward: nobody else could look after the network.
    """
    with store.unit() as unit:
        found = unit.members.get(member)
        if found is None or found.standing is Standing.LEFT:
            raise NotThere
        others = (m for m in unit.members if m.steward and m.id != member and m.standing is not Standing.LEFT)
        if found.steward and not any(others):
            raise LastSteward
        gone = replace(
            found,
            # The address stays: with it the row keeps an entry of content/ from being shown again.
            entry=Entry(found.entry.slug, ""),
            standing=Standing.LEFT,
            consents=consents_from(found, {}, now.date()),
            email="",
            phone="",
            steward=False,
            call_consent=False,
            call_consent_on=None,
            availability=None,
            hidden={},
            blocked=(),
        )
        unit.members.put(gone)
        end_all(unit, member, now)
        for vouch in unit.vouches.where(by=member):
            if vouch.withdrawn_on is None:
                unit.vouches.put(replace(vouch, withdrawn_on=now.date()))
    sessions.end_all(store, member)
    return gone


def as_seen(store: Store, catalogue: Catalogue, member: str, reader: Audience, now: datetime) -> Entry | None:
    """Return the entry as *reader* sees it, without the safeguarded skills its owner is not cleared for."""
    with store.reading() as unit:
        found = unit.members.get(member)
        entry = seen_by(found, reader) if found is not None else None
        if entry is None:
            return None
        shown = tuple(s for s in entry.shares if cleared(unit, catalogue, s.skill, member, now.date()))
    return replace(entry, shares=shown)


def audiences_of(member: Member) -> dict[str, Audience]:
    """Return who may read each field now."""
    return {name: audience_of(member, name) for name in CONSENT_FIELDS}
