"""
Whose word counts, and what somebody needs to come a step further into the network.

Rules of this file:
- A vouch counts only from a member with a vote who had been one for SEASON when they gave it, or who founded the
  network. Accounts made on one day therefore count for nobody for a month, however they vouch for one another.
- It counts only from somebody who would stand here without the one they vouch for. Whoever came in on vouches
  stands on those who gave them; a set of accounts that came in on one another's word stands on nothing, and
  never counts, at any age.
- Every criterion is visible, and none asks for money, hours or a skill.
Source: sponsored admission against many accounts of one person, docs/vouching.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from domain.people import Member, Standing
from domain.skills import Safeguarding, Vouch, vouches_wanted

SEASON = timedelta(days=30)
"""How long somebody is a member before their word counts, and a newcomer before they can become a member."""

VOUCH_LIFE = timedelta(days=730)
"""How long a vouch holds where its giver names no day."""

FOUNDERS = 3
"""As many members the machine itself may make founders; from then on people come in by being met."""

WORDS_INSTEAD_OF_MEETING = 2
"""So many counted vouches stand for having been met by a steward."""


class Roll(Protocol):
    """The members by their ids: a mapping, or the store's own collection."""

    def get(self, key: str, /) -> Member | None:
        """Return the member with this id, or None."""


def member_since(member: Member) -> date | None:
    """Return the day since which the member has a vote; None for those who have none."""
    if not member.votes:
        return None
    return member.admission.member_on or member.joined_on


def seasoned(member: Member, on: date) -> bool:
    """Tell whether the member's word, given on the day *on*, is that of somebody the network knows."""
    since = member_since(member)
    return since is not None and (member.admission.founder or since + SEASON <= on)


def stands_without(member: Member, other: str, roll: Roll) -> bool:
    """
    Tell whether *member* would stand in the network without the word of *other*.

    Who was put on the roll by a steward or on the machine stands by that; who came in on vouches stands where
    one of those who gave them does.
    """
    seen, ahead = {other}, [member.id]
    while ahead:
        found = roll.get(key := ahead.pop())
        if found is None or key in seen:
            continue
        if not found.admission.on_word_of:
            return True
        seen.add(key)
        ahead += found.admission.on_word_of
    return False


def counted(vouches: Iterable[Vouch], roll: Roll) -> tuple[Vouch, ...]:
    """Return the vouches whose giver's word counts, whether or not they are in force."""
    return tuple(vouch for vouch in vouches if _counts(vouch, roll))


def _counts(vouch: Vouch, roll: Roll) -> bool:
    giver = roll.get(vouch.by)
    return (
        giver is not None
        and vouch.by != vouch.of
        and seasoned(giver, vouch.on)
        and stands_without(giver, vouch.of, roll)
    )


def givers(vouches: Iterable[Vouch], roll: Roll, of: str, on: date) -> frozenset[str]:
    """Return whose counted word for the person *of* is in force on the day *on*; a word for a skill is none."""
    return frozenset(v.by for v in counted(vouches, roll) if v.of == of and not v.skill and v.holds(on))


class Criterion(StrEnum):
    """What is asked of somebody on the way in."""

    MET = "met"
    DAYS = "days"
    TOOK_PART = "took part"
    VOUCHES = "vouches"


@dataclass(frozen=True)
class Asked:
    """A criterion and how far it is met: *have* of *wanted*, or on the day *met_from* by itself."""

    criterion: Criterion
    met: bool
    have: int = 0
    wanted: int = 0
    met_from: date | None = None


@dataclass(frozen=True)
class Known:
    """What the network knows of somebody on the way in: counts alone, and the size of the roll."""

    vouches: int
    took_part: int
    members: int


NEXT = {Standing.APPLICANT: Standing.NEWCOMER, Standing.NEWCOMER: Standing.MEMBER}
"""The step that is next; what is absent has none."""


def admission(member: Member, known: Known, on: date) -> tuple[Asked, ...]:
    """
    Return what the member's next step asks for on the day *on*, and what of it is met.

    An applicant becomes a newcomer once a steward met them, or enough members gave their word. A newcomer becomes
    a member after SEASON as one, with one confirmed exchange or one cohort attended, and with the vouches that a
    vouched skill asks for. Everybody else has nothing ahead.
    """
    if member.standing is Standing.APPLICANT:
        return (_met(member, known),)
    if member.standing is Standing.NEWCOMER:
        day = (member.admission.newcomer_on or member.joined_on) + SEASON
        wanted = vouches_wanted(known.members, Safeguarding.VOUCHED)
        return (
            Asked(Criterion.DAYS, day <= on, met_from=day),
            Asked(Criterion.TOOK_PART, known.took_part > 0, known.took_part, 1),
            Asked(Criterion.VOUCHES, known.vouches >= wanted, known.vouches, wanted),
        )
    return ()


def _met(member: Member, known: Known) -> Asked:
    met = member.admission.met_on is not None or known.vouches >= WORDS_INSTEAD_OF_MEETING
    return Asked(Criterion.MET, met, known.vouches, WORDS_INSTEAD_OF_MEETING)


class Grounds(StrEnum):
    """Why stewards admitted somebody who did not meet every criterion; the public reads it without a name."""

    KNOWN_BEFORE = "known_before"
    RETURNED = "returned"
    CANNOT_TAKE_PART = "cannot_take_part"
    TOO_FEW_TO_VOUCH = "too_few_to_vouch"
