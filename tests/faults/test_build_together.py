"""
Builds that meet: two at once, and a maintainer who edits while one is at work.

Pass: whatever such a build made of it, the next one leaves a site like a clean one.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.build_faults import at_the_nth, begun, ended, in_a_fork, on_file_events
from tests.site_builder.incremental.checks import build_here, built_clean, bytes_of, check_build, snapshot
from tests.site_builder.incremental.in_place_of import worlds_in
from tests.site_builder.incremental.steps import Step
from tests.site_builder.incremental.world import EDITS, World

pytestmark = pytest.mark.faults

MIDST: tuple[Step, ...] = (
    ("edit a text", 0),
    ("edit a title", 2),
    ("delete an entry", 0),
    ("vote", 0),
    ("edit a pages template", 4),
    ("rename the network", 3),
    ("add an entry", 1),
    ("edit an asset", 2),
    ("withdraw or return", 0),
    ("rename an entry", 1),
)
"""What a maintainer, or publish, does while a build is at work."""

EVENTS = 1200
"""About so many files are opened, listed and changed by a build of the town that has everything to do."""


@pytest.fixture
def world(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Iterator[World]:
    with worlds_in(tmp_path, tmp_path_factory.getbasetemp() / "templates", checkout) as fresh:
        yield fresh()


def test_builds_at_once_leave_a_site_like_a_clean_one(world: World) -> None:
    _check_builds_at_once(world)
    EDITS["rename the network"](world, 1)
    _check_builds_at_once(world)


def _check_builds_at_once(world: World) -> None:
    start = time.monotonic() + 0.2

    def together() -> None:
        time.sleep(max(0, start - time.monotonic()))
        build_here(world)

    said = [world.folder / f"said-{number}" for number in range(2)]
    children = [begun(together, each) for each in said]
    done = [ended(child, each) for child, each in zip(children, said, strict=True)]
    clean = built_clean(world)

    assert [(each.code, each.said) for each in done] == [(0, "")] * 2
    assert bytes_of(snapshot(world.out)) == bytes_of(clean)
    check_build(world, clean=clean)


@pytest.mark.parametrize("trials", [2, pytest.param(120, marks=pytest.mark.long)])
def test_an_edit_while_a_build_is_at_work_is_on_the_site_after_the_next(
    world: World, figures: Counter[str], trials: int
) -> None:
    drawn = random.Random(trials)
    check_build(world)
    for trial in range(trials):
        name, n = MIDST[trial % len(MIDST)]
        EDITS["rename the network"](world, trial)
        _disturbed_build(world, (name, n + trial // len(MIDST)), drawn.randrange(1, EVENTS))
        # What the other process laid down is read back; its own notes of it ended with it.
        world.publish()
        check_build(world)
        figures["edits while a build was at work"] += 1


def _disturbed_build(world: World, step: Step, event: int) -> None:
    """Build in a process that takes the step itself before the n-th file it opens."""
    name, n = step

    def disturb(_: str, __: Any) -> None:
        EDITS[name](world, n)

    def act() -> None:
        on_file_events(world, at_the_nth(event, disturb), reading=True)
        build_here(world)

    # It may well find that a file is gone which it had seen, and refuse: the next one counts.
    in_a_fork(act, world.folder / "said")
