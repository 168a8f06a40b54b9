"""Skills, and what a skill demands before its holder may offer, give or show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.words import Words

VOUCHES_WANTED = 3


class Safeguarding(StrEnum):
    """What a skill demands of its holder, from nothing to a licence."""

    OPEN = "open"
    VOUCHED = "vouched"
    CHECKED = "checked"
    LICENSED = "licensed"


@dataclass(frozen=True)
class Category:
    slug: str
    label: Words
    description: Words


@dataclass(frozen=True)
class Skill:
    """
    A skill people share: a preferred label and alternative labels per language.

    Source: SKOS (W3C, 2009) prefLabel and altLabel.
    """

    slug: str
    label: Words
    category: str
    description: Words
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    safeguarding: Safeguarding = Safeguarding.OPEN
    related: tuple[str, ...] = ()
    crisis_relevant: bool = False
    text: str = ""


class VouchScope(StrEnum):
    PERSON = "person"
    SKILL = "skill"


@dataclass(frozen=True)
class Vouch:
    """A member's word for another: for the person, or for one skill of theirs."""

    id: str
    by: str
    of: str
    scope: VouchScope
    basis: str
    on: date
    expires_on: date
    skill: str = ""
    withdrawn_on: date | None = None
    reminded_on: date | None = None

    def holds(self, on: date) -> bool:
        """Tell whether the word is in force on the day *on*."""
        return self.on <= on <= self.expires_on and (self.withdrawn_on is None or on < self.withdrawn_on)


class CheckKind(StrEnum):
    IDENTITY = "identity"
    CRIMINAL_RECORD = "criminal record"
    LICENCE = "licence"


@dataclass(frozen=True)
class Check:
    """A paper that a steward has seen, good to the end of *valid_until*. No copy; a licence names its skill."""

    id: str
    member: str
    kind: CheckKind
    issuer: str
    seen_by: str
    valid_until: date
    skill: str = ""
    reminded_on: date | None = None


@dataclass(frozen=True)
class Clearance:
    """What a skill still lacks before a member may offer it; nothing lacking means cleared."""

    vouches_missing: int = 0
    check_missing: CheckKind | None = None

    @property
    def cleared(self) -> bool:
        return self.vouches_missing == 0 and self.check_missing is None


def vouches_wanted(members: int, safeguarding: Safeguarding) -> int:
    """
    Return how many members must vouch for the holder of a skill.

    min(3, max(1, members // 2)), one more where the skill asks for a check or a licence; none where it is open.
    """
    if safeguarding is Safeguarding.OPEN:
        return 0
    few = min(VOUCHES_WANTED, max(1, members // 2))
    return few if safeguarding is Safeguarding.VOUCHED else few + 1


_CHECK_WANTED = {
    Safeguarding.CHECKED: CheckKind.CRIMINAL_RECORD,
    Safeguarding.LICENSED: CheckKind.LICENCE,
}


def clearance(
    skill: Skill, member: str, vouches: Iterable[Vouch], checks: Iterable[Check], *, members: int, on: date
) -> Clearance:
    """
    Return what *member* lacks on the day *on* to offer, give or show *skill* in a network of *members*.

    A vouch counts once per voucher, for the person or for this skill, in force and never for oneself.
    """
    vouchers = {
        v.by
        for v in vouches
        if v.of == member
        and v.by != member
        and (v.scope is VouchScope.PERSON or v.skill == skill.slug)
        and v.holds(on)
    }
    wanted = _CHECK_WANTED.get(skill.safeguarding)
    seen = wanted is None or any(
        c.member == member
        and c.kind is wanted
        and c.valid_until >= on
        and (wanted is not CheckKind.LICENCE or c.skill == skill.slug)
        for c in checks
    )
    missing = vouches_wanted(members, skill.safeguarding) - len(vouchers)
    return Clearance(max(0, missing), None if seen else wanted)
