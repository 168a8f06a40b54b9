"""Small numbers: what is told, and what is too few to tell, by itself or by subtraction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.privacy import (
    COUNT_FROM,
    EDGES_FROM_ACTIVE_MEMBERS,
    FIGURES_FROM_ACTIVE_MEMBERS,
    MOVES_ON_FROM_PEOPLE,
    PERCENTAGES_FROM_MEMBERS,
    SPLIT_FROM_BALLOTS,
    TURNOUT_STEP,
    Shown,
    channels_told,
    edges_told,
    figures_told,
    may_move_on,
    percentages_told,
    possible_parts,
    quarter_of,
    rounded_hours,
    shown_count,
    shown_spare,
    shown_turnout,
    split_told,
    suppressed,
)

ROWS = st.lists(st.integers(0, 14), min_size=1, max_size=6)


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


@pytest.mark.parametrize(
    ("told", "limit"),
    [
        (percentages_told, PERCENTAGES_FROM_MEMBERS),
        (figures_told, FIGURES_FROM_ACTIVE_MEMBERS),
        (edges_told, EDGES_FROM_ACTIVE_MEMBERS),
        (may_move_on, MOVES_ON_FROM_PEOPLE),
    ],
)
def test_each_limit_begins_with_its_own_number(told: object, limit: int) -> None:
    assert callable(told)
    assert [told(limit - 1), told(limit), told(0)] == [False, True, False]


def test_the_limits_are_those_of_the_rules() -> None:
    assert (PERCENTAGES_FROM_MEMBERS, FIGURES_FROM_ACTIVE_MEMBERS, EDGES_FROM_ACTIVE_MEMBERS) == (20, 10, 50)


@given(ROWS)
def test_no_cell_of_one_to_four_and_no_such_total_is_told(cells: list[int]) -> None:
    found = suppressed(cells)

    for cell, shown in zip(cells, found.cells, strict=True):
        assert shown in (None, cell)
        assert shown_count(cell) is not None or shown is None
    assert found.total in (None, shown_count(sum(cells)))
    assert found.total is not None or set(found.cells) == {None}


@given(ROWS)
def test_what_is_hidden_comes_to_five_or_more_in_at_least_two_cells(cells: list[int]) -> None:
    found = suppressed(cells)
    hidden = [cell for cell, shown in zip(cells, found.cells, strict=True) if shown is None]

    if found.total is not None and hidden:
        assert len(hidden) >= 2
        assert sum(hidden) >= COUNT_FROM


@given(ROWS)
def test_a_row_without_few_people_is_told_whole(cells: list[int]) -> None:
    if all(shown_count(cell) is not None for cell in cells):
        assert suppressed(cells) == Shown(tuple(cells), sum(cells))


def rows(cells: int, total: int) -> Iterator[tuple[int, ...]]:
    """Yield every row of so many cells that adds up to *total*."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in rows(cells - 1, total - first):
            yield (first, *rest)


@cache
def could_have_been(cells: int, total: int) -> dict[Shown, list[tuple[int, ...]]]:
    """Return, for each row as it may be read, all rows that would have been shown just so."""
    found = defaultdict(list)
    for row in rows(cells, total):
        found[suppressed(row)].append(row)
    return found


@pytest.mark.parametrize(
    ("cells", "total"),
    [(2, n) for n in range(41)]
    + [(3, n) for n in range(26)]
    + [(4, n) for n in range(19)]
    + [(5, n) for n in range(12)],
)
def test_a_hidden_cell_could_be_two_numbers_even_for_who_knows_the_rule(cells: int, total: int) -> None:
    """Every row there is, not only random ones: what is read fits rows that differ in each hidden cell."""
    for shown, originals in could_have_been(cells, total).items():
        if shown.total is None:
            continue
        for place, cell in enumerate(shown.cells):
            if cell is None:
                assert len({row[place] for row in originals}) >= 2, (shown, originals)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_part_is_told_only_where_neither_it_nor_the_rest_is_few(part: int, rest: int) -> None:
    assert split_told(part, part + rest) is not any(0 < people < COUNT_FROM for people in (part, rest))


@given(st.integers(0, 60), st.integers(0, 60))
def test_all_that_a_part_could_be_holds_the_part_and_more(part: int, rest: int) -> None:
    if part + rest >= COUNT_FROM and not split_told(part, part + rest):
        could_be = possible_parts(part, part + rest)

        assert part in could_be
        assert len(could_be) >= min(COUNT_FROM - 1, part + rest)
        assert all(not split_told(other, part + rest) for other in could_be)


@pytest.mark.parametrize(
    ("hours", "shown"), [("1/12", 1), ("1/2", 1), ("5/4", 1), ("3/2", 2), ("5/2", 3), ("7", 7), ("29/4", 7)]
)
def test_listed_hours_are_whole_rounded_half_up_and_never_none(hours: str, shown: int) -> None:
    assert rounded_hours(Fraction(hours)) == shown


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), "2026-Q1"),
        (date(2026, 3, 31), "2026-Q1"),
        (date(2026, 4, 1), "2026-Q2"),
        (date(2026, 9, 30), "2026-Q3"),
        (date(2026, 12, 31), "2026-Q4"),
    ],
)
def test_a_day_is_listed_as_its_quarter(day: date, quarter: str) -> None:
    assert quarter_of(day) == quarter


def test_how_ballots_came_in_is_told_only_where_each_way_has_enough_of_them() -> None:
    assert channels_told([SPLIT_FROM_BALLOTS, SPLIT_FROM_BALLOTS])
    assert not channels_told([SPLIT_FROM_BALLOTS, SPLIT_FROM_BALLOTS - 1])
    assert not channels_told([SPLIT_FROM_BALLOTS])
    assert not channels_told([])
