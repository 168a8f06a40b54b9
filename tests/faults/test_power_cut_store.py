"""
Faults 2 and 3: the power goes at every operation of the store, inside a compaction too.

Pass: it opens without a hand laid on it, all acknowledged units of work are there, of those in flight a prefix,
none half and none twice; the same again after a cut while it opens; and plain TinyDB reads the snapshot.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from forms_api.store.base import Home
from forms_api.store.rows import BallotKey
from tests.contract.acts import add
from tests.contract.records import RECORDS, a_ballot, a_session
from tests.faults.power_cut.recording import RecordingDisk
from tests.faults.power_cut.states import CrashState, states
from tests.faults.power_cut.verdict import Ruins, judge, steps_kept
from tests.faults.power_cut.work import FreeDisk, Records, Work, held, opened

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("small_journals")]
EVERY = 9
"""Of so many states one is worked on further, and one of five times as many is cut again while it opens."""


class Judge:
    """Open what lies there, compare it with the work that was done, and go on with it."""

    def __init__(self, work: Work, ruin: Ruins) -> None:
        self.work, self.ruin, self.seen = work, ruin, 0

    def __call__(self, state: CrashState) -> int:
        self.seen += 1
        read_by_anything(state.files)
        place = self.ruin.lay(state.files)
        with closing(opened(place, FreeDisk())) as store:
            found = held(store)
        kept = sum(self.steps(state, home, found[home]) for home in Home)
        if self.seen % EVERY == 0:
            assert_goes_on(self.ruin.lay(state.files), found)
        if self.seen % (5 * EVERY) == 0:
            self.cut_again(state, found)
        return kept

    def steps(self, state: CrashState, home: Home, found: Records) -> int:
        acknowledged = state.acknowledged.get(home, 0)
        begun = state.begun.get(home, 0)
        return steps_kept(found, self.work.histories[home], acknowledged, begun) - acknowledged

    def cut_again(self, state: CrashState, found: dict[Home, Records]) -> None:
        """Cut the power at every operation of the opening: what was found once is found for good."""
        place = self.ruin.lay(state.files)
        disk = RecordingDisk(place)
        opened(place, disk).close()
        for again in states(disk.log, samples=1):
            with closing(opened(self.ruin.lay(again.files), FreeDisk())) as store:
                assert held(store) == found, f"after a second cut, {again.way} before {again.point}"


def read_by_anything(files: dict[str, bytes]) -> None:
    """A snapshot under its name is whole JSON of plain TinyDB's shape, whenever the power went."""
    for name, content in files.items():
        if name.endswith(".json") and content:
            assert all(isinstance(table, dict) for table in json.loads(content).values())


def assert_goes_on(place: Path, found: dict[Home, Records]) -> None:
    """Write once more in two homes, and find that and all there was at the next opening."""
    with closing(opened(place, FreeDisk())) as store:
        add(store, "ballots", a_ballot("after"))
        add(store, "sessions", a_session("after"))
        more = held(store)
    with closing(opened(place, FreeDisk())) as store:
        assert held(store) == more
    assert more[Home.BALLOTS].items() >= found[Home.BALLOTS].items()
    assert len(more[Home.BALLOTS]) == len(found[Home.BALLOTS]) + 1


def at_work(folder: Path, seed: int, steps: int, threads: int) -> Work:
    folder.mkdir()
    disk = RecordingDisk(folder, sync_seconds=0.0005 if threads > 1 else 0)
    store = opened(folder, disk)
    work = Work(store, disk.log, seed)
    work.run(steps, threads)
    store.close()
    return work


def wrong_after_cuts(ruins: Ruins, work: Work, figures: Counter[str], samples: int) -> str:
    judged = judge(states(work.log, seed=work.seed, samples=samples), Judge(work, ruins))
    figures["power-cut states"] += judged.states
    figures["units in flight kept after a power cut"] += judged.in_flight_kept
    figures["acknowledged units before power cuts"] += sum(len(h) - 1 for h in work.histories.values())
    return judged.wrong


TRIALS = [(0, 16, 2), *(pytest.param((seed, 64, 5), marks=pytest.mark.long) for seed in range(1, 9))]
"""Of each the seed, the steps of the work, and how many of the ways a cut can go are drawn."""


@pytest.mark.parametrize("trial", TRIALS)
def test_a_power_cut_at_any_operation_of_one_writer_takes_nothing_acknowledged(
    tmp_path: Path, ruins: Ruins, figures: Counter[str], trial: tuple[int, int, int]
) -> None:
    seed, steps, samples = trial
    work = at_work(tmp_path / "store", seed, steps, threads=1)

    assert wrong_after_cuts(ruins, work, figures, samples) == ""


@pytest.mark.parametrize("trial", TRIALS)
def test_a_power_cut_while_eight_write_and_it_compacts_takes_nothing_acknowledged(
    tmp_path: Path, ruins: Ruins, figures: Counter[str], trial: tuple[int, int, int]
) -> None:
    seed, steps, samples = trial
    work = at_work(tmp_path / "store", seed, steps // 8, threads=8)

    assert wrong_after_cuts(ruins, work, figures, samples) == ""


def test_a_destroyed_key_comes_back_after_no_power_cut(tmp_path: Path, figures: Counter[str]) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    disk = RecordingDisk(folder)
    with closing(opened(folder, disk)) as store:
        add(store, "keys", RECORDS["keys"], BallotKey("2026-2", "ef" * 32))
        store.rewrite(Home.KEYS)
        with store.unit() as unit:
            unit.keys.remove("2026-1")
        store.rewrite(Home.KEYS)
        destroyed = len(disk.log.entries)
        add(store, "keys", BallotKey("2026-3", "ab" * 32))
        add(store, "ballots", a_ballot())
    secret = RECORDS["keys"].key.encode()
    before = [state for state in states(disk.log) if state.point < destroyed]
    after = list(states(disk.log, since=destroyed))
    figures["power-cut states"] += len(after)

    assert any(secret in content for state in before for content in state.files.values())
    assert not any(secret in content for state in after for content in state.files.values())
