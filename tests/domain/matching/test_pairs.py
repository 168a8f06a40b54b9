"""All pairs weighed at once are those that break no rule, with exactly the points of one pair weighed alone."""

from __future__ import annotations

from hypothesis import example, given

from domain.matching.model import NO_BLOCKS
from domain.matching.pairs import weigh
from domain.matching.rules import broken, may_come_along
from domain.matching.scoring import score
from domain.people import Level
from tests.domain.matching.communities import Community, a_giver, a_seeker, communities

SELF_BLOCKED = frozenset({frozenset(("ana",)), frozenset(("ana", "stranger"))})


@given(communities())
@example(Community((), (), NO_BLOCKS))
@example(Community((a_seeker(),), (), NO_BLOCKS))
@example(Community((), (a_giver(),), NO_BLOCKS))
@example(Community((a_seeker(bands=("some day",)),), (a_giver(bands=("some day", "mon morning")),), NO_BLOCKS))
@example(Community((a_seeker(bands=("some day",)),), (a_giver(bands=("other day",)),), SELF_BLOCKED))
@example(Community((a_seeker(here_only=True),), (a_giver(zone=""), a_giver("chi", zone="hillfoot")), NO_BLOCKS))
def test_weighing_all_pairs_at_once_says_what_weighing_each_alone_says(drawn: Community) -> None:
    found = weigh(drawn.needs, drawn.givers, drawn.blocks)

    along = [
        (row, col)
        for row, need in enumerate(drawn.needs)
        for col, giver in enumerate(drawn.givers)
        if may_come_along(need, giver, drawn.blocks)
    ]
    taught = {row for row, _ in along}
    alone = [
        (row, col, score(need, giver, learner=row in taught))
        for row, need in enumerate(drawn.needs)
        for col, giver in enumerate(drawn.givers)
        if not broken(need, giver, drawn.blocks)
    ]
    assert list(found.pairs.choices()) == alone
    assert sorted(zip(found.along_rows.tolist(), found.along_cols.tolist(), strict=True)) == along


def test_a_related_skill_known_better_does_not_hide_the_very_one() -> None:
    need = a_seeker(also=("clothes-mending", "shared-childcare"))
    skills = {"bicycle-repair": Level.CAN_DO, "clothes-mending": Level.CAN_TEACH, "shared-childcare": Level.CAN_DO}

    found = weigh([need], [a_giver(skills=skills)], NO_BLOCKS)

    assert [choice.points for choice in found.pairs.choices()] == [score(need, a_giver())]
