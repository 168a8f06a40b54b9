"""The few a steward would ring first for one need, and why not the others."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from domain.matching.model import NO_BLOCKS, Rule
from domain.matching.ranking import top, why_not
from domain.matching.rules import broken, may_come_along
from domain.people import Level
from tests.domain.matching.communities import a_giver, a_seeker, communities

LEARNING = {"bicycle-repair": Level.LEARNING}
TEACHING = {"bicycle-repair": Level.CAN_TEACH}


def names(suggested: Any) -> list[str]:
    return [s.giver for s in suggested]


def test_the_best_three_are_shown_the_best_first() -> None:
    near, far, new, full = (
        a_giver("ben", zone="hillfoot"),
        a_giver("chi", zone="old-docks"),
        a_giver("dora"),
        a_giver("eli", free=0),
    )

    assert names(top(a_seeker(zone="hillfoot"), [far, full, new, near])) == ["ben", "dora", "chi"]
    assert names(top(a_seeker(zone="hillfoot"), [far, full, new, near], k=1)) == ["ben"]


def test_where_two_fit_equally_who_carried_less_comes_first_then_the_id() -> None:
    laden = [a_giver("ben", carried=2_001), a_giver("chi", carried=2_000), a_giver("dora", carried=2_000)]

    assert names(top(a_seeker(), laden)) == ["chi", "dora", "ben"]


def test_an_apprentice_comes_along_who_carried_least() -> None:
    learners = [a_giver("eli", skills=LEARNING, carried=3), a_giver("fay", skills=LEARNING, carried=1)]

    found = top(a_seeker(), [a_giver("ben"), *learners])

    assert [(s.giver, s.apprentice) for s in found] == [("ben", "fay")]


def test_where_somebody_is_learning_who_can_teach_comes_first() -> None:
    can_do, can_teach = a_giver("ben"), a_giver("chi", skills=TEACHING, carried=7)
    learner = a_giver("eli", skills=LEARNING)

    assert names(top(a_seeker(), [can_do, can_teach])) == ["ben", "chi"]
    assert names(top(a_seeker(), [can_do, can_teach, learner])) == ["chi", "ben"]


def test_nobody_comes_along_with_a_related_skill_or_where_a_block_keeps_them_apart() -> None:
    learner = a_giver("eli", skills=LEARNING)
    mender = a_giver("chi", skills={"clothes-mending": Level.CAN_DO})
    apart = frozenset({frozenset(("ben", "eli"))})

    found = top(a_seeker(also=("clothes-mending",)), [a_giver("ben"), mender, learner], apart)

    assert [(s.giver, s.apprentice) for s in found] == [("ben", ""), ("chi", "")]


def test_nobody_is_their_own_apprentice() -> None:
    both = a_giver("eli", skills={**LEARNING, "clothes-mending": Level.CAN_DO})

    found = top(a_seeker(also=("clothes-mending",)), [both])

    assert [(s.giver, s.skill, s.apprentice) for s in found] == [("eli", "clothes-mending", "")]


def test_why_not_names_the_rules_of_those_who_have_the_skill() -> None:
    need = a_seeker(bands=("mon morning",))
    full, late, no_skill = (
        a_giver("chi", free=0),
        a_giver("ben", bands=("sun night",), free=0),
        a_giver("dora", skills={}),
    )

    assert why_not(need, [full, late, no_skill, a_giver("eli")]) == (
        (late, (Rule.TIME, Rule.FULL)),
        (full, (Rule.FULL,)),
    )


def test_why_not_never_tells_of_a_block_nor_of_oneself() -> None:
    apart = frozenset({frozenset(("ana", "ben"))})

    assert why_not(a_seeker("ana"), [a_giver("ben"), a_giver("ana"), a_giver("ben", free=0)], apart) == ()


@given(communities(most_needs=3))
def test_no_suggestion_for_one_need_breaks_a_hard_rule(drawn: Any) -> None:
    people = {g.member: g for g in drawn.givers}
    for need in drawn.needs:
        for found in top(need, drawn.givers, drawn.blocks, k=9):
            assert broken(need, people[found.giver], drawn.blocks) == ()
            assert not found.apprentice or may_come_along(need, people[found.apprentice], drawn.blocks)
            assert frozenset((found.giver, found.apprentice)) not in drawn.blocks


@given(communities(most_needs=2))
def test_the_order_of_the_givers_changes_no_ranking(drawn: Any) -> None:
    for need in drawn.needs:
        assert top(need, drawn.givers[::-1], drawn.blocks) == top(need, drawn.givers, drawn.blocks)


def test_no_giver_no_suggestion() -> None:
    assert top(a_seeker(), [], NO_BLOCKS) == ()
