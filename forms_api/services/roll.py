"""The roll by hand: who is on it, a new member, who is a steward."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from domain.people import Admission, Entry, Member, Standing
from domain.slugs import slug_from
from domain.trust import FOUNDERS
from forms_api.services.ids import new_id
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import Store, UnitOfWork


class AddressTaken(Refused):
    message = N_("Somebody on the roll already has this mail address.")


class NobodyOfThatName(Refused):
    message = N_("Nobody on the roll has this name. `rsn members` lists them.")


def add_member(
    store: Store,
    name: str,
    now: datetime,
    *,
    email: str = "",
    steward: bool = False,
    standing: Standing = Standing.MEMBER,
) -> Member:
    """
    Put somebody on the roll and return them; every field of their entry is for nobody until they say so.

    The first FOUNDERS members found the network: their word counts from the first day, for somebody has to begin.

    Raises:
        AddressTaken: the mail address is somebody's.
    """
    with store.unit() as unit:
        if email and any(member.email.casefold() == email.casefold() for member in unit.members):
            raise AddressTaken
        slug = slug_from(name, {member.entry.slug for member in unit.members})
        admission = _admission(unit, standing, now.date())
        member = Member(
            new_id(),
            Entry(slug, name),
            standing,
            now.date(),
            email=email,
            steward=steward,
            admission=admission,
        )
        unit.members.add(member)
    return member


def _admission(unit: UnitOfWork, standing: Standing, today: date) -> Admission:
    if standing is not Standing.MEMBER:
        return Admission(newcomer_on=today if standing is Standing.NEWCOMER else None)
    founder = sum(member.votes for member in unit.members) < FOUNDERS
    return Admission(member_on=today, founder=founder)


def set_steward(store: Store, slug: str, steward: bool) -> Member:
    """
    Make a member a steward of the network, or no longer one.

    Raises:
        NobodyOfThatName.
    """
    with store.unit() as unit:
        changed = replace(member_of(unit, slug), steward=steward)
        unit.members.put(changed)
    return changed


def member_of(unit: UnitOfWork, slug: str) -> Member:
    """
    Return the member with this slug.

    Raises:
        NobodyOfThatName.
    """
    for member in unit.members:
        if member.entry.slug == slug:
            return member
    raise NobodyOfThatName
