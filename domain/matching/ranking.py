"""The few people a steward would ring first for one need, and why not the others."""

from __future__ import annotations

from collections.abc import Iterable

from domain.matching.model import NO_BLOCKS, Blocks, Giver, Rule, Seeker, Suggestion
from domain.matching.rules import broken, may_come_along
from domain.matching.scoring import reasons, score, used

SHOWN = 3


def suggestion(need: Seeker, giver: Giver, points: int, apprentice: str = "") -> Suggestion:
    """Return the suggestion of a pair that breaks no rule, in values."""
    return Suggestion(
        need=need.id,
        giver=giver.member,
        receiver=need.member,
        skill=used(need, giver).skill,
        score=points,
        reasons=reasons(need, giver, apprentice),
        apprentice=apprentice,
    )


def top(
    need: Seeker, givers: Iterable[Giver], blocks: Blocks = NO_BLOCKS, *, k: int = SHOWN
) -> tuple[Suggestion, ...]:
    """
    Return the *k* suggestions for one need that fit best, the best first.

    Where two fit equally well the one who carried less comes first. The order is for whoever rings; no page shows
    it as an order of people.
    """
    all_givers = list(givers)
    learners = [g for g in all_givers if may_come_along(need, g, blocks)]
    fitting = [(score(need, g, learner=bool(learners)), g) for g in all_givers if not broken(need, g, blocks)]
    best = sorted(fitting, key=lambda pair: (-pair[0], pair[1].carried, pair[1].member))[:k]
    return tuple(
        suggestion(need, giver, points, companion(need, giver, learners, blocks)) for points, giver in best
    )


def companion(need: Seeker, giver: Giver, learners: Iterable[Giver], blocks: Blocks) -> str:
    """Return which of the learners would come along with the giver, "" for none; who carried least first."""
    if used(need, giver).skill != need.skill:
        return ""
    willing = [g for g in learners if may_go_together(giver, g, blocks)]
    return min(((g.carried, g.member) for g in willing), default=(0, ""))[1]


def may_go_together(giver: Giver, learner: Giver, blocks: Blocks) -> bool:
    """Tell whether a learner may come along with this giver: another, whom neither keeps away."""
    return learner.member != giver.member and frozenset((giver.member, learner.member)) not in blocks


def why_not(
    need: Seeker, givers: Iterable[Giver], blocks: Blocks = NO_BLOCKS
) -> tuple[tuple[Giver, tuple[Rule, ...]], ...]:
    """
    Return those who have a skill that would do and are not suggested, each with the rules broken, by member id.

    Who is kept away by a block is left out: a block is told to nobody, not even by its silence.
    """
    found = ((giver, broken(need, giver, blocks)) for giver in givers)
    hidden = {Rule.ONESELF, Rule.BLOCKED, Rule.SKILL}
    told = [(giver, rules) for giver, rules in found if rules and not hidden & set(rules)]
    return tuple(sorted(told, key=lambda pair: pair[0].member))
