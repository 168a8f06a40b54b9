"""The assignment itself, on plain numbers: the most points, nobody beyond their slots, never worse than greedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from domain.matching.crowd import numbers
from domain.matching.solver import MOST_BURDEN, Choice, Pairs, best, greedy

Table = Mapping[tuple[int, int], int]


def pairs(table: Table) -> Pairs:
    cells = sorted(table)
    rows, cols = (numbers(cell[place] for cell in cells) for place in (0, 1))
    return Pairs(rows, cols, numbers(table[cell] for cell in cells))


def total(chosen: Sequence[Choice]) -> int:
    return sum(choice.points for choice in chosen)


def most(table: Table, slots: Sequence[int], burden: Sequence[int]) -> tuple[int, int]:
    """Return the most points of any choice and the least burden at that, by trying every choice."""

    def tried(row: int, left: tuple[int, ...]) -> tuple[int, int]:
        if row > max((r for r, _ in table), default=-1):
            return 0, 0
        options = [tried(row + 1, left)]
        for (r, col), points in table.items():
            if r == row and left[col]:
                rest = tried(row + 1, (*left[:col], left[col] - 1, *left[col + 1 :]))
                options.append((rest[0] + points, rest[1] - burden[col]))
        return max(options)

    points, less = tried(0, tuple(slots))
    return points, -less


ANA, BEN, CHI, DORA, ELI = range(5)
EXAMPLE: Table = {
    (ANA, DORA): 800,
    (ANA, ELI): 900,
    (BEN, ANA): 900,
    (CHI, ELI): 900,
    (DORA, BEN): 800,
    (ELI, CHI): 900,
}
"""Who could meet the need of whom, and how well: five people with a need each and one task each."""


def test_the_five_needs_of_the_worked_example_are_all_met_with_4_3() -> None:
    found = best(pairs(EXAMPLE), [1] * 5, [0] * 5)

    assert total(found) == 4300
    assert [(c.row, c.col) for c in found] == [(ANA, DORA), (BEN, ANA), (CHI, ELI), (DORA, BEN), (ELI, CHI)]


def test_first_come_first_served_meets_four_of_them_with_3_5() -> None:
    found = greedy(pairs(EXAMPLE), [1] * 5, [0] * 5)

    assert total(found) == 3500
    assert [(c.row, c.col) for c in found] == [(ANA, ELI), (BEN, ANA), (DORA, BEN), (ELI, CHI)]


CELLS = st.tuples(st.integers(0, 4), st.integers(0, 4))
TABLES = st.dictionaries(CELLS, st.integers(1, 6), max_size=20)
FIVE = st.lists(st.integers(0, 3), min_size=5, max_size=5)


@given(TABLES, FIVE, FIVE)
@example({(row, col): 1 + row * col for row in range(5) for col in range(5)}, [1] * 5, [1] * 5)
@example({(row, row): 5 for row in range(5)}, [2] * 5, [1] * 5)
@example({(0, 0): 5}, [0] * 5, [0] * 5)
def test_no_choice_has_more_points_nor_with_as_many_less_burden(
    table: dict[tuple[int, int], int], slots: list[int], burden: list[int]
) -> None:
    found = best(pairs(table), slots, burden)

    assert (total(found), sum(burden[c.col] for c in found)) == most(table, slots, burden)


@given(TABLES, FIVE, FIVE)
def test_every_choice_is_a_pair_and_nobody_gives_beyond_their_slots(
    table: dict[tuple[int, int], int], slots: list[int], burden: list[int]
) -> None:
    for found in (best(pairs(table), slots, burden), greedy(pairs(table), slots, burden)):
        assert all(table[c.row, c.col] == c.points for c in found)
        assert len({c.row for c in found}) == len(found)
        assert all(count <= slots[col] for col, count in Counter(c.col for c in found).items())


@given(TABLES, FIVE, FIVE)
def test_the_assignment_is_never_worse_than_first_come_first_served(
    table: dict[tuple[int, int], int], slots: list[int], burden: list[int]
) -> None:
    assert total(best(pairs(table), slots, burden)) >= total(greedy(pairs(table), slots, burden))


def test_points_decide_before_any_burden_does() -> None:
    found = best(pairs({(0, 0): 501, (0, 1): 500}), [1, 1], [MOST_BURDEN * 10, 0])

    assert [(c.row, c.col) for c in found] == [(0, 0)]


def test_where_points_are_equal_greedy_takes_who_carries_less() -> None:
    found = greedy(pairs({(0, 0): 5, (0, 1): 5}), [1, 1], [3, 2])

    assert [c.col for c in found] == [1]


def test_nothing_to_choose_from_is_no_choice() -> None:
    assert best(pairs({}), [], []) == greedy(pairs({}), [], []) == []
