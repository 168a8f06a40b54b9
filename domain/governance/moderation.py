"""Taking words off a proposal: the reasons there are, and the mark that stands for what was taken off."""

from __future__ import annotations

from enum import StrEnum

from domain.codec import to_plain
from domain.governance.ballot import hashed
from domain.governance.deliberation import Amendment, Version
from domain.record.canonical import canonical


class ModerationReason(StrEnum):
    """Why a steward took something off. Disagreeing with it is no reason."""

    PERSONAL = "personal"
    INSULT = "insult"
    THREAT = "threat"
    UNLAWFUL = "unlawful"
    ADVERTISING = "advertising"
    OFF_TOPIC = "off_topic"


class RuleBroken(StrEnum):
    """Why a proposal ends without anybody's fault."""

    ROLL_TOO_SMALL = "roll_too_small"
    LOST = "lost"


def why_stopped(code: str) -> ModerationReason | RuleBroken | None:
    """Return the reason that an "invalidate" event was recorded with; None for a code nobody knows."""
    known: dict[str, ModerationReason | RuleBroken] = {r.value: r for r in (*ModerationReason, *RuleBroken)}
    return known.get(code)


def removed_mark(argument: str, text: str) -> str:
    """
    Return the hash that stands in public for a removed text, in hexadecimal.

    The argument's own random id is the salt: it is never published and lies beside the text, so that whoever
    holds both can show what was removed, and nobody can guess it once both are gone.
    """
    return hashed("rsn/removed/v1", argument.encode(), text.encode()).hex()


def version_mark(version: Version) -> str:
    """
    Return the salted hash that stands for a wording in the log, in hexadecimal.

    It is made of what the public reads, salt included, so that anybody can make it again; with salt and words gone
    it tells nothing.
    """
    said = {
        "title": version.title,
        "summary": version.summary,
        "text": version.text,
        "options": to_plain(version.options),
    }
    salt = bytes.fromhex(version.salt)
    which = (version.proposal.encode(), str(version.number).encode())
    return hashed("rsn/version/v1", *which, salt, canonical(said)).hex()


def amendment_mark(amendment: Amendment) -> str:
    """Return the hash that stands in public for a removed amendment; its random id is the salt."""
    said = {"title": amendment.title, "text": amendment.text, "cost": amendment.cost, "reason": amendment.reason}
    return hashed("rsn/removed/v1", amendment.id.encode(), canonical(said)).hex()
