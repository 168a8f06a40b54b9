"""
The property once more with a build behind every single step.

In a file of its own, so that another worker takes them while one draws sequences.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.site_builder.incremental.steps import a_tour, run
from tests.site_builder.incremental.world import World

TOURS = 16
"""Each takes every kind of step once, at other places and in another order: some 1,250 steps in all."""


@pytest.mark.long
@pytest.mark.parametrize("seed", range(TOURS))
def test_a_long_tour_with_a_build_behind_every_step(world: World, figures: Counter[str], seed: int) -> None:
    run(world, a_tour(seed), figures)
