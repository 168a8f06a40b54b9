"""The benchmarks load without running, measure a community worth measuring, and print their tables."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks import matching
from domain.matching.assignment import in_order
from domain.matching.model import Rule
from domain.matching.pairs import weigh
from domain.matching.rules import broken


def test_the_community_measured_is_one_where_every_rule_refuses_somebody() -> None:
    drawn = matching.community(120, Random(3))

    refused = {
        rule for need in drawn.needs for giver in drawn.givers for rule in broken(need, giver, drawn.blocks)
    }
    rows, columns = in_order(drawn.needs, drawn.givers)
    fitting = len(weigh(rows, columns, drawn.blocks).pairs.rows) / len(rows) / len(columns)
    assert refused == set(Rule)
    assert 0.05 < fitting < 0.2


def test_the_same_seed_draws_the_same_community() -> None:
    assert matching.community(30, Random(3)) == matching.community(30, Random(3))
    assert matching.community(30, Random(3)) != matching.community(30, Random(4))
    assert matching.community(1, Random(3)).blocks == frozenset()


def test_the_tables_of_the_matching_are_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(matching, "SIZES", (10, 30))
    monkeypatch.setattr(matching, "CIRCLE_SIZES", (20,))
    monkeypatch.setattr(matching, "PAIRED_RUNS", 1)

    matching.main()

    printed = capsys.readouterr().out
    assert [line.split()[:3] for line in printed.splitlines() if " x " in line and line.startswith("  ")] == [
        ["10", "x", "10"],
        ["30", "x", "30"],
        ["30", "x", "30"],
    ]
    assert "full" in printed
    assert "among 30 people" in printed
