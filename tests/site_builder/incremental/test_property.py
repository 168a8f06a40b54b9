"""
After any edits an incremental build equals a clean one byte for byte, and building again writes nothing.

The daily run takes every kind of step once, in an order that changes with their number; `make test-long` takes
thousands. What was tried is printed at the end of the run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.site_builder.incremental.steps import Step, a_tour, names, run, steps
from tests.site_builder.incremental.world import World

TOGETHER = 8
"""So many edits lie before one build in the daily run; a page is stale by each of them alone."""

LONG_SEQUENCES = 100
LONG_STEPS = 25


def test_every_kind_of_step_is_followed_by_a_site_like_a_clean_one(world: World, figures: Counter[str]) -> None:
    run(world, a_tour(len(names()), TOGETHER), figures)


@pytest.mark.long
@settings(max_examples=LONG_SEQUENCES, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(st.lists(steps(), min_size=1, max_size=3), min_size=4, max_size=LONG_STEPS))
def test_any_sequence_of_steps_is_followed_by_a_site_like_a_clean_one(
    fresh_world: Callable[[], World], figures: Counter[str], drawn: list[list[Step]]
) -> None:
    run(fresh_world(), [[], *drawn], figures)
