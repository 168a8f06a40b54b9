"""What is told of a figure: exact where the list is public, careful everywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.measures.chance import by_chance
from domain.measures.five import Reading, first_five
from domain.measures.hours import Network
from domain.measures.passport import FORMULAS, RECOMPUTABLE, Measure, decimals
from domain.measures.shape import MOST_POINTS, Shape, great_circle, roles_shown, shape
from domain.measures.spread import Roles, roles
from domain.privacy import COUNT_FROM
from tests.domain.measures.networks import example, made

WINDOW = "2025-11-01/2026-11-01"


def ring(people: int, *more: tuple[str, str]) -> Network:
    """Return a circle of so many people, each giving the next an hour, and further hours."""
    ties = {(f"p{n:02}", f"p{(n + 1) % people:02}"): 1 for n in range(people)}
    return Network(ties | dict.fromkeys(more, 1))


def told(network: Network, *, listed: bool = False) -> dict[str, Measure]:
    figures = first_five(Reading(network, WINDOW, {}, listed))
    return {figure.key: figure for figure in figures}


def pairs_back(number: int) -> Iterable[tuple[str, str]]:
    return ((f"p{n + 1:02}", f"p{n:02}") for n in range(number))


def test_listed_figures_are_exact_and_say_that_they_recompute() -> None:
    found = told(example(), listed=True)

    assert tuple(found) == RECOMPUTABLE
    assert [figure.value for figure in found.values()] == ["2/7", "-9/91", "2/9", "5/6", "4/5", "16/45", "1/5"]
    assert all(figure.recomputable and figure.window == WINDOW for figure in found.values())
    assert (found["reciprocity"].part, found["reciprocity"].whole) == ("2", "7")
    assert found["circular_share"].counted == {"people": 5, "circles": 3}


def test_every_figure_has_its_formula_and_source_with_it() -> None:
    for figure in told(example(), listed=True).values():
        assert (figure.formula, figure.source) == (FORMULAS[figure.key].text, FORMULAS[figure.key].source)


def test_unlisted_figures_are_rounded_and_do_not_recompute_from_outside() -> None:
    found = told(ring(12, *pairs_back(6)))

    assert found["reciprocity"].value == "0.667"
    assert not any(figure.recomputable for figure in found.values())


@pytest.mark.parametrize("mutual", [1, 4])
def test_few_pairs_both_ways_leave_an_interval_and_no_number_that_gives_them_away(mutual: int) -> None:
    found = told(ring(30, *pairs_back(mutual)))

    assert "beyond_chance" not in found
    assert [found[key].value for key in ("reciprocity", "weighted_reciprocity")] == ["", ""]
    assert found["reciprocity"].counted == {"people": 30, "pairs": 30}
    assert found["weighted_reciprocity"].part == ""
    assert all(found[key].too_few for key in ("reciprocity", "weighted_reciprocity"))


def test_the_interval_of_few_pairs_is_the_same_whoever_they_are() -> None:
    intervals = {
        (found["reciprocity"].low, found["reciprocity"].high)
        for found in (told(ring(30, *pairs_back(mutual))) for mutual in (1, 2, 3, 4))
    }

    assert len(intervals) == 1


def test_no_pair_both_ways_is_told() -> None:
    found = told(ring(12))

    assert (found["reciprocity"].value, found["weighted_reciprocity"].value) == ("0.000", "0.000")


def test_all_but_a_few_who_do_both_leave_an_interval() -> None:
    found = told(ring(20, ("p00", "late")))["dual_role_share"]

    assert (found.value, found.part, found.too_few) == ("", "", True)
    assert Fraction(found.low) < Fraction(16, 21) and Fraction(found.high) > Fraction(20, 21)


def test_hours_outside_the_circles_of_few_people_are_not_told() -> None:
    tail = [("p00", "late"), *((f"p{n:02}", f"out-{n}") for n in range(6))]

    assert told(ring(20, tail[0]))["circular_share"].too_few
    assert not told(ring(20, *tail[1:]))["circular_share"].too_few
    assert told(ring(20))["circular_share"].value == "1.000"


def test_few_circles_are_not_counted_where_the_list_is_not_public() -> None:
    lonely = told(ring(4, *((f"p{n % 4:02}", f"out-{n}") for n in range(8))))

    assert lonely["circular_share"].too_few
    assert told(ring(12))["circular_share"].counted == {"people": 12, "circles": 0}
    assert told(ring(12, *pairs_back(1)))["circular_share"].counted == {"people": 12}


def test_where_everybody_gives_to_everybody_nothing_is_corrected_for_chance() -> None:
    two = Network({("a", "b"): 1, ("b", "a"): 1})

    assert "beyond_chance" not in told(two, listed=True)


def test_a_network_without_hours_has_no_figures_and_nothing_by_chance() -> None:
    assert told(Network()) == {}
    assert by_chance(Network(), lambda: 0.5) == {}


def test_what_chance_gave_stands_beside_the_figures_it_can_change() -> None:
    draws = iter(range(10**9))
    network = ring(12, *pairs_back(6))
    found = by_chance(network, lambda: next(draws) * 0.618 % 1, 20)
    figures = first_five(Reading(network, WINDOW, found, listed=False))
    beside = {figure.key: figure.null.networks for figure in figures if figure.null}

    assert beside == {"reciprocity": 20, "weighted_reciprocity": 20, "circular_share": 20}


@pytest.mark.parametrize(
    ("value", "text"),
    [("2/7", "0.286"), ("-9/91", "-0.099"), ("1/16", "0.062"), ("1", "1.000"), ("-1/9999", "0.000")],
)
def test_decimals_are_three_and_rounded_half_to_even(value: str, text: str) -> None:
    assert decimals(Fraction(value)) == text


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_roles_and_shape_never_tell_more_than_one_row_of_counts(both: int, gave: int, received: int) -> None:
    found = roles_shown(Roles(both, gave, received), listed=False)

    assert all(cell is None or cell == 0 or cell >= COUNT_FROM for cell in found.cells)
    assert roles_shown(Roles(both, gave, received), listed=True).cells == (both, gave, received)


@pytest.mark.parametrize("seed", range(40))
def test_the_great_circle_is_told_only_where_the_rest_of_those_who_do_both_may_be(seed: int) -> None:
    network = made(seed).network
    found, core, both = shape(network, listed=False), great_circle(network), roles(network).both

    if found.in_one_circle is not None:
        assert found.both == both
        assert (both - core) == 0 or both - core >= COUNT_FROM
    assert (found.points, found.lines) == ((), ())


def test_a_shape_is_drawn_as_points_only_where_the_list_is_public_and_not_too_large() -> None:
    drawn, again = shape(ring(60), listed=True), shape(ring(60), listed=True)
    large = shape(ring(MOST_POINTS + 1), listed=True)

    assert drawn == again
    assert (len(drawn.points), len(drawn.lines), drawn.in_one_circle) == (60, 60, 60)
    assert {min(axis) for axis in zip(*drawn.points, strict=True)} == {0}
    assert [max(axis) for axis in zip(*drawn.points, strict=True)] == [1000, 700]
    assert large == Shape(MOST_POINTS + 1, MOST_POINTS + 1, 0, 0, MOST_POINTS + 1)
