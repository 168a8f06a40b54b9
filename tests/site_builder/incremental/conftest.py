"""A copy of the templates that may be edited, and the figures of what was tried."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.site_builder.incremental.in_place_of import templates_at
from tests.site_builder.incremental.world import World, new_world

PROPERTY = "incremental steps"
FOLDERS = ("site", "shared", "assets", "locales")
"""What the site is made of in templates/."""


@pytest.fixture
def fresh_world(tmp_path: Path, checkout: Path) -> Iterator[Callable[[], World]]:
    """
    Return a function that returns a community of its own, not built yet, whose templates may be edited.

    Each call takes the place of the one before it.
    """
    templates = tmp_path / "code" / "templates"

    def fresh() -> World:
        shutil.rmtree(tmp_path / "town", ignore_errors=True)
        shutil.rmtree(templates, ignore_errors=True)
        for folder in FOLDERS:
            shutil.copytree(checkout / "templates" / folder, templates / folder)
        return new_world(tmp_path / "town", templates)

    with templates_at(templates):
        yield fresh


@pytest.fixture
def world(fresh_world: Callable[[], World]) -> World:
    return fresh_world()


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """Return a counter whose content goes with the test's report to where the run is summed up."""
    counted: Counter[str] = Counter()
    yield counted
    request.node.user_properties.append((PROPERTY, dict(counted)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    total: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "teardown":
                for name, value in report.user_properties:
                    if name == PROPERTY:
                        total.update(value)
    if total:
        terminalreporter.section("incremental builds: steps tried")
        for name in sorted(total):
            terminalreporter.write_line(f"{total[name]:>9,} {name}")
