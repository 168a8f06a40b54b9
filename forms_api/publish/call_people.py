"""
Who stands on call lists, with what it takes to ring them, and the ties between them.

Rules of this file: only who said that they may be rung is here at all, whatever else they share; who keeps another
away is joined to them by no tie.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from domain.meeting import edges
from domain.packs.call_tree import CallTree, call_tree
from domain.people import Fluency, Member, Standing
from domain.resilience import Holder, in_force
from forms_api.publish.members import Community, holders

RUNG = frozenset({Standing.NEWCOMER, Standing.MEMBER})


@dataclass(frozen=True)
class Contact:
    """
    Somebody on call lists. *phone* is "" where there is none, and then a mail reaches them, or a knock.

    *until* is the last day of their word on when they have time; None where they never gave one.
    """

    member: str
    name: str
    phone: str
    mail: bool
    zone: str
    language: str
    sure: bool
    until: date | None
    steward: bool

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


@dataclass(frozen=True)
class CallPeople:
    """*holders* are those who can take jobs; *ties* join two who know each other, verified by both."""

    contacts: Mapping[str, Contact]
    holders: tuple[Holder, ...]
    ties: tuple[tuple[str, str], ...]

    @cached_property
    def tree(self) -> CallTree:
        """Who calls whom; the stewards begin."""
        roots = (contact.member for contact in self.contacts.values() if contact.steward)
        return call_tree(self.contacts, roots, self.ties)

    @property
    def unsure(self) -> frozenset[str]:
        """Those whose word on their time is not in force."""
        return frozenset(c.member for c in self.contacts.values() if not c.sure)


def call_people(community: Community, *, jobs: bool = True) -> CallPeople:
    """Return everybody who may be rung, in the order of their ids; without *jobs* nobody looks who can do what."""
    rung = {m.id: m for m in community.snapshot.members if m.call_consent and m.standing in RUNG}
    languages = community.catalogue.network.languages
    return CallPeople(
        contacts={key: _contact(rung[key], languages, community.on) for key in sorted(rung)},
        holders=tuple(holder for holder in holders(community) if holder.member in rung) if jobs else (),
        ties=tuple(sorted(set(_ties(community, rung)))),
    )


def _contact(member: Member, languages: tuple[str, ...], on: date) -> Contact:
    said = member.availability
    return Contact(
        member=member.id,
        name=member.entry.name,
        phone=member.phone,
        mail=bool(member.email),
        zone=member.entry.zone,
        language=language_for(member, languages),
        sure=in_force(said, on),
        until=said.until if said else None,
        steward=member.steward,
    )


def language_for(member: Member, languages: tuple[str, ...]) -> str:
    """Return the network's language that the member speaks best; its first one where they named none of them."""
    order = list(Fluency)
    spoken = [known for known in member.entry.languages if known.code in languages]
    best = min(spoken, key=lambda known: (order.index(known.level), languages.index(known.code)), default=None)
    return best.code if best else languages[0]


def _ties(community: Community, rung: Mapping[str, Member]) -> Iterator[tuple[str, str]]:
    for one, other in _pairs(community):
        both = rung.get(one), rung.get(other)
        if one != other and both[0] and both[1] and not _apart(both[0], both[1]):
            yield (one, other) if one < other else (other, one)


def _pairs(community: Community) -> Iterator[tuple[str, str]]:
    """Yield who vouches for whom now, and who gave whom what, as both have confirmed."""
    found = community.snapshot
    yield from ((vouch.by, vouch.of) for vouch in found.vouches if vouch.holds(community.on))
    yield from ((exchange.giver, exchange.receiver) for exchange in found.exchanges if exchange.confirmed)
    for gathering in found.gatherings:
        yield from ((edge.giver, edge.receiver) for edge in edges(gathering) if edge.confirmed)


def _apart(one: Member, other: Member) -> bool:
    return other.id in one.blocked or one.id in other.blocked
