"""Figures that tests count and the end of a run tells: what was tried, and how often."""

from __future__ import annotations

from collections import Counter

import pytest


def tell(reporter: pytest.TerminalReporter, property_name: str, title: str) -> None:
    """Write the sums of what tests counted under the property; nothing where none did."""
    total: Counter[str] = Counter()
    for reports in reporter.stats.values():
        for report in reports:
            # A test's report of its taking-down carries all that was counted.
            if getattr(report, "when", "") == "teardown":
                for name, value in report.user_properties:
                    if name == property_name:
                        total.update(value)
    if total:
        reporter.section(title)
        for name in sorted(total):
            reporter.write_line(f"{total[name]:>9,} {name}")
