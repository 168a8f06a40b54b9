"""
Needs and people as the matching reads them: from the store, as they stand today.

Rules of this file: what a member opens to nobody, and what a steward hid, the matching does not know either; a
safeguarded skill counts only with what it demands today; nothing here is stored, so what is suggested is never
older than what it rests on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from domain.catalogue import Catalogue
from domain.exchange import Direction, Intent, IntentState, Kind, MatchState
from domain.matching.model import Blocks, Giver, Seeker
from domain.people import Audience, Fluency, Level, Member, Standing, audience_of, seen_by
from domain.privacy import ZONE_FROM_MEMBERS
from domain.skills import Check, Safeguarding, Vouch, clearance
from domain.trust import counted
from forms_api.services.intents import is_open
from forms_api.services.taking_part import TAKING_PART
from forms_api.store.base import UnitOfWork

GIVING = frozenset({Standing.NEWCOMER, Standing.MEMBER})
"""Who is asked for something; who is dormant is left in peace."""

TASKS_AT_ONCE = 3
"""What somebody has agreed to and not done yet; from then on nobody asks them for more."""

CARRIED_WITHIN = timedelta(weeks=12)


@dataclass(frozen=True)
class Pool:
    """
    All that one day's matching works on.

    *needs* are the open ones, *seekers* the same as the matching reads them; *tried* are pairs of a need and a
    member between whom something was suggested, offered or declined before; *offered* the needs somebody has
    offered to meet; *asked* counts for each need whom it was suggested to and who have not answered. *zones* are
    those where enough people live to hide among. It is gathered in one unit of work and worked on after it:
    nobody waits while it is.
    """

    needs: dict[str, Intent]
    seekers: dict[str, Seeker]
    givers: tuple[Giver, ...]
    blocks: Blocks
    tried: frozenset[tuple[str, str]]
    offered: frozenset[str]
    asked: Counter[str]
    members: Mapping[str, Member]
    zones: frozenset[str]

    @cached_property
    def _with_skill(self) -> Mapping[str, tuple[Giver, ...]]:
        found: dict[str, list[Giver]] = defaultdict(list)
        for giver in self.givers:
            for skill in giver.skills:
                found[skill].append(giver)
        return {skill: tuple(givers) for skill, givers in found.items()}

    def name(self, member: str) -> str:
        """Return the name of a giver as stewards may read it; empty where it is closed to them."""
        entry = seen_by(self.members[member], Audience.STEWARDS)
        return entry.name if entry is not None else ""

    def alone(self) -> tuple[Seeker, ...]:
        """Return the needs nobody has offered to meet, the oldest first."""
        waiting = (seeker for name, seeker in self.seekers.items() if name not in self.offered)
        return tuple(sorted(waiting, key=lambda seeker: (seeker.made_at, seeker.id)))

    def untried(self, seeker: Seeker) -> tuple[Giver, ...]:
        """Return who has, or is learning, a skill that would do and may still be suggested: nobody twice."""
        skilled = (g for skill in (seeker.skill, *seeker.also) for g in self._with_skill.get(skill, ()))
        once = {giver.member: giver for giver in skilled}
        return tuple(giver for name, giver in once.items() if (seeker.id, name) not in self.tried)


def pool(unit: UnitOfWork, catalogue: Catalogue, today: date) -> Pool:
    """Return needs and people as they stand on the day *today*."""
    members = {member.id: member for member in unit.members}
    needs = {n.id: n for n in _open_needs(unit, members, catalogue, today)}
    facts = _Facts.of(unit, members.values(), today)
    givers = (facts.giver(m, catalogue) for m in members.values() if m.standing in GIVING)
    living = Counter(m.entry.zone for m in members.values() if m.standing in TAKING_PART)
    matches = [match for match in unit.matches if match.need in needs]
    return Pool(
        needs=needs,
        seekers={n.id: seeker_of(n, members[n.member], catalogue) for n in needs.values()},
        givers=tuple(giver for giver in givers if giver.skills),
        blocks=blocks_of(members.values()),
        tried=frozenset((match.need, match.provider) for match in matches),
        offered=frozenset(m.need for m in matches if m.state in (MatchState.OFFERED, MatchState.ACCEPTED)),
        asked=Counter(match.need for match in matches if match.state is MatchState.SUGGESTED),
        members=members,
        zones=frozenset(zone for zone, people in living.items() if people >= ZONE_FROM_MEMBERS),
    )


def blocks_of(members: Iterable[Member]) -> Blocks:
    """Return every pair kept apart, whoever of the two asked for it."""
    return frozenset(frozenset((member.id, other)) for member in members for other in member.blocked)


def _open_needs(
    unit: UnitOfWork, members: dict[str, Member], catalogue: Catalogue, today: date
) -> Iterable[Intent]:
    for need in unit.intents.where(direction=Direction.NEED, state=IntentState.OPEN):
        owner = members.get(need.member)
        if is_open(need, today) and need.skill in catalogue.skills and owner and owner.standing in TAKING_PART:
            yield need


def seeker_of(need: Intent, owner: Member, catalogue: Catalogue) -> Seeker:
    """
    Return a need as the matching reads it.

    Where it names no language, one that its owner speaks is enough: the two have to understand each other.
    """
    skill = catalogue.skills[need.skill]
    named = (need.language,) if need.language else tuple(_languages(owner))
    return Seeker(
        id=need.id,
        member=need.member,
        skill=need.skill,
        made_at=need.made_at,
        guarded=frozenset() if skill.safeguarding is Safeguarding.OPEN else frozenset({skill.slug}),
        languages=named,
        zone=need.zone,
        bands=need.bands,
        quarters=need.quarters,
    )


def _open_to_matching(member: Member, name: str) -> bool:
    return name not in member.hidden and audience_of(member, name) is not Audience.NOBODY


def _languages(member: Member) -> dict[str, Fluency]:
    spoken = member.entry.languages if _open_to_matching(member, "languages") else ()
    return {language.code: language.level for language in spoken}


@dataclass(frozen=True)
class _Facts:
    """What stands in other collections about the members, gathered in one pass over each."""

    today: date
    voters: int
    vouches: dict[str, list[Vouch]]
    checks: dict[str, list[Check]]
    carried: Counter[str]
    agreed: Counter[str]
    offers: dict[str, set[str]]
    asking: frozenset[str]

    @classmethod
    def of(cls, unit: UnitOfWork, members: Collection[Member], today: date) -> _Facts:
        vouches, checks, offers = defaultdict(list), defaultdict(list), defaultdict(set)
        carried: Counter[str] = Counter()
        for vouch in counted(unit.vouches, {member.id: member for member in members}):
            vouches[vouch.of].append(vouch)
        for check in unit.checks:
            checks[check.member].append(check)
        for given in unit.exchanges:
            if given.confirmed and given.kind is Kind.HOURS and given.on > today - CARRIED_WITHIN:
                carried[given.giver] += given.amount
        standing = [i for i in unit.intents.where(state=IntentState.OPEN) if is_open(i, today)]
        for intent in standing:
            if intent.direction is Direction.OFFER:
                offers[intent.member].add(intent.skill)
        return cls(
            today=today,
            voters=sum(member.votes for member in members),
            vouches=vouches,
            checks=checks,
            carried=carried,
            agreed=Counter(match.provider for match in unit.matches.where(state=MatchState.ACCEPTED)),
            offers=offers,
            asking=frozenset(i.member for i in standing if i.direction is Direction.NEED),
        )

    def giver(self, member: Member, catalogue: Catalogue) -> Giver:
        """Return the member as the matching reads them today."""
        skills = self._skills(member)
        said = member.availability if member.availability and member.availability.holds(self.today) else None
        return Giver(
            member=member.id,
            skills=skills,
            cleared=frozenset(slug for slug in skills if self._cleared(member.id, slug, catalogue)),
            languages=_languages(member),
            zone=member.entry.zone if _open_to_matching(member, "zone") else "",
            bands=said.bands if said else None,
            confirmed_days=(self.today - said.confirmed_on).days if said else None,
            free=max(0, TASKS_AT_ONCE - self.agreed[member.id]),
            carried=self.carried[member.id],
            asks_nothing=member.id not in self.asking,
        )

    def _skills(self, member: Member) -> dict[str, Level]:
        """Return what the member shares; an open offer says that they can, whatever the entry says."""
        if "name" in member.hidden or not _open_to_matching(member, "shares"):
            return {}
        shared = {share.skill: share.level for share in member.entry.shares}
        offered = self.offers.get(member.id, set())
        learning = {slug for slug in offered if shared.get(slug, Level.LEARNING) is Level.LEARNING}
        return shared | dict.fromkeys(learning, Level.CAN_DO)

    def _cleared(self, member: str, slug: str, catalogue: Catalogue) -> bool:
        skill = catalogue.skills.get(slug)
        if skill is None or skill.safeguarding is Safeguarding.OPEN:
            return False
        vouches, checks = self.vouches.get(member, ()), self.checks.get(member, ())
        return clearance(skill, member, vouches, checks, members=self.voters, on=self.today).cleared
