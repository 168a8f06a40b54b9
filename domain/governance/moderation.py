"""Taking words off a proposal: the reasons there are, and the mark that stands for what was taken off."""

from __future__ import annotations

from enum import StrEnum

from domain.governance.ballot import hashed


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
