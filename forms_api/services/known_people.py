"""Whom a member knows by the network already: those they gave to or received from, and the cohort they lead."""

from __future__ import annotations

from collections.abc import Iterator

from domain.catalogue import Catalogue
from domain.exchange import MatchState
from domain.people import Audience, Member, seen_by
from domain.programs import PartState
from forms_api.services.programs import leads
from forms_api.services.taking_part import TAKING_PART, first_name
from forms_api.store.base import UnitOfWork

AGREED = frozenset({MatchState.ACCEPTED, MatchState.DONE})
OUT = frozenset({PartState.WAITING, PartState.LEFT})


def known_people(unit: UnitOfWork, catalogue: Catalogue, member: Member, cohort: str = "") -> dict[str, str]:
    """
    Return by id the names of whom *member* may name, in the order of the names; with the people of *cohort* where
    they lead it.

    Whoever keeps their name from people matched with them is not among these, and is named by their code.
    """
    ids = {*_met(unit, member.id), *_gathered(unit, member.id)}
    found = catalogue.cohorts.get(cohort)
    if found is not None and leads(unit, catalogue, found, member):
        ids |= {p.member for p in unit.participations.where(cohort=cohort) if p.state not in OUT}
    people = [m for m in (unit.members.get(one) for one in ids - {member.id}) if m is not None]
    named = {m.id: name_of(m) for m in people if m.standing in TAKING_PART}
    return dict(sorted(((i, n) for i, n in named.items() if n), key=lambda pair: (pair[1].casefold(), pair[0])))


def name_of(member: Member) -> str:
    """Return the whole name of who opens it to members, else the first where that is open, else ""."""
    entry = seen_by(member, Audience.MEMBERS)
    return entry.name if entry is not None else first_name(member)


def _met(unit: UnitOfWork, member: str) -> Iterator[str]:
    for exchange in (*unit.exchanges.where(giver=member), *unit.exchanges.where(receiver=member)):
        if exchange.confirmed:
            yield from (exchange.giver, exchange.receiver)
    for match in (*unit.matches.where(provider=member), *unit.matches.where(receiver=member)):
        if match.state in AGREED:
            yield from (match.provider, match.receiver)


def _gathered(unit: UnitOfWork, member: str) -> Iterator[str]:
    for gathering in unit.gatherings:
        if member in gathering.confirmed:
            yield from gathering.confirmed
