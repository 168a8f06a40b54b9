"""
Who is shown, and with what: entries by consent, safeguarded skills only where their holder is cleared.

A member of the store replaces the entry of the same address in content/, withdrawal included: whoever closed
their name, or left, is gone with the next publish.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from domain.catalogue import Catalogue
from domain.people import Audience, Entry, Level, Member, Share, Standing, audience_of, seen_by
from domain.privacy import ZONE_FROM_MEMBERS
from domain.record.public import PublicMember
from domain.resilience import Holder, in_force
from domain.skills import Safeguarding, clearance
from forms_api.publish.snapshot import Snapshot

SHOWN = frozenset({Standing.NEWCOMER, Standing.MEMBER, Standing.DORMANT})
SHARING = frozenset({Standing.NEWCOMER, Standing.MEMBER})


@dataclass(frozen=True)
class Community:
    """The people of the network as publish knows them on the day *on*."""

    snapshot: Snapshot
    catalogue: Catalogue
    on: date

    def cleared(self, member: Member) -> tuple[Share, ...]:
        """Return the member's shares that may be offered, given and counted."""
        return tuple(share for share in member.entry.shares if self._clear(member, share.skill))

    def _clear(self, member: Member, name: str) -> bool:
        skill = self.catalogue.skills.get(name)
        if skill is None:
            return False
        return clearance(
            skill,
            member.id,
            self.snapshot.vouches_of.get(member.id, ()),
            self.snapshot.checks_of.get(member.id, ()),
            members=self.snapshot.on_roll,
            on=self.on,
        ).cleared


def public_members(community: Community) -> dict[str, PublicMember]:
    """Return the entries everyone may read, by the address of their page."""
    shown = _from_content(community) | _from_store(community)
    large = _zones_shown(community)
    return {slug: _with_known_zone(shown[slug], large) for slug in sorted(shown)}


def _from_store(community: Community) -> dict[str, PublicMember]:
    shown = {}
    for member in community.snapshot.members:
        entry = seen_by(member, Audience.PUBLIC) if member.standing in SHOWN else None
        if entry is not None:
            cleared = set(community.cleared(member))
            shares = tuple(share for share in entry.shares if share in cleared)
            public = _known(replace(entry, shares=shares), community.catalogue)
            shown[entry.slug] = PublicMember(public, from_content=entry.slug in community.catalogue.members)
    return shown


def _from_content(community: Community) -> dict[str, PublicMember]:
    """Return the entries of content/ that nobody in the store answers for: with open skills only."""
    catalogue = community.catalogue
    in_store = {member.entry.slug for member in community.snapshot.members}
    return {
        slug: PublicMember(_known(_open_only(written.entry, catalogue), catalogue), from_content=True)
        for slug, written in catalogue.members.items()
        if slug not in in_store and written.consent.audience is Audience.PUBLIC
    }


def _open_only(entry: Entry, catalogue: Catalogue) -> Entry:
    known = ((share, catalogue.skills.get(share.skill)) for share in entry.shares)
    shares = tuple(share for share, skill in known if skill and skill.safeguarding is Safeguarding.OPEN)
    return replace(entry, shares=shares)


def _known(entry: Entry, catalogue: Catalogue) -> Entry:
    """Return the entry without what content/ no longer knows, so that no page points to nothing."""
    return replace(
        entry,
        invites=tuple(wish for wish in entry.invites if wish.skill in catalogue.skills),
        roles=tuple(role for role in entry.roles if role.program in catalogue.programs),
    )


def _zones_shown(community: Community) -> frozenset[str]:
    in_store = {member.entry.slug for member in community.snapshot.members}
    zones = [m.entry.zone for m in community.snapshot.members if m.standing in SHOWN]
    zones += [m.entry.zone for slug, m in community.catalogue.members.items() if slug not in in_store]
    known = {zone.slug for zone in community.catalogue.network.zones}
    return frozenset(z for z, people in Counter(zones).items() if z in known and people >= ZONE_FROM_MEMBERS)


def _with_known_zone(member: PublicMember, zones: frozenset[str]) -> PublicMember:
    if member.entry.zone in zones:
        return member
    return replace(member, entry=replace(member.entry, zone=""))


def sharers(community: Community) -> dict[str, list[tuple[Member, Share]]]:
    """Return who shares each skill, cleared and open to somebody, whether or not the public may know the name."""
    found: dict[str, list[tuple[Member, Share]]] = {}
    for member in community.snapshot.members:
        if member.standing in SHARING and audience_of(member, "shares") is not Audience.NOBODY:
            for share in community.cleared(member):
                found.setdefault(share.skill, []).append((member, share))
    return found


def holders(community: Community) -> list[Holder]:
    """Return the members with a vote, what they can do now, and whether their word on their time is in force."""
    found = []
    for member in community.snapshot.members:
        skills = frozenset(s.skill for s in community.cleared(member) if s.level is not Level.LEARNING)
        if member.votes and skills:
            sure = in_force(member.availability, community.on)
            found.append(Holder(member.id, skills, member.entry.zone, in_force=sure))
    return found
