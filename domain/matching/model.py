"""What the matching works on and what it answers; members and needs are ids, never names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.people import Fluency, Level

Blocks = frozenset[frozenset[str]]
"""Unordered pairs of members kept apart, whoever of the two asked for it."""

NO_BLOCKS: Blocks = frozenset()


@dataclass(frozen=True)
class Seeker:
    """
    A need, and what meeting it asks for.

    *also* are skills that would do nearly as well (related ones), the best first. *guarded* are those of *skill*
    and *also* that ask for vouches or a check. *languages* are codes of which one is enough, none meaning any, and
    *fluency* the least that will do. *bands* are parts of the week (`domain.time_bands`), none meaning any.
    *here_only* keeps the need inside its zone.
    """

    id: str
    member: str
    skill: str
    made_at: datetime
    also: tuple[str, ...] = ()
    guarded: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()
    fluency: Fluency = Fluency.BASIC
    zone: str = ""
    here_only: bool = False
    bands: tuple[str, ...] = ()
    quarters: int = 0


@dataclass(frozen=True)
class Giver:
    """
    A member who could give, as they stand today.

    *skills* holds those at level learning too. *cleared* are the safeguarded skills for which the member has
    today what they demand. *bands* is None where the member never said when they have time, or said it too long
    ago; *confirmed_days* is how long ago, None for the same. *free* is how many more tasks they take on this week,
    *carried* the quarter hours they gave in the last twelve weeks. *asks_nothing* may start a chain.
    """

    member: str
    skills: Mapping[str, Level]
    cleared: frozenset[str] = frozenset()
    languages: Mapping[str, Fluency] = field(default_factory=dict)
    zone: str = ""
    bands: tuple[str, ...] | None = None
    confirmed_days: int | None = None
    free: int = 1
    carried: int = 0
    asks_nothing: bool = False


class Rule(StrEnum):
    """A hard rule of `domain.matching.rules`. BLOCKED is never told to anybody, on no page and in no list."""

    ONESELF = "oneself"
    BLOCKED = "blocked"
    SKILL = "skill"
    CLEARANCE = "clearance"
    LANGUAGE = "language"
    TIME = "time"
    ZONE = "zone"
    FULL = "full"


class ReasonKind(StrEnum):
    """
    Why somebody is suggested, with the parameters each carries.

    SKILL: skill, level. RELATED: skill, asked, level. LANGUAGE: language, fluency. ZONE: zone. TIME: bands, joined
    by ", ". ASK_TIME: none, the time is to be asked. CONFIRMED: days. ROOM: none, little was asked of them lately.
    APPRENTICE: member, who is learning the skill and would come along.
    """

    SKILL = "skill"
    RELATED = "related"
    LANGUAGE = "language"
    ZONE = "zone"
    TIME = "time"
    ASK_TIME = "ask time"
    CONFIRMED = "confirmed"
    ROOM = "room"
    APPRENTICE = "apprentice"


@dataclass(frozen=True)
class Reason:
    """One reason; words and translation are made by whoever shows it."""

    kind: ReasonKind
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestion:
    """
    That *giver* could meet *need* of *receiver* with *skill*; it stands alone, in a circle too.

    *score* is 1 to 1000, for putting suggestions in order and for nothing else: it is shown to nobody.
    *apprentice* is a member who is learning the skill and would come along, "" for none.
    """

    need: str
    giver: str
    receiver: str
    skill: str
    score: int
    reasons: tuple[Reason, ...]
    apprentice: str = ""


class CircleKind(StrEnum):
    CIRCLE = "circle"
    CHAIN = "chain"


@dataclass(frozen=True)
class Circle:
    """
    Legs in the order of giving: each receiver gives the next leg.

    In a CIRCLE the last receiver is the first giver; a CHAIN starts with somebody who asks nothing back.
    """

    kind: CircleKind
    legs: tuple[Suggestion, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """All who give or receive in it, once each, in the order of giving."""
        first = () if self.kind is CircleKind.CIRCLE else (self.legs[0].giver,)
        return first + tuple(leg.receiver for leg in self.legs)


class Search(StrEnum):
    """How circles were looked for: the best of all pairs, nearly the best of each need's best, or not at all."""

    FULL = "full"
    THINNED = "thinned"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Arrangement:
    """Circles and chains, and *singles*: suggestions for the needs in none of them."""

    circles: tuple[Circle, ...]
    singles: tuple[Suggestion, ...]
    search: Search
