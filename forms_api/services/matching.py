"""
Suggest who could meet which need, to the stewards and to the two people themselves.

Rules of this file: everything here is a suggestion and a person decides; asking for it changes nothing. The hard
rules of `domain.matching` stand before every suggestion, and once more when it is made. Who said no to a need is
not suggested for it again. That two people are kept apart is told to nobody: such a pair is simply not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.catalogue import Catalogue
from domain.exchange import Intent
from domain.matching import ranking
from domain.matching.assignment import assign
from domain.matching.circles import arrange
from domain.matching.model import Blocks, Circle, Reason, ReasonKind, Rule, Search, Seeker, Suggestion
from domain.skills import Safeguarding
from forms_api.services.pool import Pool, pool
from forms_api.store.base import Store
from presentation.reasons import told

ON_A_PAGE = 30
"""Needs shown at once on the desk: as many as one steward rings about in a week."""


@dataclass(frozen=True)
class Person:
    """Somebody suggested, as a steward may know them: their name, or "" where it is closed to stewards too."""

    member: str
    name: str


@dataclass(frozen=True)
class Candidate:
    """
    A suggestion with the person it names, and the one who would come along to learn, if any.

    *spares* marks, where several could, the one whom the assignment of all needs at once takes: the others are
    then free for what only they could meet.
    """

    suggestion: Suggestion
    person: Person
    apprentice: Person | None
    spares: bool = False


@dataclass(frozen=True)
class NotNow:
    """Somebody who shares the skill and is not suggested, with the rules that stand against it; never a block."""

    person: Person
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class DeskNeed:
    """
    An open need nobody has offered to meet, as the desk sees it: never whose it is.

    *near* are suggestions by a related skill, only where nobody fits with the very one. *asked* counts those it
    was suggested to already and who have not answered. Nobody is counted here who is not named: a number that
    does not add up would tell of a block.
    """

    need: Intent
    zone: str
    candidates: tuple[Candidate, ...]
    near: tuple[Candidate, ...]
    not_now: tuple[NotNow, ...]
    asked: int


@dataclass(frozen=True)
class DeskMatching:
    """What the matching says today: a page of the needs that wait, oldest first; *more*: there is a next one."""

    needs: tuple[DeskNeed, ...]
    page: int
    more: bool


@dataclass(frozen=True)
class DeskCircles:
    """Circles and chains among the needs that wait, these needs by their ids, and how far was searched."""

    found: tuple[Circle, ...]
    intents: dict[str, Intent]
    search: Search


def desk(store: Store, catalogue: Catalogue, steward: str, now: datetime, page: int = 1) -> DeskMatching:
    """Return for each need without an offer whom *steward* might ring, and why not the others: a page of them."""
    found, waiting = _waiting(store, catalogue, steward, now)
    here = waiting[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    together = {one.need: one.giver for one in assign(waiting, found.givers, found.blocks | _tried(found))}
    needs = tuple(_desk_need(catalogue, found, seeker, together.get(seeker.id, "")) for seeker in here)
    return DeskMatching(needs, page, more=len(waiting) > page * ON_A_PAGE)


def desk_circles(store: Store, catalogue: Catalogue, steward: str, now: datetime) -> DeskCircles:
    """Return circles and chains of up to four steps among the needs that wait, none with a pair tried before."""
    found, waiting = _waiting(store, catalogue, steward, now)
    arranged = arrange(waiting, found.givers, found.blocks | _tried(found))
    return DeskCircles(arranged.circles, found.needs, arranged.search)


def _tried(found: Pool) -> Blocks:
    """Return the pairs of members tried before for a need that waits."""
    return frozenset(frozenset((found.needs[need].member, giver)) for need, giver in found.tried)


def _waiting(store: Store, catalogue: Catalogue, steward: str, now: datetime) -> tuple[Pool, tuple[Seeker, ...]]:
    """
    Return the pool and the needs of it that *steward* may look after.

    Their own are left to another one, and so are those of somebody they are kept apart from: who is missing
    beside a need one knows would tell of a block.
    """
    with store.unit() as unit:
        found = pool(unit, catalogue, now.date())
    return found, tuple(
        seeker
        for seeker in found.alone()
        if seeker.member != steward and frozenset((seeker.member, steward)) not in found.blocks
    )


def _desk_need(catalogue: Catalogue, found: Pool, seeker: Seeker, together: str) -> DeskNeed:
    givers = found.untried(seeker)
    wider = with_related(seeker, catalogue)
    best = ranking.top(seeker, givers, found.blocks)
    near = () if best else ranking.top(wider, found.untried(wider), found.blocks)
    need = found.needs[seeker.id]
    return DeskNeed(
        need=need,
        zone=need.zone if need.zone in found.zones else "",
        candidates=_sparing(_candidates(found, catalogue, need, best), together),
        near=_candidates(found, catalogue, need, near),
        not_now=tuple(
            NotNow(_person(found, giver.member), rules)
            for giver, rules in ranking.why_not(seeker, givers, found.blocks)
        ),
        asked=found.asked[need.id],
    )


def with_related(seeker: Seeker, catalogue: Catalogue) -> Seeker:
    """Return the need as one that the related skills would meet as well."""
    related = [catalogue.skills[r] for r in catalogue.skills[seeker.skill].related if r in catalogue.skills]
    guarded = {skill.slug for skill in related if skill.safeguarding is not Safeguarding.OPEN}
    return replace(seeker, also=tuple(s.slug for s in related), guarded=seeker.guarded | guarded)


def _candidates(
    found: Pool, catalogue: Catalogue, need: Intent, best: Sequence[Suggestion]
) -> tuple[Candidate, ...]:
    """Return the suggestions with names, without reasons that would be the same for everybody."""
    all_have_room = all(any(r.kind is ReasonKind.ROOM for r in one.reasons) for one in best)
    usual = (ReasonKind.ROOM,) if all_have_room else ()
    return tuple(_candidate(found, one, told(_unusual(catalogue, need, one.reasons), *usual)) for one in best)


def _sparing(candidates: tuple[Candidate, ...], together: str) -> tuple[Candidate, ...]:
    """Mark whom the assignment of all needs takes; where only one could there is nothing to choose."""
    several = len(candidates) > 1
    return tuple(replace(one, spares=several and one.suggestion.giver == together) for one in candidates)


def _candidate(found: Pool, suggestion: Suggestion, reasons: tuple[Reason, ...]) -> Candidate:
    along = _person(found, suggestion.apprentice) if suggestion.apprentice else None
    return Candidate(replace(suggestion, reasons=reasons), _person(found, suggestion.giver), along)


def _unusual(catalogue: Catalogue, need: Intent, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return the reasons but for the language where it is the one everybody here uses, or the need names none."""
    everyday = need.language in ("", catalogue.network.languages[0])
    return told(reasons, ReasonKind.LANGUAGE) if everyday else tuple(reasons)


def _person(found: Pool, member: str) -> Person:
    return Person(member, found.name(member))


def for_oneself(found: Pool, catalogue: Catalogue, need: Intent, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """
    Return the reasons to be told to the one who could: not what only a steward weighs.

    Where the need names no language its owner's stay theirs; so does a zone with few people, and the name of who
    would come along.
    """
    weighed = (ReasonKind.ROOM, ReasonKind.CONFIRMED, ReasonKind.ASK_TIME)
    kept = told(_unusual(catalogue, need, reasons), *weighed)
    kept = kept if need.zone in found.zones else told(kept, ReasonKind.ZONE)
    return tuple(Reason(one.kind) if one.kind is ReasonKind.APPRENTICE else one for one in kept)
