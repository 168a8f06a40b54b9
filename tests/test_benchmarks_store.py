"""The store's benchmark measures what it says, on a store small enough for every day."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import store as benchmark
from forms_api.store.tinydb import TinyStore


def test_the_table_of_inserts_names_everyone_and_what_was_inserted_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmark, "ROUNDS", 1)
    monkeypatch.setattr(benchmark, "THREADS", 3)

    benchmark.measure_inserts(tmp_path / "runs", 20, 0.05)

    printed = capsys.readouterr().out
    assert all(name in printed for name in benchmark.KINDS)
    store = TinyStore.open(tmp_path / "runs" / "0-2")
    with store.reading() as unit:
        assert len(unit.ballots) > 20
    store.close()


def test_opening_is_measured_against_parsing_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmark, "ROUNDS", 1)

    benchmark.measure_opening(tmp_path, 50)

    assert "opening 50 ballots" in capsys.readouterr().out
    with TinyStore.open(tmp_path / "large").reading() as unit:
        assert len(unit.ballots) == 50
