"""
How well a giver who breaks no rule fits a need: a sum of points, 1 to 1000, and the reasons behind it.

Points are whole numbers, so that a sum is the same in any order and on any machine. They put suggestions in order
and are shown to nobody. The very skill asked for outweighs all else together: nobody with a related skill comes
before somebody with the one asked for.
"""

from __future__ import annotations

from domain.matching.model import Giver, Reason, ReasonKind, Seeker
from domain.matching.rules import Holding, common_language, holdings, may_use
from domain.people import Fluency, Level
from domain.time_bands import shared

VERY_SKILL = 500
RELATED_SKILL = 100
LEVEL = {Level.CAN_DO: 45, Level.CAN_TEACH: 60}
LANGUAGE = {Fluency.FIRST: 90, Fluency.FLUENT: 85, Fluency.GOOD: 65, Fluency.BASIC: 20}
ANY_LANGUAGE = 65
"""The need names no language."""

SAME_ZONE = 80
ZONE_UNKNOWN = 30
TIME = (0, 60, 75, 90)
"""By the parts of the week that both have, three and more the same."""

TIME_UNKNOWN = 35
CONFIRMED = ((28, 40), (84, 20))
"""Up to so many days since the member last said when they have time, so many points."""

FAIRNESS = 100
HALF_AT = 16
"""Quarter hours carried in twelve weeks at which the points for fairness are halved."""

LEARNER = {Level.CAN_DO: 20, Level.CAN_TEACH: 40}
"""Somebody who is learning the skill could come along with a giver of this level."""


def used(need: Seeker, giver: Giver) -> Holding:
    """
    Return the skill by which the giver would meet the need: the very one, else the related one they have best.

    Raises:
        ValueError: they have none they are cleared for.
    """
    held = [h for h in holdings(need, giver) if may_use(need, giver, h.skill)]
    return max(held, key=lambda h: (h.skill == need.skill, LEVEL[h.level]))


def score(need: Seeker, giver: Giver, *, learner: bool = False) -> int:
    """
    Return the points of a pair that breaks no hard rule.

    *learner* says that somebody who is learning the very skill could come along to the need.
    """
    holding = used(need, giver)
    very = holding.skill == need.skill
    return (
        (VERY_SKILL if very else RELATED_SKILL)
        + LEVEL[holding.level]
        + (LEARNER[holding.level] if learner and very else 0)
        + language_points(need, giver)
        + zone_points(need.zone, giver.zone)
        + time_points(need, giver)
        + confirmed_points(giver.confirmed_days)
        + fairness_points(giver.carried)
    )


def language_points(need: Seeker, giver: Giver) -> int:
    code = common_language(need, giver)
    return ANY_LANGUAGE if code is None else LANGUAGE[giver.languages[code]]


def zone_points(wanted: str, lived: str) -> int:
    if not wanted or not lived:
        return ZONE_UNKNOWN
    return SAME_ZONE if wanted == lived else 0


def time_points(need: Seeker, giver: Giver) -> int:
    both = shared(need.bands, giver.bands or ())
    return TIME_UNKNOWN if both is None else TIME[min(len(both), len(TIME) - 1)]


def confirmed_points(days: int | None) -> int:
    if days is None:
        return 0
    return next((points for most, points in CONFIRMED if days <= most), 0)


def fairness_points(carried: int) -> int:
    """Return fewer points the more the giver carries already."""
    return FAIRNESS * HALF_AT // (HALF_AT + carried)


def reasons(need: Seeker, giver: Giver, apprentice: str = "") -> tuple[Reason, ...]:
    """Return why the giver is suggested, the weightiest kind first."""
    found = (
        _skill_reason(need, giver),
        _language_reason(need, giver),
        _time_reason(need, giver),
        Reason(ReasonKind.ZONE, {"zone": giver.zone}) if giver.zone and giver.zone == need.zone else None,
        Reason(ReasonKind.CONFIRMED, {"days": str(giver.confirmed_days)})
        if confirmed_points(giver.confirmed_days)
        else None,
        Reason(ReasonKind.ROOM) if giver.carried < HALF_AT else None,
        Reason(ReasonKind.APPRENTICE, {"member": apprentice}) if apprentice else None,
    )
    return tuple(reason for reason in found if reason is not None)


def _skill_reason(need: Seeker, giver: Giver) -> Reason:
    skill, level = used(need, giver)
    if skill == need.skill:
        return Reason(ReasonKind.SKILL, {"skill": skill, "level": level.value})
    return Reason(ReasonKind.RELATED, {"skill": skill, "asked": need.skill, "level": level.value})


def _language_reason(need: Seeker, giver: Giver) -> Reason | None:
    code = common_language(need, giver)
    if code is None:
        return None
    return Reason(ReasonKind.LANGUAGE, {"language": code, "fluency": giver.languages[code].value})


def _time_reason(need: Seeker, giver: Giver) -> Reason:
    both = shared(need.bands, giver.bands or ())
    return Reason(ReasonKind.TIME, {"bands": ", ".join(both)}) if both else Reason(ReasonKind.ASK_TIME)
