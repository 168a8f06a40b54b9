"""
The hard rules: what a suggestion never does, however well everything else fits.

Each rule is a function that names itself where the pair breaks it. What is not known (no language named, no time
told) breaks nothing: a person asks. What protects somebody is the other way round: not known is not cleared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from domain.matching.model import NO_BLOCKS, Blocks, Giver, Rule, Seeker
from domain.people import Fluency, Level
from domain.time_bands import shared

RANK = {fluency: rank for rank, fluency in enumerate(reversed(Fluency))}
"""How well a language is spoken, from the least to the best."""


class Holding(NamedTuple):
    """The skill by which a giver would meet a need, and how well they have it."""

    skill: str
    level: Level


def holdings(need: Seeker, giver: Giver) -> list[Holding]:
    """Return the giver's skills that would meet the need, the one asked for first; learning is not yet having."""
    levels = ((skill, giver.skills.get(skill)) for skill in (need.skill, *need.also))
    return [Holding(skill, level) for skill, level in levels if level not in (None, Level.LEARNING)]


def may_use(need: Seeker, giver: Giver, skill: str) -> bool:
    """Tell whether the giver is cleared to meet the need by *skill*: for it, and for what is asked."""
    return need.guarded & {need.skill, skill} <= giver.cleared


def oneself(need: Seeker, giver: Giver, blocks: Blocks) -> Rule | None:
    return Rule.ONESELF if need.member == giver.member else None


def kept_apart(need: Seeker, giver: Giver, blocks: Blocks) -> Rule | None:
    return Rule.BLOCKED if frozenset((need.member, giver.member)) in blocks else None


def has_skill(need: Seeker, giver: Giver, blocks: Blocks) -> Rule | None:
    return None if holdings(need, giver) else Rule.SKILL


def is_cleared(need: Seeker, giver: Giver, blocks: Blocks) -> Rule | None:
    held = holdings(need, giver)
    return Rule.CLEARANCE if held and not any(may_use(need, giver, h.skill) for h in held) else None


def has_language(need: Seeker, giver: Giver, blocks: Blocks) -> Rule | None:
    return Rule.LANGUAGE if need.languages and common_language(need, giver) is None else None


def common_language(need: Seeker, giver: Giver) -> str | None:
    """Return the language of the need the giver speaks best, well enough for it, the first named where equal."""
    spoken = [code for code in need.languages if code in giver.languages]
    best = max(spoken, key=lambda code: RANK[giver.languages[code]], default=None)
    return best if best is not None and RANK[giver.languages[best]] >= RANK[need.fluency] else None


def has_time(need: Seeker, giver: Giver, blocks: Blocks) -> Rule | None:
    return Rule.TIME if shared(need.bands, giver.bands or ()) == () else None


def is_near(need: Seeker, giver: Giver, blocks: Blocks) -> Rule | None:
    return Rule.ZONE if need.here_only and need.zone != giver.zone else None


def is_free(need: Seeker, giver: Giver, blocks: Blocks) -> Rule | None:
    return Rule.FULL if giver.free <= 0 else None


AROUND: tuple[Callable[[Seeker, Giver, Blocks], Rule | None], ...] = (
    oneself,
    kept_apart,
    has_language,
    has_time,
    is_near,
    is_free,
)
"""What holds for whoever comes, the apprentice too."""

ALL = (has_skill, is_cleared, *AROUND)


def broken(need: Seeker, giver: Giver, blocks: Blocks = NO_BLOCKS) -> tuple[Rule, ...]:
    """Return every hard rule the pair breaks; none means that it may be suggested."""
    found = (rule(need, giver, blocks) for rule in ALL)
    return tuple(rule for rule in found if rule is not None)


def may_come_along(need: Seeker, learner: Giver, blocks: Blocks = NO_BLOCKS) -> bool:
    """
    Tell whether somebody who is learning the very skill may come along to the need.

    Whoever enters a home or is with a child is cleared like the one who leads: an apprentice learns the skill
    there, not how to be trusted.
    """
    learning = learner.skills.get(need.skill) is Level.LEARNING
    return (
        learning
        and may_use(need, learner, need.skill)
        and all(rule(need, learner, blocks) is None for rule in AROUND)
    )
