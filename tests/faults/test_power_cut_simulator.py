"""The simulator itself: it passes a journal that is right, and finds out each mistake journals are known for."""

from __future__ import annotations

import pytest

from tests.faults.power_cut.log import Create, Log, Rename, Sync, SyncFolder, Truncate, Write
from tests.faults.power_cut.states import SECTOR, CrashState, states
from tests.faults.power_cut.toy import HOME, Mistake, ToyJournal, read_toy
from tests.faults.power_cut.verdict import Judged, judge, steps_kept

ITEMS = [f"{number}-" + "x" * length for number, length in enumerate((20, 700, 30, 1500, 5, 40, 600, 8))]
COMPACTED_AFTER = (3, 6)


def at_work(mistake: Mistake | None = None) -> Log:
    log = Log()
    journal = ToyJournal(log, {}, mistake)
    for number, item in enumerate(ITEMS, start=1):
        journal.append(item)
        if number in COMPACTED_AFTER:
            journal.compact()
    return log


def judged(mistake: Mistake | None, seed: int = 0) -> Judged:
    history = [ITEMS[:step] for step in range(len(ITEMS) + 1)]

    def verdict(state: CrashState) -> int:
        found, _ = read_toy(state.files, mistake)
        acknowledged = state.acknowledged.get(HOME, 0)
        kept = steps_kept(found, history, acknowledged, state.begun.get(HOME, 0))
        assert_goes_on(state, found, mistake)
        return kept - acknowledged

    return judge(states(at_work(mistake), seed=seed), verdict)


def assert_goes_on(state: CrashState, found: list[str], mistake: Mistake | None) -> None:
    """Add one more item, without a hand laid on it, and find it at the next opening."""
    log = Log()
    ToyJournal(log, state.files, mistake).append("one more")
    last = list(states(log))[-1]
    assert read_toy(last.files, mistake)[0] == [*found, "one more"]


def test_a_journal_without_a_mistake_stands_every_cut() -> None:
    stood = judged(None)

    assert stood.failing == []
    assert stood.states > 90
    assert stood.in_flight_kept > 5


@pytest.mark.parametrize("mistake", Mistake, ids=lambda m: m.name.lower())
def test_each_mistake_is_found_out(mistake: Mistake, figures: dict[str, int]) -> None:
    caught = judged(mistake).failing

    assert caught, f"nobody noticed that {mistake}"
    figures["seeded bugs caught"] += 1


def files_of(log: Log) -> list[dict[str, bytes]]:
    return [state.files for state in states(log)]


def last_cut(log: Log) -> list[dict[str, bytes]]:
    """Return what a cut behind the last operation may leave."""
    return [state.files for state in states(log, since=len(log.entries))]


def written(*entries: Write | Truncate | Sync | SyncFolder | Create | Rename) -> Log:
    return Log({"a": 1}, {1: b"old"}, list(entries))


def test_before_a_sync_a_write_may_be_there_or_not() -> None:
    log = written(Write(1, 0, b"new"))

    assert last_cut(log) == [{"a": b"old"}, {"a": b"new"}]


def test_after_a_sync_it_is_there() -> None:
    log = written(Write(1, 0, b"new"), Sync(1))

    assert last_cut(log) == [{"a": b"new"}]


def test_of_three_sectors_any_may_be_missing_and_the_size_be_the_old_one() -> None:
    log = Log({"a": 1}, {1: b""}, [Write(1, 0, b"x" * 3 * SECTOR)])
    found = {files["a"] for files in last_cut(log)}

    assert found == {
        b"",
        *(
            b"".join((b"x" if there else b"\0") * SECTOR for there in (one, two, three))
            for one in (True, False)
            for two in (True, False)
            for three in (True, False)
        ),
    }


def test_a_cut_file_may_have_its_old_length_again() -> None:
    log = written(Truncate(1, 1))

    assert {files["a"] for files in last_cut(log)} >= {b"o", b"old"}


def test_a_new_name_needs_the_folder_synced_however_well_its_file_is() -> None:
    log = written(Create("b", 2), Write(2, 0, b"new"), Sync(2))
    synced = Log(log.names, log.contents, [*log.entries, SyncFolder()])

    assert last_cut(log) == [{"a": b"old"}, {"a": b"old", "b": b"new"}]
    assert last_cut(synced) == [{"a": b"old", "b": b"new"}]


def test_a_move_leaves_the_old_or_the_new_under_the_name_and_never_none() -> None:
    log = written(Create("b", 2), Write(2, 0, b"new"), Sync(2), SyncFolder(), Rename("b", "a", 2))

    assert last_cut(log) == [{"a": b"old", "b": b"new"}, {"a": b"new"}]


def test_a_cut_may_come_before_every_operation_and_after_the_last() -> None:
    log = at_work()
    points = {state.point for state in states(log)}

    assert len(points) == log.operations + 1


def test_the_same_seed_draws_the_same_states_and_another_others() -> None:
    log = Log({"a": 1}, {1: b""}, [Write(1, 0, b"x" * 40 * SECTOR)])
    drawn = [[state.files for state in states(log, seed=seed)] for seed in (1, 1, 2)]

    assert drawn[0] == drawn[1] != drawn[2]
