"""Steps of the clock to where something begins, ends or turns."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.site_builder.incremental.world import World, edit, nth

TURNS = (
    datetime(2026, 12, 3, 0, 1, tzinfo=UTC),
    datetime(2027, 1, 8, 0, 1, tzinfo=UTC),
    datetime(2027, 1, 18, 12, tzinfo=UTC),
    datetime(2026, 10, 8, 12, tzinfo=UTC),
    datetime(2026, 9, 2, 23, 30, tzinfo=UTC),
    datetime(2027, 3, 28, 1, tzinfo=UTC),
    datetime(2026, 12, 4, 18, 31, tzinfo=UTC),
    datetime(2027, 2, 5, 0, 1, tzinfo=UTC),
)
"""Cohorts begin and end, a review is due, the clocks go forward, entries come and go."""


@edit
def let_hours_pass(world: World, n: int) -> bool:
    world.now += timedelta(hours=n % 30 + 1)
    return True


@edit
def wait_for_midnight(world: World, n: int) -> bool:
    zone = ZoneInfo("Europe/London")
    tomorrow = world.now.astimezone(zone).date() + timedelta(days=1)
    world.now = datetime.combine(tomorrow, time(0, 1), zone).astimezone(UTC)
    return True


@edit
def step_to_a_turn(world: World, n: int) -> bool:
    world.now = nth(list(TURNS), n)
    return True


@edit
def set_the_clock_back(world: World, n: int) -> bool:
    world.now -= timedelta(days=n % 40 + 1)
    return True
