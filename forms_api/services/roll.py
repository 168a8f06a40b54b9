"""The roll by hand: who is on it, a new member, who is a steward."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.people import Entry, Member, Standing
from domain.slugs import slug_from
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

    Raises:
        AddressTaken: the mail address is somebody's.
    """
    with store.unit() as unit:
        if email and any(member.email.casefold() == email.casefold() for member in unit.members):
            raise AddressTaken
        slug = slug_from(name, {member.entry.slug for member in unit.members})
        member = Member(new_id(), Entry(slug, name), standing, now.date(), email=email, steward=steward)
        unit.members.add(member)
    return member


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
