"""
Suggest who could meet which need, to the stewards and to the two people themselves.

Rules of this file: everything here is a suggestion and a person decides; asking for it changes nothing. The hard
rules of `domain.matching` stand before every suggestion, and once more when it is made. Who said no to a need is
not suggested for it again. That two people are kept apart is told to nobody: such a pair is simply not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from domain.catalogue import Catalogue
from domain.exchange import Intent, MatchState
from domain.matching import ranking
from domain.matching.circles import arrange
from domain.matching.model import Circle, Reason, ReasonKind, Rule, Seeker, Suggestion
from domain.people import Audience, Level, seen_by
from domain.skills import Safeguarding
from forms_api.services.intents import shown_zone
from forms_api.services.pool import Pool, pool
from forms_api.store.base import Store, UnitOfWork
from presentation.reasons import told


@dataclass(frozen=True)
class Person:
    """Somebody suggested, as a steward may know them: their name, or "" where it is closed to stewards too."""

    member: str
    name: str


@dataclass(frozen=True)
class Candidate:
    """A suggestion with the person it names, and the one who would come along to learn, if any."""

    suggestion: Suggestion
    person: Person
    apprentice: Person | None


@dataclass(frozen=True)
class NotNow:
    """Somebody who shares the skill and is not suggested, with the rules that stand against it; never a block."""

    person: Person
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class DeskNeed:
    """
    An open need nobody has offered to meet, as the desk sees it: never whose it is.

    *near* are suggestions by a related skill, only where nobody fits with the very one. *asked* counts those a
    steward suggested already and who have not answered. *sharing* counts all who share the skill.
    """

    need: Intent
    zone: str
    candidates: tuple[Candidate, ...]
    near: tuple[Candidate, ...]
    not_now: tuple[NotNow, ...]
    asked: int
    sharing: int


@dataclass(frozen=True)
class DeskMatching:
    """What the matching says today: the needs that wait, the oldest first, and circles and chains among them."""

    needs: tuple[DeskNeed, ...]
    circles: tuple[Circle, ...]
    intents: dict[str, Intent]


def desk(store: Store, catalogue: Catalogue, now: datetime) -> DeskMatching:
    """Return for each need without an offer whom a steward might ring, and why not the others."""
    with store.unit() as unit:
        found = pool(unit, catalogue, now.date())
        needs = tuple(_desk_need(unit, catalogue, found, seeker) for seeker in found.alone())
        return DeskMatching(needs, _circles(found), found.needs)


def _desk_need(unit: UnitOfWork, catalogue: Catalogue, found: Pool, seeker: Seeker) -> DeskNeed:
    givers = found.untried(seeker.id)
    best = ranking.top(seeker, givers, found.blocks)
    near = () if best else ranking.top(with_related(seeker, catalogue), givers, found.blocks)
    need = found.needs[seeker.id]
    return DeskNeed(
        need=need,
        zone=shown_zone(unit, need.zone),
        candidates=tuple(_candidate(unit, one) for one in best),
        near=tuple(_candidate(unit, one) for one in near),
        not_now=tuple(
            NotNow(_person(unit, giver.member), rules)
            for giver, rules in ranking.why_not(seeker, givers, found.blocks)
        ),
        asked=len(unit.matches.where(need=need.id, state=MatchState.SUGGESTED)),
        sharing=sum(giver.skills.get(need.skill, Level.LEARNING) is not Level.LEARNING for giver in found.givers),
    )


def with_related(seeker: Seeker, catalogue: Catalogue) -> Seeker:
    """Return the need as one that the related skills would meet as well."""
    related = [catalogue.skills[r] for r in catalogue.skills[seeker.skill].related if r in catalogue.skills]
    guarded = {skill.slug for skill in related if skill.safeguarding is not Safeguarding.OPEN}
    return replace(seeker, also=tuple(s.slug for s in related), guarded=seeker.guarded | guarded)


def _candidate(unit: UnitOfWork, suggestion: Suggestion) -> Candidate:
    along = _person(unit, suggestion.apprentice) if suggestion.apprentice else None
    return Candidate(suggestion, _person(unit, suggestion.giver), along)


def _person(unit: UnitOfWork, member: str) -> Person:
    found = unit.members.get(member)
    entry = seen_by(found, Audience.STEWARDS) if found is not None else None
    return Person(member, entry.name if entry is not None else "")


def _circles(found: Pool) -> tuple[Circle, ...]:
    """Return circles and chains among the needs that wait, none with a pair that was tried before."""
    asked = {name: found.needs[name].member for name, _ in found.tried if name in found.needs}
    tried = {frozenset((asked[name], giver)) for name, giver in found.tried if name in asked}
    return arrange(found.alone(), found.givers, found.blocks | tried).circles


def for_oneself(unit: UnitOfWork, need: Intent, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """
    Return the reasons to be told to the one who could: not what only a steward weighs.

    Where the need names no language its owner's stay theirs; so does a zone with few people, and the name of who
    would come along.
    """
    kept = told(reasons, ReasonKind.ROOM, ReasonKind.CONFIRMED, ReasonKind.ASK_TIME)
    kept = kept if need.language else told(kept, ReasonKind.LANGUAGE)
    kept = kept if shown_zone(unit, need.zone) else told(kept, ReasonKind.ZONE)
    return tuple(Reason(one.kind) if one.kind is ReasonKind.APPRENTICE else one for one in kept)
