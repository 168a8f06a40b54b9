"""Several processes render what one would, and a page that fails is told as if there were one."""

from __future__ import annotations

import os
import signal
from pathlib import Path, PurePosixPath

import pytest

from site_builder import forked
from site_builder.outdated import Due
from site_builder.refusals import BuildRefused
from site_builder.render import PageFailed
from site_builder.steps import Derived, Step, Verbatim

PAGES = forked.FEW + 60


def pages(template: str = "site/maintenance.html", **inputs: object) -> list[Due]:
    steps = (Step(PurePosixPath(f"{n}.html"), template, "en", "Europe/London", inputs) for n in range(PAGES))
    return [Due(step, "", ("new",)) for step in steps]


def test_a_page_that_fails_in_a_worker_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 1)

    with pytest.raises((PageFailed, BuildRefused), match=r"while rendering 0\.html"):
        forked.render(pages(), 2)


def made(tmp_path: Path) -> list[Due]:
    def make(n: int) -> bytes:
        (tmp_path / str(os.getpid())).touch()
        return f"{n}".encode()

    files = (Derived(PurePosixPath(f"{n}.txt"), "k", lambda n=n: make(n)) for n in range(PAGES))  # type: ignore[misc]
    return [Due(file, "", ("new",)) for file in files]


def test_workers_make_what_one_process_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.setattr(forked, "_worth_it", lambda due: True)
    seen: list[tuple[int, int]] = []
    rendered = forked.render(made(tmp_path), 2, lambda *at: seen.append(at))

    assert rendered == {f"{n}.txt": f"{n}".encode() for n in range(PAGES)}
    assert len(list(tmp_path.iterdir())) == 2
    assert str(os.getpid()) not in {file.name for file in tmp_path.iterdir()}
    assert seen[-1] == (PAGES, PAGES)


def test_what_a_killed_worker_leaves_undone_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.setattr(forked, "_worth_it", lambda due: True)
    here = os.getpid()

    def make() -> bytes:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return b"x"

    due = [Due(Derived(PurePosixPath(f"{n}.txt"), "k", make), "", ("new",)) for n in range(PAGES)]

    assert set(forked.render(due, 2).values()) == {b"x"}


@pytest.mark.parametrize("jobs", [1, 4])
def test_little_is_rendered_in_one_process(jobs: int) -> None:
    due = [Due(Verbatim(PurePosixPath("a.txt"), b"x"), "", ("new",))]

    assert forked.render(due, jobs) == {"a.txt": b"x"}


def test_as_many_processes_as_processors_four_at_most() -> None:
    assert 1 <= forked.usable_processors() <= forked.MOST
