"""A copy of the templates that may be edited, and the figures of what was tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.figures import tell
from tests.site_builder.incremental.in_place_of import worlds_in
from tests.site_builder.incremental.world import World

PROPERTY = "incremental steps"


@pytest.fixture
def fresh_world(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, checkout: Path
) -> Iterator[Callable[[], World]]:
    with worlds_in(tmp_path, tmp_path_factory.getbasetemp() / "templates", checkout) as fresh:
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
    tell(terminalreporter, PROPERTY, "incremental builds: steps tried")
