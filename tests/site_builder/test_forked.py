"""Several processes do what one would, and what cannot be done is told as if there were one."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from site_builder import forked
from site_builder.forked import Work, shared

THINGS = range(forked.FEW + 60)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the test's process fork, whatever threads its runner has."""
    monkeypatch.setattr("threading.active_count", lambda: 1)


def work(do: Callable[[int], object], learnt: list[object] | None = None) -> Work[int]:
    begun: list[int] = []
    told = learnt if learnt is not None else []
    return Work(do, lambda: begun.append(os.getpid()), lambda: tuple(begun), told.append)


def test_workers_make_what_one_process_makes_in_the_same_order() -> None:
    learnt: list[object] = []
    seen: list[tuple[int, int]] = []
    made = shared(work(lambda n: (n, os.getpid()), learnt), THINGS, 2, lambda *at: seen.append(at))

    assert [n for n, _ in made] == list(THINGS)
    workers = {pid for _, pid in made}
    assert os.getpid() not in workers
    assert len(workers) <= 2
    assert {(pid,) for pid in workers} <= set(learnt)
    assert seen == sorted(seen)
    assert all(total == len(THINGS) for _, total in seen)


def test_who_is_done_takes_what_another_would_have_done() -> None:
    made = shared(work(lambda n: (time.sleep(0.3 if n == 0 else 0), os.getpid())), THINGS, 2)

    assert sum(pid == made[0][1] for _, pid in made) < len(THINGS) // 4


def test_the_first_thing_that_cannot_be_done_is_told_whoever_met_it() -> None:
    def do(n: int) -> int:
        if n >= 7:
            raise ValueError(n)
        return n

    for _ in range(3):
        with pytest.raises(ValueError, match=r"^7$"):
            shared(work(do), THINGS, 3)


def test_when_something_cannot_be_done_nobody_goes_on_to_the_end(tmp_path: Path) -> None:
    def do(n: int) -> int:
        if n == 0:
            raise ValueError(n)
        time.sleep(0.001)
        (tmp_path / str(n)).touch()
        return n

    with pytest.raises(ValueError, match="0"):
        shared(work(do), range(4000), 2)

    assert len(list(tmp_path.iterdir())) < 2000


def test_what_killed_workers_leave_undone_is_done_here() -> None:
    here = os.getpid()

    def do(n: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    assert shared(work(do), THINGS, 2) == list(THINGS)


def test_of_a_worker_that_died_in_the_midst_nothing_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forked, "AT_ONCE", 3)
    here = os.getpid()
    learnt: list[Any] = []

    def do(n: int) -> tuple[int, int]:
        if n == THINGS[-1] and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return n, os.getpid()

    made = shared(work(do, learnt), THINGS, 2)

    assert [n for n, _ in made] == list(THINGS)
    assert {pid for _, pid in made} == {here} | {pid for (pid,) in learnt}


def test_a_caller_who_gives_up_leaves_no_worker_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    fork, workers = os.fork, []

    def forked() -> int:
        workers.append(fork())
        return workers[-1]

    def interrupted(*_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fork", forked)

    with pytest.raises(KeyboardInterrupt):
        shared(work(lambda n: time.sleep(0.001)), range(100_000), 2, interrupted)

    assert len(workers) == 2
    for worker in workers:
        with pytest.raises(ChildProcessError):
            os.waitpid(worker, os.WNOHANG)


@pytest.mark.parametrize("jobs", [1, 4])
def test_little_is_done_in_one_process(jobs: int) -> None:
    assert shared(work(lambda n: os.getpid()), range(3), jobs) == [os.getpid()] * 3


def test_a_process_with_other_threads_does_not_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 2)

    assert set(shared(work(lambda n: os.getpid()), THINGS, 2)) == {os.getpid()}


def test_as_many_processes_as_processors_four_at_most() -> None:
    assert 1 <= forked.usable_processors() <= forked.MOST
