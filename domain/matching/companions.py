"""Who comes along to learn: as many apprentices as possible, each with somebody who has the skill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from domain.matching.crowd import numbers
from domain.matching.model import Blocks, Giver, Seeker
from domain.matching.pairs import Weighed
from domain.matching.ranking import may_go_together
from domain.matching.rules import Holding
from domain.matching.scoring import LEARNER, used
from domain.matching.solver import Choice, Pairs, best


def companions(
    chosen: Sequence[Choice], weighed: Weighed, needs: Sequence[Seeker], givers: Sequence[Giver], blocks: Blocks
) -> dict[int, int]:
    """
    Return, for the chosen rows where somebody may come along, that learner's column.

    One learner a suggestion, one suggestion a learner, and only who has time left after what they give themselves.
    """
    led = {row: givers[col] for row, col, _ in chosen}
    given = Counter(giver.member for giver in led.values())
    taught = {row: LEARNER[have.level] for row, have in _very_skill(led, needs).items()}
    willing = sorted(
        (row, learner)
        for row, learner in zip(weighed.along_rows.tolist(), weighed.along_cols.tolist(), strict=True)
        if row in taught and _together(led[row], givers[learner], given, blocks)
    )
    pairs = Pairs(
        rows=numbers(row for row, _ in willing),
        cols=numbers(learner for _, learner in willing),
        points=numbers(taught[row] for row, _ in willing),
    )
    met = best(pairs, [1] * len(givers), [g.carried for g in givers])
    return {row: learner for row, learner, _ in met}


def _very_skill(led: Mapping[int, Giver], needs: Sequence[Seeker]) -> dict[int, Holding]:
    """Return how well the giver has the very skill, for the rows where it is not a related one."""
    held = {row: used(needs[row], giver) for row, giver in led.items()}
    return {row: holding for row, holding in held.items() if holding.skill == needs[row].skill}


def _together(giver: Giver, learner: Giver, given: Mapping[str, int], blocks: Blocks) -> bool:
    return given.get(learner.member, 0) < learner.free and may_go_together(giver, learner, blocks)
