"""The job that ends at once: only where nothing it reads or wrote is another one than last time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from rsn.standing import Place, inputs, keep, nothing_to_do, place_of

SAID = "Nothing changed.\n"
LONG_AGO = time.time() - 3600
TOMORROW = time.time() + 86_400


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A community whose last job ended an hour ago."""
    for name in ("content/pages/home.md", "data/store/store.json", "data/record/index.json", "public/index.html"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("as it was")
        os.utime(file, (LONG_AGO, LONG_AGO))
    found = place_of(
        ["--content", f"{tmp_path}/content", "--data", f"{tmp_path}/data", "--out", f"{tmp_path}/public"]
    )
    assert found is not None
    keep(found, inputs(found), TOMORROW, SAID, time.time_ns() + 10**13)
    return found


def test_nothing_is_done_where_everything_stands(place: Place) -> None:
    assert nothing_to_do(place) == SAID
    assert nothing_to_do(place) == SAID


CHANGES: dict[str, Callable[[Path], object]] = {
    "a page is edited": lambda at: (at / "content/pages/home.md").write_text("as it is now, and longer"),
    "a page of the same length and age": lambda at: _replaced(at / "content/pages/home.md"),
    "a page is new": lambda at: (at / "content/pages/news.md").write_text("new"),
    "a page is gone": lambda at: (at / "content/pages/home.md").unlink(),
    "a page is renamed": lambda at: (at / "content/pages/home.md").rename(at / "content/pages/house.md"),
    "a vote came in": lambda at: (at / "data/store/ballots.json").write_text("{}"),
    "the demo's clock moved": lambda at: (at / "data/clock").write_text("3600"),
    "the record changed": lambda at: (at / "data/record/checkpoint").write_text("1"),
    "a page of the site was removed": lambda at: (at / "public/index.html").unlink(),
    "somebody wrote into the site": lambda at: (at / "public/index.html").write_text("<h1>Hello</h1>"),
    "what was kept is unreadable": lambda at: (at / "data/built").write_bytes(b"\x00half"),
    "what was kept is gone": lambda at: (at / "data/built").unlink(),
}


def _replaced(file: Path) -> None:
    other = file.with_suffix(".other")
    other.write_text("as it wAs")
    os.utime(other, (LONG_AGO, LONG_AGO))
    other.replace(file)


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_makes_the_job_run(place: Place, tmp_path: Path, change: str) -> None:
    CHANGES[change](tmp_path)

    assert nothing_to_do(place) is None


def test_what_is_due_makes_the_job_run(place: Place) -> None:
    keep(place, inputs(place), time.time() - 1, SAID, time.time_ns() + 10**13)

    assert nothing_to_do(place) is None


def test_a_change_while_the_job_runs_is_not_taken_for_seen(place: Place, tmp_path: Path) -> None:
    before = inputs(place)
    (tmp_path / "content/pages/home.md").write_text("changed behind the job's back")
    keep(place, before, TOMORROW, SAID, time.time_ns() + 10**13)

    assert nothing_to_do(place) is None


def test_inputs_as_young_as_the_job_are_not_trusted(place: Place) -> None:
    keep(place, inputs(place), TOMORROW, SAID, int(LONG_AGO * 1e9))

    assert nothing_to_do(place) is None


def test_a_link_that_leads_nowhere_is_an_input_too(place: Place, tmp_path: Path) -> None:
    (tmp_path / "content/lost.md").symlink_to(tmp_path / "nowhere")

    assert nothing_to_do(place) is None


@pytest.mark.parametrize("asked", [["--full"], ["--strict"], ["--now", "2026-11-23"], ["--help"], ["--jobs", "x"]])
def test_who_asks_for_more_than_the_usual_job_gets_it(asked: list[str]) -> None:
    assert place_of(asked) is None


def test_folders_are_known_by_where_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert place_of(["--jobs", "2"]) == tuple(str(tmp_path / name) for name in ("content", "data", "public"))
