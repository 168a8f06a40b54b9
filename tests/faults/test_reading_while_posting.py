"""
Fault 10: many read while posts come in and the files are compacted.

Pass: no read raises, each sees a prefix of the units of work and every unit whole, and a publish counts what was
accepted before it and tells nobody of what is not on the disk yet.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import pytest

from domain.governance.ballot import Ballot
from forms_api.publish import publish
from forms_api.store.base import Home, UnitOfWork
from forms_api.store.disk import Disk
from forms_api.store.tinydb import TinyStore
from tests.builders import a_member, put
from tests.contract.acts import at_once
from tests.contract.records import a_ballot
from tests.forms_api.town import Town

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("small_journals")]
WRITERS, READERS = 4, 4
READS = [400, pytest.param(10_000, marks=pytest.mark.long)]
KEPT = 10
"""So many units of each writer are there at a time: the oldest go, so that reading does not get slower."""


@contextmanager
def in_the_background(*acts: Callable[[], None]) -> Iterator[list[BaseException]]:
    """Do all of *acts* over and over while the block runs; lend the list of what went wrong."""
    done, wrong = threading.Event(), list[BaseException]()

    def repeat(act: Callable[[], None]) -> None:
        try:
            while not done.is_set():
                act()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=repeat, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    try:
        yield wrong
    finally:
        done.set()
        for thread in threads:
            thread.join()


class Writer:
    """One that writes pairs of ballots, each pair in one unit of work, and removes the oldest."""

    def __init__(self, store: TinyStore, name: str) -> None:
        self.store, self.name, self.last = store, name, 0

    def __call__(self) -> None:
        with self.store.unit() as unit:
            self.last += 1
            for half in "ab":
                unit.ballots.add(self.half(half, self.last))
                unit.ballots.remove(f"{self.name}-{half}-{self.last - KEPT}")

    def half(self, half: str, number: int) -> Ballot:
        key = f"{self.name}-{half}-{number}"
        return a_ballot(key, proposal=self.name, choice=str(number))


def rewritten(store: TinyStore) -> None:
    store.rewrite(Home.BALLOTS)
    time.sleep(0.02)


def numbers_seen(unit: UnitOfWork, name: str) -> list[int]:
    """Return the numbers of the pairs that are there; each whole, and none between them missing."""
    halves = Counter(int(ballot.choice) for ballot in unit.ballots.where(proposal=name))
    assert set(halves.values()) <= {2}, f"half a pair: {halves}"
    numbers = sorted(halves)
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
    return numbers


@pytest.mark.parametrize("reads", READS)
def test_every_read_sees_whole_units_and_a_prefix_of_them_while_four_write_and_it_compacts(
    tmp_path: Path, figures: Counter[str], reads: int
) -> None:
    with closing(TinyStore.open(tmp_path / "store")) as store:
        writers = [Writer(store, f"w{number}") for number in range(WRITERS)]
        latest, done = [0] * WRITERS, [0] * READERS

        def read(reader: int) -> None:
            for number in count():
                if number >= reads // READERS and all(writer.last > KEPT for writer in writers):
                    return
                done[reader] = number
                # Who reads without a pause keeps those who write waiting.
                time.sleep(0.001)
                name = f"w{(reader + number) % WRITERS}"
                before = latest[(reader + number) % WRITERS]
                with store.reading() as unit:
                    seen = numbers_seen(unit, name)
                newest = max(seen, default=0)
                assert newest >= before, "a read went back in time"
                latest[(reader + number) % WRITERS] = max(latest[(reader + number) % WRITERS], newest)
                assert len(seen) in (newest, KEPT)

        with in_the_background(*writers, lambda: rewritten(store)) as wrong:
            failed = at_once(READERS, read)
        figures["reads while posts and compaction run"] += sum(done)
        figures["units written under those reads"] += sum(writer.last for writer in writers)

    assert (failed, wrong) == ([], [])
    assert sum(done) >= reads - READERS
    with closing(TinyStore.open(tmp_path / "store")) as store, store.reading() as unit:
        assert [max(numbers_seen(unit, writer.name)) for writer in writers] == [w.last for w in writers]


@pytest.mark.parametrize("publishes", [6, pytest.param(150, marks=pytest.mark.long)])
def test_a_publish_beside_posts_and_compaction_is_whole_and_the_last_counts_every_ballot(
    tmp_path: Path, publishes: int
) -> None:
    with closing(TinyStore.open(tmp_path / "data" / "store")) as store:
        town = Town(tmp_path / "data", store=store)
        vote = town.voting()
        sure = dict[int, str]()
        turns = iter(range(1_000_000))

        def vote_on() -> None:
            turn = next(turns)
            voter, choice = turn % (town.people - 1), ("yes", "no", "abstain")[turn % 3]
            town.cast(vote, voter, choice, form=f"page {turn}")
            sure[voter] = choice

        with in_the_background(vote_on, lambda: rewritten(store)) as wrong:
            for _ in range(publishes):
                publish(store, town.catalogue, town.record, town.now)
        town.publish(days=8)
        with store.reading() as unit:
            box = Counter(ballot.choice for ballot in unit.ballots.where(proposal=vote))

    assert wrong == []
    assert box == Counter(sure.values())
    assert box.total() == len(sure) > 1


class GatedDisk(Disk):
    """A disk that takes as long for a sync as somebody keeps its gate shut."""

    def __init__(self) -> None:
        self.gate, self.waiting = threading.Event(), threading.Event()
        self.gate.set()

    def fdatasync(self, file: int) -> None:
        if not self.gate.is_set():
            self.waiting.set()
            self.gate.wait(timeout=60)
        super().fdatasync(file)


def test_a_publish_tells_nobody_of_what_a_power_cut_could_still_take_back(tmp_path: Path) -> None:
    disk = GatedDisk()
    with closing(TinyStore.open(tmp_path / "data" / "store", disk=disk)) as store:
        town = Town(tmp_path / "data", store=store)
        town.publish()
        disk.gate.clear()
        new = a_member("newcomer-never-seen", audience="public")
        joining = threading.Thread(target=put, args=(store, new))
        joining.start()
        assert disk.waiting.wait(timeout=60)
        publishing = threading.Thread(target=town.publish)
        publishing.start()
        publishing.join(timeout=0.5)
        told_early = new.entry.slug in (town.record / "state" / "members.json").read_text()
        still_waiting = publishing.is_alive()
        disk.gate.set()
        publishing.join(timeout=60)
        joining.join(timeout=60)

    assert still_waiting
    assert not told_early
    assert new.entry.slug in (town.record / "state" / "members.json").read_text()
