"""All needs at once, in people: no rule broken, no order that matters, apprentices along where possible."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.matching.assignment import assign, in_order
from domain.matching.model import Blocks, Giver, Seeker, Suggestion
from domain.matching.pairs import weigh
from domain.matching.rules import broken, may_come_along
from domain.matching.solver import greedy
from domain.people import Level
from tests.domain.matching.communities import (
    MEMBERS,
    Community,
    a_giver,
    a_seeker,
    communities,
    easy_communities,
)

LEARNING = {"bicycle-repair": Level.LEARNING}
TEACHING = {"bicycle-repair": Level.CAN_TEACH}


def suggested(drawn: Community) -> tuple[Suggestion, ...]:
    return assign(drawn.needs, drawn.givers, drawn.blocks)


def total(found: tuple[Suggestion, ...]) -> int:
    return sum(s.score for s in found)


@given(communities() | easy_communities())
def test_no_suggestion_breaks_a_hard_rule(drawn: Community) -> None:
    needs = {need.id: need for need in drawn.needs}
    people = {giver.member: giver for giver in drawn.givers}
    for found in suggested(drawn):
        need = needs[found.need]

        assert broken(need, people[found.giver], drawn.blocks) == ()
        assert found.receiver == need.member
        assert not found.apprentice or may_come_along(need, people[found.apprentice], drawn.blocks)
        assert frozenset((found.giver, found.apprentice)) not in drawn.blocks


@given(communities() | easy_communities())
def test_nobody_gives_or_comes_along_beyond_their_free_slots(drawn: Community) -> None:
    found = suggested(drawn)

    asked = Counter([s.giver for s in found] + [s.apprentice for s in found if s.apprentice])
    free = {giver.member: giver.free for giver in drawn.givers}
    assert len({s.need for s in found}) == len(found)
    assert all(count <= free[member] for member, count in asked.items())


@given(communities() | easy_communities())
def test_in_all_it_is_never_worse_than_first_come_first_served(drawn: Community) -> None:
    needs, people = in_order(drawn.needs, drawn.givers)
    pairs = weigh(needs, people, drawn.blocks).pairs

    served = greedy(pairs, [g.free for g in people], [g.carried for g in people])

    assert total(suggested(drawn)) >= sum(choice.points for choice in served)


@given(communities() | easy_communities(), st.randoms(use_true_random=False))
def test_the_order_in_which_needs_and_people_come_changes_nothing(drawn: Community, random: Random) -> None:
    needs = random.sample(drawn.needs, k=len(drawn.needs))
    people = random.sample(drawn.givers, k=len(drawn.givers))

    assert assign(needs, people, drawn.blocks) == suggested(drawn)


@given(communities() | easy_communities(), st.permutations(MEMBERS))
def test_other_names_change_no_total(drawn: Community, others: list[str]) -> None:
    other = dict(zip(MEMBERS, others, strict=True))

    def renamed(value: Any) -> Any:
        changes = {"id": f"other-{value.id}"} if isinstance(value, Seeker) else {}
        return replace(value, member=other.get(value.member, value.member), **changes)

    blocks: Blocks = frozenset(frozenset(other[m] for m in pair) for pair in drawn.blocks)
    found = assign(map(renamed, drawn.needs), map(renamed, drawn.givers), blocks)

    assert total(found) == total(suggested(drawn))
    assert len(found) == len(suggested(drawn))


def people(*members: Giver) -> tuple[Giver, ...]:
    return members


def test_the_older_need_is_told_first() -> None:
    needs = [a_seeker("ana"), a_seeker("dora"), a_seeker("chi")]

    found = assign(needs, [a_giver(free=3)])

    assert [s.receiver for s in found] == ["dora", "chi", "ana"]


def test_who_carried_less_is_asked_where_points_are_equal() -> None:
    found = assign([a_seeker()], people(a_giver("ben", carried=2_001), a_giver("chi", carried=2_000)))

    assert [s.giver for s in found] == ["chi"]


def test_work_is_spread_over_those_who_carry_little() -> None:
    needs = [a_seeker("ana"), a_seeker("dora")]

    found = assign(needs, people(a_giver("ben", carried=40, free=2), a_giver("chi"), a_giver("eli")))

    assert {s.giver for s in found} == {"chi", "eli"}


def test_an_apprentice_goes_to_whom_can_teach_and_each_to_one_only() -> None:
    needs = [a_seeker("ana"), a_seeker("dora")]
    learner = a_giver("fay", skills=LEARNING, free=2)

    found = assign(needs, people(a_giver("ben", zone="x"), a_giver("chi", skills=TEACHING, zone="x"), learner))

    assert sorted((s.giver, s.apprentice) for s in found) == [("ben", ""), ("chi", "fay")]
    assert {reason.params["member"] for s in found for reason in s.reasons if "member" in reason.params} == {"fay"}


def test_as_many_apprentices_as_possible_come_along() -> None:
    needs = [a_seeker("ana", bands=("mon morning",)), a_seeker("dora")]
    any_time = a_giver("fay", skills=LEARNING)
    not_mondays = a_giver("gus", skills=LEARNING, bands=("sun night",))

    found = assign(needs, people(a_giver("ben"), a_giver("chi"), any_time, not_mondays))

    assert {s.receiver: s.apprentice for s in found} == {"ana": "fay", "dora": "gus"}


def test_who_gives_all_their_time_does_not_come_along_as_well() -> None:
    needs = [a_seeker("ana"), a_seeker("dora", skill="clothes-mending")]
    busy = a_giver("fay", skills={**LEARNING, "clothes-mending": Level.CAN_DO})

    def along(learner: Giver) -> dict[str, str]:
        return {s.giver: s.apprentice for s in assign(needs, people(a_giver("ben"), learner))}

    assert along(busy) == {"ben": "", "fay": ""}
    assert along(replace(busy, free=2)) == {"ben": "fay", "fay": ""}


def test_a_block_between_apprentice_and_giver_keeps_them_from_going_together() -> None:
    apart = frozenset({frozenset(("ben", "fay"))})

    found = assign([a_seeker()], people(a_giver("ben"), a_giver("fay", skills=LEARNING)), apart)

    assert [(s.giver, s.apprentice) for s in found] == [("ben", "")]


def test_nobody_comes_along_to_learn_what_is_not_done_there() -> None:
    need = a_seeker(also=("clothes-mending",))
    mender = a_giver("ben", skills={"clothes-mending": Level.CAN_TEACH})

    found = assign([need], people(mender, a_giver("fay", skills=LEARNING)))

    assert [(s.skill, s.apprentice) for s in found] == [("clothes-mending", "")]


def test_without_needs_or_without_people_there_is_nothing_to_suggest() -> None:
    assert assign([], [a_giver()]) == assign([a_seeker()], []) == assign([], []) == ()
