"""
A build that is killed before any change of a file, or in the midst of writing one; the next build heals.

Pass: after it the site equals a clean one byte for byte, whatever was edited between the two.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder import making
from site_builder.steps import Planned
from tests.faults.build_faults import changes_of, killed_build
from tests.site_builder.incremental.checks import Snapshot, built_clean, check_build
from tests.site_builder.incremental.in_place_of import worlds_in
from tests.site_builder.incremental.steps import Step
from tests.site_builder.incremental.world import EDITS, World, copied

pytestmark = pytest.mark.faults

POINTS = 2
"""So many moments are tried in the daily run, and of a later build every single one in the long run."""

POINTS_OF_A_FIRST = 180
"""A first build changes over five hundred files, each much like the one before: every third is tried."""

CHANGE: tuple[Step, ...] = (("add an entry", 1), ("delete an entry", 0), ("edit a title", 1), ("vote", 0))
UNDONE: tuple[Step, ...] = (("delete an entry", 3), ("edit a title", 6))
"""What is edited before and, every other time, after the build that is killed."""


@pytest.fixture
def world(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Iterator[World]:
    with worlds_in(tmp_path, tmp_path_factory.getbasetemp() / "templates", checkout) as fresh:
        yield fresh()


def edited(world: World, steps: tuple[Step, ...]) -> World:
    for name, n in steps:
        assert EDITS[name](world, n) is not False
    return world


def killed_and_healed(
    world: World,
    scratch: Path,
    points: list[int],
    clean: dict[bool, Snapshot],
    figures: Counter[str],
    jobs: int = 1,
) -> None:
    """Kill a build of a copy of the world at each of the points, and see that the next one heals it."""
    for number in points:
        trial = copied(world, scratch)
        was_killed = killed_build(trial, number, jobs=jobs)
        undone = number % 2 == 0
        if undone:
            edited(trial, UNDONE)
        if undone not in clean:
            clean[undone] = built_clean(trial)
        check_build(trial, clean=clean[undone])
        assert was_killed, f"the build has fewer than {number} changes"
        figures["builds killed before the next one healed"] += 1
        shutil.rmtree(scratch)


def spread(changes: int, points: int) -> list[int]:
    """Return so many of the numbers up to *changes*, odd and even ones by turns, the first among them."""
    if points >= changes:
        return list(range(1, changes + 1))
    step = changes // points | 1
    return [1 + step * number for number in range(points) if 1 + step * number <= changes]


@pytest.mark.parametrize("points", [POINTS, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_build_killed_at_any_change_of_a_file_is_healed_by_the_next(
    world: World, tmp_path: Path, figures: Counter[str], points: int
) -> None:
    check_build(world)
    edited(world, CHANGE)
    changes = changes_of(world, tmp_path / "counted")

    killed_and_healed(world, tmp_path / "trial", spread(changes, points), {}, figures)


@pytest.mark.parametrize("points", [1, pytest.param(POINTS_OF_A_FIRST, marks=pytest.mark.long)])
def test_a_first_build_killed_at_any_change_of_a_file_is_healed_by_the_next(
    world: World, tmp_path: Path, figures: Counter[str], points: int
) -> None:
    changes = changes_of(world, tmp_path / "counted")

    killed_and_healed(world, tmp_path / "trial", spread(changes, points), {}, figures)


@pytest.mark.parametrize("whose", [pytest.param("a worker's", marks=pytest.mark.long), "every worker's"])
def test_what_a_killed_worker_did_not_hand_back_is_made_by_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    parent, real = os.getpid(), making.content_of

    def killing(planned: Planned) -> bytes:
        if os.getpid() != parent and (whose == "every worker's" or str(planned.output) == "news/index.html"):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(planned)

    monkeypatch.setattr(making, "content_of", killing)

    check_build(world, jobs=2)


@pytest.mark.parametrize("points", [1, pytest.param(40, marks=pytest.mark.long)])
def test_a_build_of_several_processes_killed_in_the_midst_is_healed_by_the_next(
    world: World, tmp_path: Path, figures: Counter[str], points: int
) -> None:
    check_build(world)
    edited(world, (("rename the network", 1),))
    changes = changes_of(world, tmp_path / "counted", jobs=2)

    killed_and_healed(world, tmp_path / "trial", spread(changes, points), {}, figures, jobs=2)
