"""How far a build is: a bar for who waits, a line a stage for who reads a log, nothing for a short one."""

from __future__ import annotations

import io

import pytest

from rsn import progress
from rsn.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_short_build_says_nothing() -> None:
    for stream in (io.StringIO(), Terminal()):
        told = Progress(stream)
        told.stage("Content read")
        told(1, 2)
        told.end()

        assert stream.getvalue() == ""


def test_a_long_one_shows_a_bar_at_a_terminal_and_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "QUIET_SECONDS", -1)
    monkeypatch.setattr(progress, "BETWEEN_SECONDS", -1)
    stream = Terminal()
    told = Progress(stream)
    told.stage("Content read")
    told(5, 10)
    told.end()

    assert stream.getvalue() == f"\r[{'#' * 15}{' ' * 15}] 5 of 10 files\r\x1b[K"


def test_a_long_one_has_a_line_a_stage_in_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "QUIET_SECONDS", -1)
    stream = io.StringIO()
    told = Progress(stream)
    told.stage("Content read")
    told(5, 10)
    told.end()

    assert stream.getvalue() == "Content read: 0.0 s.\n"
