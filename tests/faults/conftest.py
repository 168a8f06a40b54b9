"""The figures of the faults: counted by the tests, printed at the end of the run, whichever worker it ran in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

KEY = "fault figures"
PROPERTY = "figures"


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
            # A test's report of its taking-down carries all that was counted.
            if getattr(report, "when", "") == "teardown":
                for name, value in report.user_properties:
                    if name == PROPERTY:
                        total.update(value)
    if total:
        terminalreporter.section("faults")
        for name in sorted(total):
            terminalreporter.write_line(f"{total[name]:>9,} {name}")
