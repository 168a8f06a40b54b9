"""The journal in use: who waits for whom, what a refusal takes back, and compaction beside posts."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tinydb import TinyDB

from forms_api.store import compaction
from forms_api.store.base import Home, StoreFailed, StoreUnreadable, UnitInsideUnit
from forms_api.store.disk import Disk
from forms_api.store.journal_lines import JournalDamaged, line_of, parsed
from forms_api.store.tinydb import TinyStore
from tests.contract.acts import add, at_once, keys
from tests.contract.records import RECORDS, a_ballot, a_session


class SlowDisk(Disk):
    """A disk that forces nothing before *go*, counts how often it did, and refuses what it is told to."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.forced = 0
        self.refuse: dict[str, int] = {}

    def fdatasync(self, file: int) -> None:
        self.go.wait(10)
        self.forced += 1
        refused = self.refuse.pop("fdatasync", 0)
        if refused:
            raise OSError(refused, os.strerror(refused))
        super().fdatasync(file)

    def write(self, file: int, content: bytes) -> int:
        self._demand("write")
        return super().write(file, content)

    def rename(self, old: Path, new: Path) -> None:
        self._demand("rename")
        super().rename(old, new)

    def _demand(self, call: str) -> None:
        if call in self.refuse:
            raise OSError(self.refuse[call], os.strerror(self.refuse[call]))


@pytest.fixture
def disk() -> SlowDisk:
    return SlowDisk()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def store(folder: Path, disk: SlowDisk) -> Iterator[TinyStore]:
    opened = TinyStore.open(folder, disk)
    yield opened
    disk.go.set()
    opened.close()


def started(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def seen_within(seconds: float, condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.002)
    return True


def ballots(store: TinyStore) -> list[str]:
    with store.reading() as unit:
        return keys(unit.ballots)


def test_units_run_while_the_disk_works_and_share_its_next_turn(store: TinyStore, disk: SlowDisk) -> None:
    threads = [started(lambda n=n: add(store, "ballots", a_ballot(f"b{n}"))) for n in range(8)]
    all_in_memory = seen_within(5, lambda: len(ballots(store)) == 8)
    waiting = [thread.is_alive() for thread in threads]
    disk.go.set()
    for thread in threads:
        thread.join()

    assert all_in_memory
    assert waiting == [True] * 8
    assert disk.forced == 2, "one for whoever was first, one for all the others"


def test_what_waits_when_the_disk_is_full_is_taken_back_the_newest_first_and_the_next_goes_through(
    store: TinyStore, disk: SlowDisk, folder: Path
) -> None:
    disk.go.set()
    add(store, "ballots", a_ballot("b0", choice="yes"))
    disk.go.clear()
    refused: list[StoreFailed] = []

    def change(choice: str) -> None:
        try:
            with store.unit() as unit:
                unit.ballots.put(a_ballot("b0", choice=choice))
        except StoreFailed as failed:
            refused.append(failed)

    threads = [started(lambda: change("no"))]
    assert seen_within(5, lambda: choice_of(store) == "no")
    threads.append(started(lambda: change("abstain")))
    assert seen_within(5, lambda: choice_of(store) == "abstain")
    disk.refuse["fdatasync"] = errno.ENOSPC
    disk.go.set()
    for thread in threads:
        thread.join()
    disk.refuse.clear()

    assert [failed.outcome_unknown for failed in refused] == [False, False]
    assert choice_of(store) == "yes"
    change("blank")
    store.close()
    with closing(TinyStore.open(folder)) as again:
        assert choice_of(again) == "blank"


def choice_of(store: TinyStore) -> str:
    with store.reading() as unit:
        return next(iter(unit.ballots)).choice


def test_who_read_what_was_taken_back_is_told_before_it_is_published(store: TinyStore, disk: SlowDisk) -> None:
    disk.go.set()
    store.settle()
    assert ballots(store) == []
    disk.refuse["write"] = errno.ENOSPC
    wrong = at_once(1, lambda _: add(store, "ballots", a_ballot("b1")))
    disk.refuse.clear()

    assert [type(error) for error in wrong] == [StoreFailed]
    with pytest.raises(StoreFailed, match="the disk refused what had been read"):
        store.settle()
    store.settle()


def test_settling_waits_for_what_others_committed_and_not_inside_a_unit(store: TinyStore, disk: SlowDisk) -> None:
    writer = started(lambda: add(store, "ballots", a_ballot("b1")))
    assert seen_within(5, lambda: len(ballots(store)) == 1)
    settling = started(store.settle)
    time.sleep(0.05)
    waits = settling.is_alive()
    disk.go.set()
    settling.join()
    writer.join()

    assert waits
    with store.reading(), pytest.raises(UnitInsideUnit):
        store.settle()


def test_an_input_error_stops_all_writing_and_is_tried_once(store: TinyStore, disk: SlowDisk) -> None:
    disk.go.set()
    add(store, "ballots", a_ballot("b0"))
    before = disk.forced
    disk.refuse["fdatasync"] = errno.EIO
    wrong = at_once(4, lambda n: add(store, "ballots", a_ballot(f"b{n + 1}")))
    disk.refuse.clear()
    later = at_once(1, lambda _: add(store, "sessions", a_session()))

    assert [type(error) for error in wrong + later] == [StoreFailed] * 5
    assert disk.forced == before + 1
    assert ballots(store) == ["b0"]
    assert store.health() == "ballots.json: Input/output error"


@pytest.mark.parametrize("threads", [1, 6])
def test_a_journal_that_outgrows_its_snapshot_is_compacted_beside_the_posts(
    store: TinyStore, disk: SlowDisk, folder: Path, monkeypatch: pytest.MonkeyPatch, threads: int
) -> None:
    disk.go.set()
    for storage in store._homes.values():
        monkeypatch.setattr(storage.compaction, "_not_below", 20_000)
    monkeypatch.setattr(compaction, "LEAST", 20_000)

    def vote(thread: int) -> None:
        for number in range(120 // threads):
            add(store, "ballots", a_ballot(f"b{thread}-{number:03}"))

    wrong = at_once(threads, vote)
    compacted = seen_within(10, (folder / "ballots.json").exists)
    with TinyDB(folder / "ballots.json") as plain:
        in_snapshot = len(plain.table("ballots"))
    store.close()

    assert wrong == []
    assert compacted and in_snapshot > 0
    assert len(list(folder.glob("ballots.json.*.journal"))) == 1
    with closing(TinyStore.open(folder)) as again:
        assert len(ballots(again)) == 120
    with TinyDB(folder / "ballots.json") as plain:
        assert [d["id"] for d in plain.table("ballots").all()] == sorted(d["id"] for d in plain.table("ballots"))


@pytest.mark.parametrize(("call", "error"), [("rename", errno.EIO), ("write", errno.ENOSPC)])
def test_a_compaction_that_is_refused_leaves_everything_as_it_was(
    store: TinyStore, disk: SlowDisk, folder: Path, call: str, error: int
) -> None:
    disk.go.set()
    add(store, "ballots", a_ballot("b1"))

    disk.refuse[call] = error
    with pytest.raises(StoreFailed) as refused:
        store.rewrite(Home.BALLOTS)
    disk.refuse.clear()
    add(store, "ballots", a_ballot("b2"))

    assert not refused.value.outcome_unknown
    assert not list(folder.glob("*.new"))
    store.close()
    with closing(TinyStore.open(folder)) as again:
        assert ballots(again) == ["b1", "b2"]


def test_a_store_that_cannot_be_compacted_when_it_closes_keeps_its_journal(
    store: TinyStore, disk: SlowDisk, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    disk.go.set()
    add(store, "ballots", a_ballot("b1"))
    disk.refuse["rename"] = errno.EIO
    store.close()

    assert "not compacted" in caplog.text
    with closing(TinyStore.open(folder)) as again:
        assert ballots(again) == ["b1"]


def killed(store: TinyStore) -> None:
    """Leave the store as a kill would."""
    for storage in store._homes.values():
        storage.journal.close()
    os.close(store._held)
    store._homes = {}
    store._held = os.open(os.devnull, os.O_RDONLY)


def test_after_a_kill_the_journal_tells_all_and_the_lines_go_on(
    store: TinyStore, disk: SlowDisk, folder: Path
) -> None:
    disk.go.set()
    for name, record in RECORDS.items():
        add(store, name, record)
    with store.unit() as unit:
        unit.members.remove("m1")
    killed(store)

    for _ in range(2):
        with closing(TinyStore.open(folder)) as again, again.reading() as unit:
            found = {name: list(getattr(unit, name)) for name in RECORDS}
        assert found == {name: [record] if name != "members" else [] for name, record in RECORDS.items()}


def test_a_torn_tail_is_dropped_and_told_and_cut_off(
    store: TinyStore, disk: SlowDisk, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    disk.go.set()
    for number in range(3):
        add(store, "ballots", a_ballot(f"b{number}"))
    killed(store)
    (journal,) = folder.glob("ballots.json.*.journal")
    whole = journal.read_bytes()
    lines = whole.splitlines(keepends=True)

    for cut in (1, 9, 40, len(lines[-1]) - 1):
        journal.write_bytes(whole[: -len(lines[-1])] + lines[-1][:cut] + b"\x00" * 7)
        torn = TinyStore.open(folder)
        assert ballots(torn) == ["b0", "b1"]
        assert journal.read_bytes() == whole[: -len(lines[-1])]
        killed(torn)
    assert caplog.text.count("dropped a torn, unacknowledged tail") == 4


def test_every_bit_of_an_acknowledged_line_counts(store: TinyStore, disk: SlowDisk, folder: Path) -> None:
    disk.go.set()
    for number in range(3):
        add(store, "ballots", a_ballot(f"b{number}"))
    killed(store)
    (journal,) = folder.glob("ballots.json.*.journal")
    whole = journal.read_bytes()
    head, first, *_ = whole.splitlines(keepends=True)

    for place in (0, len(head) - 1, *range(len(head), len(head) + len(first), 29)):
        spoilt = bytearray(whole)
        spoilt[place] ^= 4
        journal.write_bytes(bytes(spoilt))
        with pytest.raises(JournalDamaged) as refused:
            TinyStore.open(folder)
        assert refused.value.byte == (0 if place < len(head) else len(head))


def test_a_line_that_is_missing_or_a_journal_of_a_later_program_is_refused(
    store: TinyStore, disk: SlowDisk, folder: Path
) -> None:
    disk.go.set()
    for number in range(3):
        add(store, "ballots", a_ballot(f"b{number}"))
    killed(store)
    (journal,) = folder.glob("ballots.json.*.journal")
    lines = journal.read_bytes().splitlines(keepends=True)

    journal.write_bytes(b"".join([*lines[:2], *lines[3:]]))
    with pytest.raises(JournalDamaged, match="the line with sequence 3 is damaged"):
        TinyStore.open(folder)
    head = parsed(lines[0], 0)
    assert head is not None
    later = head.body.replace(b'"version":1', b'"version":2')
    journal.write_bytes(line_of(head.sequence, head.durable, later) + b"".join(lines[1:]))
    with pytest.raises(StoreUnreadable, match="it is of version 2; this program knows 1"):
        TinyStore.open(folder)


def test_a_snapshot_that_is_gone_is_missed(store: TinyStore, disk: SlowDisk, folder: Path) -> None:
    disk.go.set()
    add(store, "ballots", a_ballot())
    store.close()
    (folder / "ballots.json").unlink()

    with pytest.raises(StoreUnreadable, match="lines 1 to 2 of its journal are missing"):
        TinyStore.open(folder)
