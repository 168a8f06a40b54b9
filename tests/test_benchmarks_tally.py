"""The benchmark of the counts runs on a few ballots, asks the libraries that are here, and says which are not."""

from __future__ import annotations

import pytest

from benchmarks import tally as bench
from benchmarks.peers.adapters import missing
from domain.governance.tally import METHODS


def test_every_method_is_measured_on_ballots_it_takes() -> None:
    assert {measured.method for measured in bench.ROWS.values()} == set(METHODS)
    for row, measured in bench.ROWS.items():
        result = bench.ours(measured, bench.boxes(measured.draw, 200))

        assert (row, result["cast"], result["valid"], result["invalid"]) == (row, 200, 200, 0)


def test_the_same_size_draws_the_same_ballots() -> None:
    assert bench.boxes(bench.ranked, 40) == bench.boxes(bench.ranked, 40)


def test_the_tables_are_printed_and_libraries_that_are_here_name_the_same_winners(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "BALLOTS", 2000)
    monkeypatch.setattr(bench, "SIZES", (10, 20))
    monkeypatch.setattr(bench, "RUNS", 1)
    monkeypatch.setattr(bench, "seconds", lambda work: (work(), 1.0)[1])

    bench.main()

    printed = capsys.readouterr().out
    assert all(printed.count(f"\n  {row:26}") == 2 for row in bench.ROWS)
    assert "not installed, and so not measured:" in printed or not missing()
    assert printed.count("; votelib") + printed.count("   votelib") == 11
    assert "other winners" not in printed
