"""Group events: one record, many edges, and hours that add up."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exchange import Kind, counters
from domain.meeting import MOST_PEOPLE, MOST_QUARTERS, Gathering, GroupProblem, edges, group_problem
from tests.builders import TODAY, a_gathering

PEOPLE = st.lists(st.sampled_from([f"m{n}" for n in range(8)]), unique=True)


def evening(givers: list[str], receivers: list[str], **changes: Any) -> Gathering:
    return replace(a_gathering(("m0",), ()), givers=tuple(givers), receivers=tuple(receivers), **changes)


GATHERINGS = st.builds(
    evening, PEOPLE, PEOPLE, quarters=st.integers(1, MOST_QUARTERS), confirmed=PEOPLE.map(tuple)
)


def test_each_giver_gave_the_whole_time_shared_among_who_received() -> None:
    found = list(edges(evening(["ada", "ben"], ["cy", "di"], quarters=6, confirmed=("ada", "cy"))))

    assert [(e.giver, e.receiver, e.hours) for e in found] == [
        ("ada", "cy", Fraction(3, 4)),
        ("ada", "di", Fraction(3, 4)),
        ("ben", "cy", Fraction(3, 4)),
        ("ben", "di", Fraction(3, 4)),
    ]
    assert {(e.giver, e.receiver) for e in found if e.confirmed} == {("ada", "cy")}
    assert {e.on for e in found} == {found[0].on}


def test_where_all_teach_each_other_nobody_gives_to_themself() -> None:
    found = list(edges(evening(["ada", "ben", "cy"], ["ada", "ben", "cy"], quarters=8)))

    assert len(found) == 6
    assert all(e.giver != e.receiver and e.hours == 1 for e in found)


@given(GATHERINGS)
def test_what_is_given_and_what_is_received_add_up_to_the_same(gathering: Gathering) -> None:
    found = list(edges(gathering))
    everybody = [c for one in gathering.people for c in counters(one, [], [gathering])]
    giving = {e.giver for e in found}

    assert sum(e.hours for e in found) == Fraction(gathering.quarters, 4) * len(giving)
    assert sum(c.given for c in everybody) == sum(c.received for c in everybody)
    assert {c.kind for c in everybody} <= {Kind.HOURS}


@pytest.mark.parametrize(
    ("givers", "receivers", "quarters", "mutual", "problem"),
    [
        (["ada"], ["ben"], 4, False, None),
        (["ada", "ben"], ["ada", "ben"], 4, True, None),
        (["ada", "ben"], ["ada", "ben"], 4, False, GroupProblem.BOTH_SIDES),
        ([], ["ben"], 4, False, GroupProblem.NOBODY_GAVE),
        (["ada"], [], 4, False, GroupProblem.NOBODY_RECEIVED),
        (["ada"], ["ada"], 4, True, GroupProblem.NOBODY_RECEIVED),
        (["ada"], [f"m{n}" for n in range(MOST_PEOPLE - 1)], 4, False, None),
        (["ada"], [f"m{n}" for n in range(MOST_PEOPLE)], 4, False, GroupProblem.TOO_MANY),
        (["ada"], ["ben"], 0, False, GroupProblem.NO_TIME),
        (["ada"], ["ben"], MOST_QUARTERS + 1, False, GroupProblem.TOO_LONG),
    ],
)
def test_a_group_event_has_two_sides_some_time_and_a_size(
    givers: list[str], receivers: list[str], quarters: int, mutual: bool, problem: GroupProblem | None
) -> None:
    assert group_problem(evening(givers, receivers, quarters=quarters, on=TODAY), mutual=mutual) is problem
