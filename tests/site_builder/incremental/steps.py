"""Sequences of edits: drawn by chance, or written down; each with a build behind it, or only some."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from hypothesis import strategies as st

from tests.site_builder.incremental import (
    clock_steps,
    content_edits,
    entry_edits,
    mistakes,
    out_edits,
    publication_edits,
    record_edits,
    template_edits,
)
from tests.site_builder.incremental.checks import Wrong, check_build
from tests.site_builder.incremental.world import EDITS, World

MODULES = (
    content_edits,
    entry_edits,
    publication_edits,
    record_edits,
    template_edits,
    clock_steps,
    out_edits,
    mistakes,
)
"""Imported so that their edits are registered."""

Step = tuple[str, int]
"""The name of an edit and the number that says where and how."""


def names() -> list[str]:
    """Return the names of all edits, in the order of their files."""
    return list(EDITS)


def steps() -> st.SearchStrategy[Step]:
    return st.tuples(st.sampled_from(names()), st.integers(0, 999))


def a_tour(seed: int, together: int = 1) -> list[list[Step]]:
    """Return every kind of step once, in an order and with places drawn from *seed*, so many before one build."""
    drawn = random.Random(seed)
    taken = [(name, drawn.randrange(1000)) for name in names()]
    drawn.shuffle(taken)
    return [[], *(taken[at : at + together] for at in range(0, len(taken), together))]


def run(world: World, taken: Sequence[Sequence[Step]], figures: Counter[str] | None = None) -> None:
    """
    Take the steps, and build and check behind each group of them.

    Raises:
        Wrong: the property does not hold; the message says behind which step.
    """
    for number, group in enumerate(taken):
        for name, n in group:
            done = EDITS[name](world, n)
            if figures is not None:
                figures[name if done is not False else "steps with nothing to change"] += 1
        try:
            check_build(world, full=number % 11 == 10, jobs=1 + number % 2)
        except Wrong as wrong:
            raise Wrong(f"{wrong}\nbehind step {number + 1} of {list(taken[: number + 1])}") from wrong
