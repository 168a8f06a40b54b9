"""
Faults 4 and 5: the disk is full in an append, and in a compaction.

Pass: the post gets 503 and nothing of it counts, all that was acknowledged is there, and the next post after space
is freed succeeds without a restart. A compaction that does not fit leaves snapshot and journal as they were and
nothing aside, and posts go on.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from forms_api.store.base import Home, StoreFailed
from forms_api.store.tinydb import TinyStore
from tests.contract.acts import add, at_once
from tests.contract.records import a_ballot
from tests.faults.disk_town import DiskTown
from tests.faults.failing_disk import FailingDisk, aside

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("small_journals")]


@pytest.fixture
def disk() -> FailingDisk:
    return FailingDisk()


@pytest.fixture
def store(tmp_path: Path, disk: FailingDisk) -> Iterator[TinyStore]:
    with closing(TinyStore.open(tmp_path / "store", disk=disk)) as store:
        yield store


@pytest.fixture
def town(tmp_path: Path) -> Iterator[DiskTown]:
    town = DiskTown.at(tmp_path / "data")
    yield town
    town.stop()


def ids(store: TinyStore) -> set[str]:
    with store.reading() as unit:
        return {ballot.id for ballot in unit.ballots}


def reopened(folder: Path) -> set[str]:
    with closing(TinyStore.open(folder)) as store:
        return ids(store)


@pytest.mark.parametrize("left", [0, 1, 40, 511, 700])
def test_what_does_not_fit_is_refused_whole_and_the_next_write_after_it_is_kept(
    store: TinyStore, disk: FailingDisk, tmp_path: Path, left: int
) -> None:
    add(store, "ballots", a_ballot("before"))
    disk.fill(left)
    with pytest.raises(StoreFailed, match="No space left on device") as refused:
        add(store, "ballots", a_ballot("too-large", choice="x" * 2000))
    disk.free()
    add(store, "ballots", a_ballot("after"))

    assert not refused.value.outcome_unknown
    assert ids(store) == {"before", "after"}
    store.close()
    assert reopened(tmp_path / "store") == {"before", "after"}


def test_a_line_torn_by_a_full_disk_is_dropped_after_a_kill(
    store: TinyStore, disk: FailingDisk, tmp_path: Path
) -> None:
    add(store, "ballots", a_ballot("before"))
    disk.fill(300)
    disk.break_call("truncate")
    with pytest.raises(StoreFailed):
        add(store, "ballots", a_ballot("too-large", choice="x" * 2000))
    left_by_a_kill = tmp_path / "copy"
    left_by_a_kill.mkdir()
    for path in (tmp_path / "store").glob("*.j*"):
        (left_by_a_kill / path.name).write_bytes(path.read_bytes())
    disk.free()
    disk.mend()

    assert reopened(left_by_a_kill) == {"before"}


def test_of_writes_on_a_full_disk_each_is_kept_or_refused_and_none_is_both(
    store: TinyStore, disk: FailingDisk, tmp_path: Path
) -> None:
    kept, refused = set[str](), set[str]()

    def write(number: int) -> None:
        for step in range(20):
            key = f"b{number}-{step}"
            try:
                add(store, "ballots", a_ballot(key, choice="x" * 300))
                kept.add(key)
            except StoreFailed:
                refused.add(key)
                disk.free()
            if step == 7 and number % 4 == 0:
                disk.fill(1000)

    wrong = at_once(8, write)
    disk.free()
    add(store, "ballots", a_ballot("after"))

    assert wrong == []
    assert refused
    assert ids(store) == kept | {"after"}
    store.close()
    assert reopened(tmp_path / "store") == kept | {"after"}


def test_a_ballot_that_does_not_fit_is_answered_503_and_the_next_after_space_is_freed_303(town: DiskTown) -> None:
    first, second = town.browser_of(1), town.browser_of(2)
    accepted = town.post(first, "ab" * 16)
    town.disk.fill(100)
    refused = town.post(second, "cd" * 16, "no")
    box_while_full = town.box()
    town.disk.free()
    again = town.post(second, "cd" * 16, "no")

    assert (accepted.status, refused.status, again.status) == (303, 503, 303)
    assert refused.response.headers["Retry-After"] == "60"
    assert box_while_full == ["yes"]
    assert town.box() == ["no", "yes"]
    town.restart()
    assert town.box() == ["no", "yes"]


def snapshot_and_journals(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("ballots.json*")}


@pytest.mark.parametrize("left", [0, 100, 3000])
def test_a_compaction_that_does_not_fit_changes_nothing_and_leaves_nothing_aside(
    store: TinyStore, disk: FailingDisk, tmp_path: Path, left: int
) -> None:
    for number in range(9):
        add(store, "ballots", a_ballot(f"b{number}", choice="x" * 1000))
    disk.fill(left, aside)
    with pytest.raises(StoreFailed, match="No space left on device"):
        store.rewrite(Home.BALLOTS)
    add(store, "ballots", a_ballot("after"))

    assert not list((tmp_path / "store").glob("*.new"))
    assert ids(store) == {"after", *(f"b{n}" for n in range(9))}
    disk.free()
    store.rewrite(Home.BALLOTS)
    store.close()
    assert reopened(tmp_path / "store") == {"after", *(f"b{n}" for n in range(9))}


def wait_for_a_try_at_compaction(disk: FailingDisk) -> None:
    until = time.monotonic() + 30
    while disk.refusals[errno.ENOSPC] == 0:
        assert time.monotonic() < until, "no compaction was tried"
        time.sleep(0.01)


def test_while_no_compaction_fits_posts_go_on(store: TinyStore, disk: FailingDisk, tmp_path: Path) -> None:
    disk.fill(0, aside)
    for number in range(60):
        add(store, "ballots", a_ballot(f"b{number}", choice="x" * 1000))
    there = ids(store)
    store.settle()
    wait_for_a_try_at_compaction(disk)

    assert len(there) == 60
    assert store.health() == ""
    store.close()
    assert not list((tmp_path / "store").glob("*.new"))
    assert reopened(tmp_path / "store") == there
