"""Small numbers: what is told, and what is too few to tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.privacy import COUNT_FROM, TURNOUT_STEP, shown_count, shown_spare, shown_turnout


@pytest.mark.parametrize(
    ("people", "shown"), [(0, 0), (1, None), (COUNT_FROM - 1, None), (COUNT_FROM, COUNT_FROM), (140, 140)]
)
def test_a_count_of_unnamed_people_is_told_as_none_or_from_five_on(people: int, shown: int | None) -> None:
    assert shown_count(people) == shown


@pytest.mark.parametrize(("voters", "shown"), [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10)])
def test_turnout_is_told_in_whole_steps(voters: int, shown: int) -> None:
    assert shown_turnout(voters) == shown


@given(st.integers(0, 10**6))
def test_one_vote_more_shows_at_most_at_every_fifth(voters: int) -> None:
    before, after = shown_turnout(voters), shown_turnout(voters + 1)

    assert before <= voters
    assert (after != before) is ((voters + 1) % TURNOUT_STEP == 0)


@pytest.mark.parametrize(("spare", "shown"), [(0, "0"), (1, "1"), (2, "2"), (3, "3 or more"), (40, "3 or more")])
def test_the_spare_people_of_a_job_are_told_up_to_two(spare: int, shown: str) -> None:
    assert shown_spare(spare) == shown
