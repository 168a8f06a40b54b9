"""
Asking to join, from the public site.

Rules of this file: whatever is known of the name or the address, the answer is the same. Everything about whoever
asks is private. A mail address that somebody on the roll has is not kept: two of it would sign in neither.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from domain.catalogue import Catalogue
from domain.people import Admission, Audience, Channel, Consent, Entry, Fluency, Language, Member, Standing
from forms_api.services.ids import Chance, new_id
from forms_api.services.refusals import N_, Refused
from forms_api.services.roll_import import free_slug
from forms_api.store.base import Store, UnitOfWork

MOST_WAITING = 200
"""Requests that may wait at once; more than that no desk can answer."""


class DeskFull(Refused):
    message = N_("More people have asked to join than the desk can answer now. Come by, or try again next week.")
    status = 503


@dataclass(frozen=True)
class Application:
    """What somebody wrote who asks to join; *findable* lets members who type the name exactly vouch for them."""

    name: str
    email: str = ""
    phone: str = ""
    channel: Channel = Channel.DESK
    why: str = ""
    program: str = ""
    languages: tuple[str, ...] = ()
    findable: bool = False


def apply(
    store: Store, catalogue: Catalogue, asked: Application, now: datetime, token: Chance = secrets.token_bytes
) -> Member:
    """
    Put somebody who asks to join on the roll as an applicant; the same request sent twice is one.

    Raises:
        DeskFull: too many wait already, whoever asks.
    """
    today = now.date()
    with store.unit() as unit:
        waiting = unit.members.where(standing=Standing.APPLICANT)
        same = next((m for m in waiting if _same(m, asked)), None)
        if same is not None:
            return same
        if len(waiting) >= MOST_WAITING:
            raise DeskFull
        known = _known(unit, asked.email)
        slug = free_slug(asked.name, {m.entry.slug for m in unit.members} | set(catalogue.members), token)
        languages = tuple(Language(code, Fluency.FLUENT) for code in dict.fromkeys(asked.languages))
        made = Member(
            id=new_id(token),
            entry=Entry(slug, asked.name, languages=languages),
            standing=Standing.APPLICANT,
            joined_on=today,
            consents={"name": Consent(Audience.MEMBERS, today)} if asked.findable else {},
            email="" if known else asked.email,
            phone=asked.phone,
            channel=asked.channel,
            admission=Admission(
                why=asked.why,
                program=asked.program if asked.program in catalogue.programs else "",
                address_known=known,
            ),
        )
        unit.members.add(made)
    return made


def _known(unit: UnitOfWork, email: str) -> bool:
    wanted = email.casefold()
    return bool(wanted) and any(m.email.casefold() == wanted for m in unit.members)


def _same(member: Member, asked: Application) -> bool:
    return (
        member.entry.name == asked.name
        and member.admission.why == asked.why
        and member.phone == asked.phone
        and (member.email == asked.email or member.admission.address_known)
    )
