"""Exchanges and group events as hours between people, within a window."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from domain.exchange import Kind
from domain.measures.hours import hour_edges, network_of, twelve_months, within
from domain.meeting import Edge, edges
from tests.builders import NOW, an_exchange
from tests.domain.measures.networks import ON


def test_only_hours_are_hours_and_parallel_ones_are_added_up() -> None:
    given = [
        an_exchange("ada", "ben", amount=3),
        an_exchange("ada", "ben", amount=5),
        an_exchange("ben", "ada", kind=Kind.MEALS, amount=4),
        an_exchange("ben", "ada", amount=4, confirmed=False),
    ]
    network = network_of(hour_edges(given, []))

    assert (dict(network.hours), network.per_hour) == ({("ada", "ben"): 8}, 4)
    assert (network.given, network.received) == ({"ada": 8, "ben": 0}, {"ada": 0, "ben": 8})


def test_parts_of_an_hour_stay_exact() -> None:
    network = network_of(
        Edge("ada", receiver, Fraction(1, part), ON, confirmed=True) for receiver, part in (("ben", 3), ("cy", 4))
    )

    assert (dict(network.hours), network.per_hour) == ({("ada", "ben"): 4, ("ada", "cy"): 3}, 12)


def test_hours_to_oneself_or_none_make_no_tie() -> None:
    network = network_of([Edge("ada", "ada", Fraction(1), ON, True), Edge("ada", "ben", Fraction(0), ON, True)])

    assert (network.people, network.total) == ((), 0)


def test_a_group_event_gives_its_edges() -> None:
    from domain.meeting import Gathering

    who = ("ada", "ben", "cy")
    event = Gathering("g", "first-aid", ON, 8, ("ada",), ("ben", "cy"), "ada", NOW, confirmed=who)

    assert list(hour_edges([], [event])) == list(edges(event))
    assert network_of(hour_edges([], [event])).people == who


def test_a_window_holds_its_first_day_and_not_its_last() -> None:
    since, until = date(2026, 1, 1), date(2026, 2, 1)
    days = [date(2025, 12, 31), since, date(2026, 1, 31), until]

    assert [e.on for e in within([Edge("a", "b", Fraction(1), d, True) for d in days], since, until)] == days[1:3]


@pytest.mark.parametrize(
    ("on", "since", "until"),
    [
        (date(2026, 11, 23), date(2025, 11, 1), date(2026, 11, 1)),
        (date(2024, 2, 29), date(2023, 2, 1), date(2024, 2, 1)),
        (date(2026, 1, 1), date(2025, 1, 1), date(2026, 1, 1)),
    ],
)
def test_the_window_is_the_last_twelve_whole_months(on: date, since: date, until: date) -> None:
    assert twelve_months(on) == (since, until)
