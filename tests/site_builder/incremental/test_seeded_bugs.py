"""The property catches what other builders get wrong, and holds where the same steps meet ours."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site_builder.incremental import template_edits
from tests.site_builder.incremental.checks import Wrong, build_here, built_clean, bytes_of, check_build, snapshot
from tests.site_builder.incremental.in_place_of import worlds_in
from tests.site_builder.incremental.seeded_bugs import BUGS, Bug
from tests.site_builder.incremental.steps import Step
from tests.site_builder.incremental.world import EDITS, World, copied


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Iterator[World]:
    """Return a community with a good site, which a test leaves as it is; its templates are of every test."""
    templates = tmp_path_factory.getbasetemp() / "templates"
    with worlds_in(tmp_path_factory.mktemp("seeded"), templates, checkout) as fresh:
        world = fresh()
        build_here(world)
        yield world


@pytest.fixture
def templates_kept(built: World, tmp_path: Path) -> Iterator[None]:
    """Put the templates back behind a test that edits them."""
    shutil.copytree(built.templates, tmp_path / "kept")
    yield
    shutil.rmtree(built.templates)
    (tmp_path / "kept").rename(built.templates)


DAILY = [bug for bug in BUGS if not bug.long]


@pytest.mark.usefixtures("templates_kept")
@pytest.mark.parametrize(
    "bug", [pytest.param(bug, marks=pytest.mark.long if bug.long else ()) for bug in BUGS], ids=str
)
def test_a_seeded_bug_is_caught_and_without_it_the_same_steps_hold(built: World, tmp_path: Path, bug: Bug) -> None:
    wrong, right = copied(built, tmp_path / "wrong"), copied(built, tmp_path / "right")
    *first, last = bug.steps
    for group in first:
        take((wrong, right), group)
        with bug.seeded():
            build_here(wrong)
        build_here(right)
    take((wrong, right), last)
    clean = built_clean(right)
    build_here(right)
    assert bytes_of(snapshot(right.out)) == bytes_of(clean)

    # Pages, and not the manifest alone.
    with bug.seeded(), pytest.raises(Wrong, match=r"(stale|missing|still there): .*[a-z0-9]/[a-z]"):
        check_build(wrong, clean=clean)


def test_more_than_ten_bugs_are_seeded_every_day() -> None:
    assert len(DAILY) > 10


def take(worlds: tuple[World, ...], group: tuple[Step, ...]) -> None:
    """Take the steps in every world; templates are the same ones for all, and edited once."""
    for name, n in group:
        of_all = EDITS[name].__module__ == template_edits.__name__
        for world in worlds[:1] if of_all else worlds:
            assert EDITS[name](world, n) is not False


def test_the_page_on_staleness_lists_every_seeded_bug(checkout: Path) -> None:
    page = (checkout / "docs" / "staleness.md").read_text("utf-8")

    assert [line for line in page.splitlines() if line.startswith("| ")][1 : 1 + len(BUGS)] == [
        f"| {bug.name} | {bug.seen} |" for bug in BUGS
    ]
