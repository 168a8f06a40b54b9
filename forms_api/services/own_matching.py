"""
What the matching has for one member: needs they could meet, and how many could meet theirs.

Rules of this file: to the one who could a need shows its reasons and never its owner; to its owner a count and
never a name, until one was chosen. A need for stewards alone is told on the desk only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.catalogue import Catalogue
from domain.exchange import Intent, Visibility
from domain.matching import ranking, rules
from domain.matching.model import Reason
from domain.people import Member
from forms_api.services.intents import may_see
from forms_api.services.matching import for_oneself
from forms_api.services.pool import Pool, pool
from forms_api.services.taking_part import TAKING_PART
from forms_api.store.base import Store, UnitOfWork

SHOWN = 3
"""Needs a member is told of at once; the list of all needs has the others."""


@dataclass(frozen=True)
class CouldMeet:
    """A need the member could meet and was not suggested before, and why."""

    need: Intent
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class CouldHelp:
    """An open need of the member's own: how many could meet it and how many were asked; never who."""

    need: Intent
    could: int
    asked: int


@dataclass(frozen=True)
class ForMe:
    """What the matching has for one member, in both directions."""

    could_meet: tuple[CouldMeet, ...]
    could_help: tuple[CouldHelp, ...]


def for_me(store: Store, catalogue: Catalogue, member: str, now: datetime) -> ForMe:
    """Return the few needs the member could meet, best fitting first, and how many could meet their own."""
    with store.unit() as unit:
        reader = unit.members.get(member)
        if reader is None or reader.standing not in TAKING_PART:
            return ForMe((), ())
        found = pool(unit, catalogue, now.date())
        return ForMe(_could_meet(unit, catalogue, found, reader, now), _could_help(found, member))


def _could_meet(
    unit: UnitOfWork, catalogue: Catalogue, found: Pool, reader: Member, now: datetime
) -> tuple[CouldMeet, ...]:
    own = [giver for giver in found.givers if giver.member == reader.id]
    fitting = []
    for name, seeker in found.seekers.items():
        need = found.needs[name]
        new = (name, reader.id) not in found.tried and need.visibility is not Visibility.STEWARDS
        fits = ranking.top(seeker, own, found.blocks) if new else ()
        if fits and may_see(unit, catalogue, need, reader, now.date()):
            fitting.append((fits[0], need))
    best = sorted(fitting, key=lambda pair: (-pair[0].score, pair[1].made_at, pair[1].id))
    return tuple(CouldMeet(need, for_oneself(found, catalogue, need, one.reasons)) for one, need in best[:SHOWN])


def _could_help(found: Pool, member: str) -> tuple[CouldHelp, ...]:
    mine = [seeker for seeker in found.alone() if seeker.member == member]
    return tuple(
        CouldHelp(
            need=found.needs[seeker.id],
            could=sum(not rules.broken(seeker, giver, found.blocks) for giver in found.untried(seeker)),
            asked=found.asked[seeker.id],
        )
        for seeker in mine
    )
