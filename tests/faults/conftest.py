"""The figures of the faults: counted by the tests, printed at the end of the run, whichever worker it ran in."""

from __future__ import annotations

import logging
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms_api.store import compaction
from tests.faults.power_cut.verdict import Ruins
from tests.figures import tell

KEY = "fault figures"
PROPERTY = "figures"


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """Return a counter whose content goes with the test's report to where the run is summed up."""
    counted: Counter[str] = Counter()
    yield counted
    request.node.user_properties.append((PROPERTY, dict(counted)))


@pytest.fixture(autouse=True)
def quiet_recovery(caplog: pytest.LogCaptureFixture) -> None:
    """Leave out of a failing test's report what thousands of openings say of torn tails, one line each."""
    caplog.set_level(logging.ERROR, logger="forms_api.store")


@pytest.fixture
def ruins() -> Iterator[Ruins]:
    """Return where what power cuts left is laid down; in memory where the machine lends some."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Ruins(Path(folder))


@pytest.fixture
def small_journals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a journal of a few thousand bytes be compacted: no short test would see a compaction otherwise."""
    monkeypatch.setattr(compaction, "LEAST", 6_000)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    tell(terminalreporter, PROPERTY, "faults")
