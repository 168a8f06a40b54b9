"""Circles and chains of people: each leg stands alone, whoever declines or leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.matching import circles
from domain.matching.circles import arrange, without
from domain.matching.model import (
    Arrangement,
    CircleKind,
    Giver,
    Search,
    Seeker,
    Suggestion,
)
from domain.matching.rules import broken
from domain.matching.scoring import reasons, score
from domain.people import Level
from tests.builders import NOW
from tests.domain.matching.communities import Community, a_giver, a_seeker, communities, easy_communities


def who(member: str, gives: str, wants: str, **changes: Any) -> tuple[Giver, Seeker]:
    return a_giver(member, skills={gives: Level.CAN_DO}, **changes), a_seeker(member, skill=wants)


FIVE = [
    who("ana", "budgeting", "interpreting"),
    who("ben", "mending", "budgeting"),
    who("chi", "gardening", "cooking"),
    who("dora", "interpreting", "mending"),
    who("eli", "cooking", "gardening"),
]


def arranged(people: list[tuple[Giver, Seeker]]) -> Arrangement:
    return arrange([need for _, need in people], [giver for giver, _ in people])


def legs(found: Arrangement) -> list[Suggestion]:
    return [leg for circle in found.circles for leg in circle.legs]


def given_by(suggested: Any) -> list[tuple[str, str]]:
    return [(s.giver, s.receiver) for s in suggested]


def test_five_people_stand_in_a_circle_of_two_and_one_of_three() -> None:
    found = arranged(FIVE)

    assert {circle.kind for circle in found.circles} == {CircleKind.CIRCLE}
    assert {frozenset(given_by(circle.legs)) for circle in found.circles} == {
        frozenset({("chi", "eli"), ("eli", "chi")}),
        frozenset({("dora", "ana"), ("ana", "ben"), ("ben", "dora")}),
    }
    assert (found.singles, found.search) == ((), Search.FULL)


def test_the_legs_of_a_circle_follow_one_another_and_name_everybody_once() -> None:
    for circle in arranged(FIVE).circles:
        turns = [*circle.legs[1:], circle.legs[0]]

        assert [leg.receiver for leg in circle.legs] == [leg.giver for leg in turns]
        assert sorted(circle.members) == sorted(leg.giver for leg in circle.legs)


def test_a_chain_starts_with_somebody_who_asks_nothing_back() -> None:
    people = [who("ben", "mending", "budgeting"), who("dora", "interpreting", "mending")]
    starter = a_giver("gus", skills={"budgeting": Level.CAN_DO}, asks_nothing=True)

    found = arrange([need for _, need in people], [starter, *(giver for giver, _ in people)])

    assert [(c.kind, c.members) for c in found.circles] == [(CircleKind.CHAIN, ("gus", "ben", "dora"))]
    assert given_by(legs(found)) == [("gus", "ben"), ("ben", "dora")]


def test_without_a_starter_the_needs_are_met_singly() -> None:
    people = [who("ben", "mending", "budgeting"), who("dora", "interpreting", "mending")]
    giver = a_giver("gus", skills={"budgeting": Level.CAN_DO})

    found = arrange([need for _, need in people], [giver, *(giver for giver, _ in people)])

    assert found.circles == ()
    assert sorted(given_by(found.singles)) == [("ben", "dora"), ("gus", "ben")]


def test_what_a_circle_leaves_free_goes_to_the_other_needs() -> None:
    third = a_seeker("fay", skill="gardening")
    chi, eli = who("chi", "gardening", "cooking", free=2), who("eli", "cooking", "gardening")

    found = arrange([chi[1], eli[1], third], [chi[0], eli[0]])

    assert sorted(given_by(legs(found))) == [("chi", "eli"), ("eli", "chi")]
    assert given_by(found.singles) == [("chi", "fay")]
    assert given_by(arrange([chi[1], eli[1], third], [replace(chi[0], free=1), eli[0]]).singles) == []


def test_of_several_needs_of_one_member_the_best_fit_is_met_by_a_leg() -> None:
    chi, eli = who("chi", "gardening", "cooking"), who("eli", "cooking", "gardening")
    older = replace(eli[1], id="older", made_at=NOW - timedelta(days=999))
    nearer = replace(eli[1], id="nearer", zone="hillfoot")
    giver = replace(chi[0], zone="hillfoot")

    assert {leg.need for leg in legs(arrange([chi[1], eli[1], older], [giver, eli[0]]))} == {"need-chi", "older"}
    assert {leg.need for leg in legs(arrange([chi[1], eli[1], nearer], [giver, eli[0]]))} == {"need-chi", "nearer"}


def check_alone(leg: Suggestion, drawn: Community) -> None:
    """Assert that the leg is right by itself, whatever else was arranged."""
    need = next(n for n in drawn.needs if n.id == leg.need)
    giver = next(g for g in drawn.givers if g.member == leg.giver)

    assert broken(need, giver, drawn.blocks) == ()
    assert leg.score in (score(need, giver), score(need, giver, learner=True))
    assert leg.reasons == reasons(need, giver, leg.apprentice)


@given(communities() | easy_communities())
def test_every_leg_stands_alone_and_no_need_is_met_twice(drawn: Community) -> None:
    found = arrange(drawn.needs, drawn.givers, drawn.blocks)

    every = [*legs(found), *found.singles]
    for leg in every:
        check_alone(leg, drawn)
    assert len({leg.need for leg in every}) == len(every)
    for giver in drawn.givers:
        assert sum(giver.member in (leg.giver, leg.apprentice) for leg in every) <= max(0, giver.free)


@given(easy_communities())
def test_whoever_leaves_a_circle_the_other_legs_stand_unchanged(drawn: Community) -> None:
    for circle in arrange(drawn.needs, drawn.givers, drawn.blocks).circles:
        for member in circle.members:
            left = without(circle, member)

            assert set(given_by(left)) == {pair for pair in given_by(circle.legs) if member not in pair}
            for leg in left:
                check_alone(leg, drawn)


def test_when_an_apprentice_leaves_the_leg_stands_without_them() -> None:
    chi, eli = who("chi", "gardening", "cooking"), who("eli", "cooking", "gardening")
    learner = a_giver("fay", skills={"cooking": Level.LEARNING})
    circle = arrange([chi[1], eli[1]], [chi[0], eli[0], learner]).circles[0]

    left = without(circle, "fay")

    assert sorted((leg.giver, leg.apprentice) for leg in circle.legs) == [("chi", ""), ("eli", "fay")]
    assert sorted((leg.giver, leg.apprentice) for leg in left) == [("chi", ""), ("eli", "")]
    assert not any("member" in reason.params for leg in left for reason in leg.reasons)
    assert all(leg in circle.legs for leg in left if leg.giver == "chi")


@given(communities() | easy_communities(), st.randoms(use_true_random=False))
def test_the_order_in_which_needs_and_people_come_changes_nothing(drawn: Community, random: Random) -> None:
    needs = random.sample(drawn.needs, k=len(drawn.needs))
    people = random.sample(drawn.givers, k=len(drawn.givers))

    assert arrange(needs, people, drawn.blocks) == arrange(drawn.needs, drawn.givers, drawn.blocks)


CROWD = [who(f"m{n:02}", "gardening", "gardening") for n in range(12)]


def test_of_too_many_legs_only_the_best_of_each_need_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(circles, "ALL_UP_TO", 100)
    monkeypatch.setattr(circles, "MOST_LEGS", 36)

    found = arranged(CROWD)

    assert found.search is Search.THINNED
    assert len(legs(found)) + len(found.singles) == 12
    assert arranged(CROWD[:5]).search is Search.FULL


def test_far_too_many_needs_are_met_by_assignment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(circles, "ALL_UP_TO", 100)
    monkeypatch.setattr(circles, "MOST_LEGS", 23)

    found = arranged(CROWD)

    assert (found.circles, len(found.singles), found.search) == ((), 12, Search.LEFT_OUT)


def test_a_circle_of_nobody_is_never_made() -> None:
    assert arrange([], []) == Arrangement((), (), Search.FULL)
