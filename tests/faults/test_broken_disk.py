"""
Fault 6: the disk answers a sync with an error, and nobody can know what of it is kept.

Pass: the post gets 503 "we cannot tell"; until a restart the store only reads, its health says why, and no sync is
asked a second time; after the restart all that was acknowledged is there and the unknown write not more than once;
the same form sent again counts once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from forms_api.store.base import Home, StoreFailed
from forms_api.store.tinydb import TinyStore
from tests.contract.acts import add, at_once
from tests.contract.records import a_ballot
from tests.faults.disk_town import DiskTown
from tests.faults.failing_disk import FailingDisk

pytestmark = pytest.mark.faults


@pytest.fixture
def town(tmp_path: Path) -> Iterator[DiskTown]:
    town = DiskTown.at(tmp_path / "data")
    yield town
    town.stop()


def test_a_ballot_whose_sync_fails_is_answered_503_and_counts_once_when_sent_again_after_a_restart(
    town: DiskTown,
) -> None:
    first, second, third = (town.browser_of(number) for number in (1, 2, 3))
    accepted = town.post(first, "ab" * 16)
    town.disk.break_call("fdatasync")
    unknown = town.post(second, "cd" * 16, "no")
    town.disk.mend()
    while_unsure = town.post(third, "ef" * 16)
    reading = third.get(f"/forms/proposals/{town.vote}/ballot")
    health = town.store.health()
    town.restart()
    after_restart = town.box()
    again = [town.post(town.browser_of(2), "cd" * 16, "no") for _ in range(2)]

    assert (accepted.status, unknown.status, while_unsure.status, reading.status) == (303, 503, 503, 200)
    assert "We cannot tell whether this was stored" in unknown.text
    assert "Input/output error" in health
    assert after_restart in (["yes"], ["no", "yes"])
    assert [page.status for page in again] == [303, 303]
    assert again[0].location == again[1].location
    assert town.box() == ["no", "yes"]
    assert town.store.health() == ""


def test_after_a_failed_sync_none_is_asked_again_and_nothing_is_written(tmp_path: Path) -> None:
    disk = FailingDisk()
    with closing(TinyStore.open(tmp_path / "store", disk=disk)) as store:
        add(store, "ballots", a_ballot("before"))
        disk.break_call("fdatasync")
        with pytest.raises(StoreFailed) as unknown:
            add(store, "ballots", a_ballot("unknown"))
        disk.mend()
        asked = disk.calls.copy()
        for home, name in ((Home.BALLOTS, "after"), (Home.BALLOTS, "later")):
            with pytest.raises(StoreFailed):
                add(store, home, a_ballot(name))
        with pytest.raises(StoreFailed):
            store.rewrite(Home.BALLOTS)
        with store.reading() as unit:
            assert unit.ballots.get("before") is not None
    again = FailingDisk()

    assert unknown.value.outcome_unknown
    assert disk.calls["fdatasync"] == asked["fdatasync"]
    assert disk.calls["write"] == asked["write"]
    with closing(TinyStore.open(tmp_path / "store", disk=again)) as store, store.reading() as unit:
        assert {"before"} <= {ballot.id for ballot in unit.ballots} <= {"before", "unknown"}


def test_of_eight_threads_whose_batch_fails_none_is_told_it_was_kept(tmp_path: Path) -> None:
    disk, kept, unknown = FailingDisk(), set[str](), set[str]()
    with closing(TinyStore.open(tmp_path / "store", disk=disk)) as store:

        def write(number: int) -> None:
            for step in range(30):
                key = f"b{number}-{step}"
                try:
                    add(store, "ballots", a_ballot(key))
                    kept.add(key)
                except StoreFailed:
                    unknown.add(key)
                if number == 0 and step == 9:
                    disk.break_call("fdatasync")

        wrong = at_once(8, write)
        # What nobody knows to be kept is not shown as if it were.
        with store.reading() as unit:
            shown = {ballot.id for ballot in unit.ballots}
    disk.mend()

    assert wrong == []
    assert unknown
    assert kept <= shown
    with closing(TinyStore.open(tmp_path / "store")) as store, store.reading() as unit:
        found = [ballot.id for ballot in unit.ballots]
    assert kept <= set(found) <= kept | unknown
    assert len(found) == len(set(found))
