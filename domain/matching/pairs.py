"""Every pair of a need and a giver that breaks no hard rule, with its points: only these can ever be suggested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.matching.crowd import Asked, Crowd, asked_of, crowd_of, numbers, points
from domain.matching.model import Blocks, Giver, Seeker
from domain.matching.rules import may_use
from domain.matching.scoring import (
    LEARNER,
    LEVEL,
    RELATED_SKILL,
    SAME_ZONE,
    TIME,
    TIME_UNKNOWN,
    VERY_SKILL,
    ZONE_UNKNOWN,
)
from domain.matching.solver import Pairs

if TYPE_CHECKING:
    from domain.matching.crowd import Flags, Numbers, Points


@dataclass(frozen=True)
class Weighed:
    """
    The *pairs*: rows are places among the needs, columns among the givers.

    *along_rows* and *along_cols* are the needs and those who, learning the very skill, could come along.
    """

    pairs: Pairs
    along_rows: Numbers
    along_cols: Numbers


def weigh(needs: Sequence[Seeker], givers: Sequence[Giver], blocks: Blocks) -> Weighed:
    """Return the pairs that break no hard rule; their points are those of `scoring.score`."""
    import numpy as np

    crowd = crowd_of(givers)
    asked = asked_of(needs, crowd, blocks)
    parts = [_of_one_skill(asked, crowd, numbers(rows)) for rows in _rows_by_skill(needs).values()]
    none = numbers(())
    rows, cols, worth, along_rows, along_cols = (
        np.concatenate([none, *column]) for column in (zip(*parts, strict=True) if parts else [()] * 5)
    )
    order = np.argsort(rows, kind="stable")
    return Weighed(Pairs(rows[order], cols[order], worth[order]), along_rows, along_cols)


def _rows_by_skill(needs: Sequence[Seeker]) -> dict[object, list[int]]:
    """Return the places of the needs, together those that the same skills would meet."""
    found: dict[object, list[int]] = {}
    for row, need in enumerate(needs):
        found.setdefault((need.skill, need.also, need.guarded), []).append(row)
    return found


def _of_one_skill(asked: Asked, crowd: Crowd, rows: Numbers) -> tuple[Numbers, ...]:
    """Return rows, columns and points of the pairs, and rows and columns of learners, for needs of one skill."""
    import numpy as np

    need = asked.needs[rows[0]]
    along = numbers(p for p in crowd.learners.get(need.skill, ()) if may_use(need, crowd.givers[p], need.skill))
    welcome, _ = _around(asked, crowd, rows, along)
    skilled = _skilled(need, crowd)
    cols = numbers(skilled)
    allowed, worth = _around(asked, crowd, rows, cols)
    worth += points(skill for skill, _ in skilled.values())
    worth += points(taught for _, taught in skilled.values()) * welcome.max(axis=1, initial=False, keepdims=True)
    row, col = np.nonzero(allowed)
    along_row, along_col = np.nonzero(welcome)
    return rows[row], cols[col], worth[row, col].astype(np.int64), rows[along_row], along[along_col]


def _skilled(need: Seeker, crowd: Crowd) -> dict[int, tuple[int, int]]:
    """Return who has a skill that would do, in order, with the points for it and for taking somebody along."""
    found: dict[int, tuple[int, int]] = {}
    for skill in (need.skill, *need.also):
        very = skill == need.skill
        for place in crowd.holders.get(skill, ()):
            giver = crowd.givers[place]
            level = giver.skills[skill]
            worth = (VERY_SKILL if very else RELATED_SKILL) + LEVEL[level], LEARNER[level] if very else 0
            if may_use(need, giver, skill):
                found[place] = max(found.get(place, worth), worth)
    return dict(sorted(found.items()))


def _around(asked: Asked, crowd: Crowd, rows: Numbers, cols: Numbers) -> tuple[Flags, Points]:
    """Return, for each row and column, whether all rules but those of the skill hold, and the points beside it."""
    import numpy as np

    same_zone = asked.zone[rows, None] == crowd.zone[cols]
    zone_known = asked.zoned[rows, None] & crowd.zoned[cols]
    time_known = asked.timed[rows, None] & crowd.timed[cols]
    bands = np.minimum(np.bitwise_count(asked.bands[rows, None] & crowd.bands[cols]), len(TIME) - 1)
    language = asked.spoken[asked.language[rows]][:, cols]
    allowed = (
        crowd.free[cols]
        & (language >= 0)
        & (~time_known | (bands > 0))
        & (~asked.here_only[rows, None] | same_zone)
    )
    _keep_apart(asked, allowed, rows, cols)
    worth = language + crowd.standing_points[cols]
    worth += points((0, SAME_ZONE, ZONE_UNKNOWN))[np.where(zone_known, same_zone, 2)]
    worth += points((*TIME, TIME_UNKNOWN))[np.where(time_known, bands, len(TIME))]
    return allowed, worth


def _keep_apart(asked: Asked, allowed: Flags, rows: Numbers, cols: Numbers) -> None:
    """Allow nobody for themself, and nobody whom a block keeps from the need."""
    column = {col: place for place, col in enumerate(cols.tolist())}
    for place, row in enumerate(rows.tolist()):
        for col in asked.barred[row]:
            if col in column:
                allowed[place, column[col]] = False
