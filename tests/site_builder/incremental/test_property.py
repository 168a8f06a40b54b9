"""
After any edits an incremental build equals a clean one byte for byte, and building again writes nothing.

The daily run takes every kind of step once, in an order that changes with their number; `make test-long` takes
thousands. What was tried is printed at the end of the run.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.site_builder.incremental.steps import Step, names, run, steps
from tests.site_builder.incremental.world import World

TOGETHER = 8
"""So many edits lie before one build in the daily run; a page is stale by each of them alone."""

LONG_SEQUENCES = 120
LONG_STEPS = 25


def a_tour(seed: int) -> list[list[Step]]:
    """Return every kind of step once, in an order and with places drawn from *seed*, some before one build."""
    drawn = random.Random(seed)
    taken = [(name, drawn.randrange(1000)) for name in names()]
    drawn.shuffle(taken)
    return [[], *(taken[at : at + TOGETHER] for at in range(0, len(taken), TOGETHER))]


def test_every_kind_of_step_is_followed_by_a_site_like_a_clean_one(world: World, figures: Counter[str]) -> None:
    run(world, a_tour(len(names())), figures)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(40))
def test_a_long_tour_with_a_build_behind_every_step(world: World, figures: Counter[str], seed: int) -> None:
    run(world, [[], *([step] for group in a_tour(seed) for step in group)], figures)


@pytest.mark.long
@settings(max_examples=LONG_SEQUENCES, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(st.lists(steps(), min_size=1, max_size=3), min_size=4, max_size=LONG_STEPS))
def test_any_sequence_of_steps_is_followed_by_a_site_like_a_clean_one(
    fresh_world: Callable[[], World], figures: Counter[str], drawn: list[list[Step]]
) -> None:
    run(fresh_world(), [[], *drawn], figures)
