"""Publish killed between any two writes: the next run ends with the bytes of one that was never killed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from domain.governance.lifecycle import State
from forms_api.publish import files as record_files
from forms_api.store.base import Home, UnitOfWork
from forms_api.store.copying import copy
from forms_api.store.memory import MemoryStore
from tests.builders import contents
from tests.forms_api.town import Town, files


class Killed(BaseException):
    """The process is gone; nobody catches this."""


class Writes:
    """Counts writes to disk and store and stops the one that is too many."""

    def __init__(self) -> None:
        self.done = 0
        self.allowed: int | None = None

    def __call__(self) -> None:
        if self.allowed is not None and self.done >= self.allowed:
            raise Killed
        self.done += 1


class CountedStore(MemoryStore):
    """A store whose commits and rewrites are writes."""

    def __init__(self, writes: Writes) -> None:
        super().__init__()
        self.writes = writes
        self.rewritten: list[Home] = []

    @contextmanager
    def unit(self) -> Iterator[UnitOfWork]:
        with super().unit() as unit:
            before = _state(unit)
            yield unit
            if _state(unit) != before:
                self.writes()

    def rewrite(self, home: Home) -> None:
        self.writes()
        self.rewritten.append(home)
        super().rewrite(home)


def _state(unit: UnitOfWork) -> tuple[list[Any], ...]:
    return [*unit.events], [*unit.rolls], [*unit.keys], [*unit.ballots], [*unit.superseded]


def busy(data: Path) -> Town:
    """A town in which the coming publishes freeze, open, close, certify, lapse and destroy a key."""
    town = Town(data, people=12)
    closed = town.voting(author=1)
    for voter, choice in enumerate(["no"] * 4 + ["yes"] * 9):
        # The first voters change their mind.
        town.cast(closed, voter % 9, choice)
    town.publish(days=8)
    voting = town.deliberation(author=3)
    town.publish(days=2)
    town.publish(days=12)
    town.publish(days=2)
    for voter in (*range(11), 3, 5):
        town.cast(voting, voter)
    town.deliberation(author=5)
    town.sponsoring(author=4)
    return town


def another(town: Town, data: Path, writes: Writes) -> Town:
    """Return a town equal to *town* whose writes are counted."""
    shutil.copytree(town.data, data)
    store = CountedStore(Writes())
    copy(town.store, store)
    store.writes = writes
    return Town(data, people=0, store=store, now=town.now)


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> Writes:
    counting = Writes()

    def counted(name: str) -> Callable[..., None]:
        real: Callable[..., None] = getattr(record_files, name)

        def write(*arguments: Any) -> None:
            counting()
            real(*arguments)

        return write

    # It is the process that dies here, not the machine: nothing has to reach the disk.
    monkeypatch.setattr("os.fsync", lambda handle: None)
    for name in ("put", "lay", "take_away"):
        monkeypatch.setattr(record_files, name, counted(name))
    for module in ("forms_api.publish.turnout", "forms_api.publish"):
        monkeypatch.setattr(import_module(module), "put", record_files.put)
    return counting


LATER = (timedelta(hours=1), timedelta(days=8), timedelta(days=3), timedelta(days=20))


def test_killed_between_any_two_writes_it_resumes_with_identical_bytes(tmp_path: Path, writes: Writes) -> None:
    """In one trial for each write of four publishes, the machine goes dark just before it."""
    town = busy(tmp_path / "town")
    whole = another(town, tmp_path / "whole", writes)
    writes.done = 0
    for later in LATER:
        whole.publish(seconds=later.total_seconds())
    total = writes.done

    assert total > 30
    states = {whole.state(p) for p in ("2026-1", "2026-2", "2026-3", "2026-4")}
    assert states == {State.ADOPTED, State.FROZEN, State.LAPSED}
    for allowed in range(total):
        killed = another(town, tmp_path / f"killed-{allowed}", writes)
        writes.done, writes.allowed = 0, allowed
        for later in LATER:
            publish_twice_if_killed(killed, writes, later)
        assert files(killed.data) == files(whole.data), f"differs when killed before write {allowed + 1}"
        assert contents(killed.store) == contents(whole.store)


def publish_twice_if_killed(town: Town, writes: Writes, later: timedelta) -> None:
    town.now += later
    try:
        town.publish()
    except Killed:
        writes.allowed = None
        town.publish()


def test_a_publish_after_a_killed_one_writes_the_files_of_keys_and_ballots_anew(
    tmp_path: Path, writes: Writes
) -> None:
    """What was removed from them may still lie in their old bytes."""
    town = another(busy(tmp_path / "town"), tmp_path / "killed", writes)
    town.now += timedelta(days=11)
    writes.done, writes.allowed = 0, 8
    with pytest.raises(Killed):
        town.publish()
    writes.allowed = None
    town.publish()

    assert isinstance(town.store, CountedStore)
    assert set(town.store.rewritten) == {Home.BALLOTS, Home.KEYS}
