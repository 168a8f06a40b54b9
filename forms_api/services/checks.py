"""
Papers that a steward has looked at: what kind, who issued it, until when it holds. No copy, no number.

Rules of this file: nobody notes their own paper; a paper past its day is not noted at all.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.catalogue import Catalogue
from domain.people import Member, Standing
from domain.skills import Check, CheckKind
from forms_api.services.clearances import SkillUnknown
from forms_api.services.ids import Chance, new_id
from forms_api.services.promises import check_steward
from forms_api.services.refusals import N_, NotThere, Refused
from forms_api.store.base import Store

SOON = timedelta(days=60)
"""How long before its end a paper stands on the stewards' list."""

AFTERWARDS = timedelta(days=60)
LONGEST = timedelta(days=365 * 20)
_NUMBER = re.compile(r"\d(?:[\s./-]?\d){4,}")


class OwnPaper(Refused):
    message = N_("Nobody notes their own paper. Show it to another steward.")


class PaperOver(Refused):
    message = N_("This paper is past its day. Enter a last day from today on, within twenty years.")


class SkillMissing(Refused):
    message = N_("Choose the skill that the licence is for.")


class NumberNoted(Refused):
    message = N_("Leave the number of the paper out: who issued it is enough.")


@dataclass(frozen=True)
class Paper:
    """A paper as it was noted; *skill* only for a licence."""

    kind: CheckKind
    issuer: str
    valid_until: date
    skill: str = ""


@dataclass(frozen=True)
class Seen:
    """A check and whose it is."""

    check: Check
    member: Member


def note(
    store: Store,
    catalogue: Catalogue,
    steward: str,
    member: str,
    paper: Paper,
    now: datetime,
    token: Chance = secrets.token_bytes,
) -> Check:
    """
    Note a paper that *steward* has seen; one of the same kind and skill gives way to it.

    Raises:
        NotASteward, OwnPaper, NotThere, PaperOver, SkillMissing, SkillUnknown, NumberNoted.
    """
    today = now.date()
    licence = paper.kind is CheckKind.LICENCE
    if steward == member:
        raise OwnPaper
    if not today <= paper.valid_until <= today + LONGEST:
        raise PaperOver
    if licence and not paper.skill:
        raise SkillMissing
    if licence and paper.skill not in catalogue.skills:
        raise SkillUnknown
    if _NUMBER.search(paper.issuer):
        raise NumberNoted
    with store.unit() as unit:
        check_steward(unit, steward)
        found = unit.members.get(member)
        if found is None or found.standing is Standing.LEFT:
            raise NotThere
        skill = paper.skill if licence else ""
        for old in unit.checks.where(member=member, kind=paper.kind, skill=skill):
            unit.checks.remove(old.id)
        made = Check(new_id(token), member, paper.kind, paper.issuer, steward, paper.valid_until, skill)
        unit.checks.add(made)
    return made


def strike(store: Store, steward: str, check: str) -> None:
    """
    Strike a check out: it was noted by mistake, or its paper was taken away. Once gone it stays gone.

    Raises:
        NotASteward, OwnPaper.
    """
    with store.unit() as unit:
        check_steward(unit, steward)
        found = unit.checks.get(check)
        if found is not None and found.member == steward:
            raise OwnPaper
        unit.checks.remove(check)


def ending(store: Store, today: date) -> list[Seen]:
    """Return the checks that end soon or ended lately, the earliest in front."""
    return [seen for seen in everything(store) if -AFTERWARDS <= seen.check.valid_until - today <= SOON]


def everything(store: Store) -> list[Seen]:
    """Return all checks of those who have not left, by the day they end."""
    with store.reading() as unit:
        pairs = [(check, unit.members.get(check.member)) for check in unit.checks]
    found = [Seen(check, member) for check, member in pairs if member and member.standing is not Standing.LEFT]
    return sorted(found, key=lambda seen: (seen.check.valid_until, seen.check.id))
