"""What a safeguarded skill still lacks before a member may offer it, and how to say so kindly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.catalogue import Catalogue
from domain.people import Level
from domain.skills import CheckKind, Clearance, Skill, clearance
from domain.trust import counted
from domain.words import in_language
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import UnitOfWork


class SkillUnknown(Refused):
    message = N_("Choose a skill from the list.")


class NotCleared(Refused):
    """A skill that protects somebody is not offered before what it demands is there."""

    def __init__(self, skill: Skill, lacking: Clearance) -> None:
        super().__init__(skill=in_language(skill.label, "en"), vouches=lacking.vouches_missing)
        self.skill = skill
        self.lacking = lacking


class VouchesMissing(NotCleared):
    message = N_(
        "%(skill)s needs the word of members who know you: %(vouches)s more. Ask people you have worked with, "
        "and tell a steward who they are."
    )


class RecordMissing(NotCleared):
    message = N_(
        "%(skill)s needs a criminal record check that a steward has seen. Bring it to the desk; no copy is kept."
    )


class LicenceMissing(NotCleared):
    message = N_("%(skill)s needs a licence or card that is in force. Show it to a steward; no copy is kept.")


class VouchesAndRecordMissing(NotCleared):
    message = N_(
        "%(skill)s needs the word of members who know you, %(vouches)s more, and a criminal record check that a "
        "steward has seen. Talk to a steward: they help with both."
    )


class VouchesAndLicenceMissing(NotCleared):
    message = N_(
        "%(skill)s needs the word of members who know you, %(vouches)s more, and a licence or card that is in "
        "force. Talk to a steward: they help with both."
    )


_REFUSALS: dict[tuple[bool, CheckKind | None], type[NotCleared]] = {
    (True, None): VouchesMissing,
    (False, CheckKind.CRIMINAL_RECORD): RecordMissing,
    (False, CheckKind.LICENCE): LicenceMissing,
    (True, CheckKind.CRIMINAL_RECORD): VouchesAndRecordMissing,
    (True, CheckKind.LICENCE): VouchesAndLicenceMissing,
}


def lacking(unit: UnitOfWork, skill: Skill, member: str, on: date) -> Clearance:
    """Return what *member* lacks on the day *on* to offer *skill*; of the vouches those whose giver counts."""
    vouches, checks = counted(unit.vouches.where(of=member), unit.members), unit.checks.where(member=member)
    return clearance(skill, member, vouches, checks, members=sum(m.votes for m in unit.members), on=on)


def cleared(unit: UnitOfWork, catalogue: Catalogue, skill: str, member: str, on: date) -> bool:
    """Tell whether *member* may offer, give and show *skill*; nobody may what the catalogue does not know."""
    known = catalogue.skills.get(skill)
    return known is not None and lacking(unit, known, member, on).cleared


def demand_clearance(unit: UnitOfWork, catalogue: Catalogue, skill: str, member: str, on: date) -> None:
    """
    Return if *member* may offer *skill*.

    Raises:
        SkillUnknown: the catalogue has no such skill.
        NotCleared: vouches or a check are missing; the message says which and how to get them.
    """
    known = catalogue.skills.get(skill)
    if known is None:
        raise SkillUnknown
    missing = lacking(unit, known, member, on)
    if not missing.cleared:
        raise _REFUSALS[missing.vouches_missing > 0, missing.check_missing](known, missing)


def gives(unit: UnitOfWork, member: str, skill: str) -> bool:
    """Tell whether the member's entry says they can do or teach the skill."""
    found = unit.members.get(member)
    shares: Iterable[tuple[str, Level]] = ((s.skill, s.level) for s in found.entry.shares) if found else ()
    return any(name == skill and level is not Level.LEARNING for name, level in shares)
