"""
Fault 1: kill -9 at random points while eight threads write and the store is compacted. Fault 8: a second process.

Pass: all that was acknowledged is there, of what was not at most one write of each thread, nothing twice; plain
TinyDB opens the snapshot. The lock keeps a second process out at once and is free after a kill.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tinydb import TinyDB

from forms_api.store.base import StoreBusy
from forms_api.store.tinydb import TinyStore
from tests.faults.writer import THREADS, acknowledged_in

pytestmark = pytest.mark.faults
TRIALS = [20, pytest.param(1000, marks=pytest.mark.long)]
LONGEST_SECONDS = 0.25


class Killer:
    """A process that lets others write and kills them."""

    def __init__(self, checkout: Path) -> None:
        command = [sys.executable, "-m", "tests.faults.writer"]
        self.process = subprocess.Popen(
            command, cwd=checkout, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def trial(self, folder: Path, seconds: float) -> set[str]:
        """Let eight threads write in *folder* for so long, kill them, and return what was acknowledged."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{folder} {seconds}\n")
        assert self.process.stdout.readline() == "killed\n"
        opened, *acknowledged = acknowledged_in(folder).read_text().split()
        assert opened == "open"
        return set(acknowledged) - {"open"}


@pytest.fixture
def killer(checkout: Path) -> Iterator[Killer]:
    killer = Killer(checkout)
    yield killer
    killer.process.communicate(timeout=30)


def kept(folder: Path) -> list[str]:
    with closing(TinyStore.open(folder)) as store, store.reading() as unit:
        return [ballot.id for ballot in unit.ballots]


def read_by_plain_tinydb(path: Path) -> list[str]:
    if not path.exists():
        return []
    with closing(TinyDB(path)) as database:
        return [document["id"] for document in database.table("ballots")]


@pytest.mark.parametrize("trials", TRIALS)
def test_a_kill_at_any_moment_loses_nothing_acknowledged_and_leaves_a_snapshot_for_plain_tinydb(
    tmp_path: Path, killer: Killer, figures: Counter[str], trials: int
) -> None:
    for seed in range(trials):
        folder = tmp_path / f"store-{seed}"
        acknowledged = killer.trial(folder, random.Random(seed).uniform(0, LONGEST_SECONDS))
        snapshot = read_by_plain_tinydb(folder / "ballots.json")
        found = kept(folder)
        afterwards = read_by_plain_tinydb(folder / "ballots.json")

        assert acknowledged <= set(found), f"trial {seed} in {folder}"
        assert len(set(found) - acknowledged) <= THREADS, f"trial {seed} in {folder}"
        assert set(snapshot) <= set(found), f"trial {seed} in {folder}"
        assert len(snapshot) == len(set(snapshot))
        assert afterwards == found == sorted(set(found))
        figures["kill -9 trials"] += 1
        figures["acknowledged writes before a kill"] += len(acknowledged)
        figures["writes in flight kept after a kill"] += len(set(found) - acknowledged)
        shutil.rmtree(folder)


def test_kill_after_kill_everything_acknowledged_is_there(tmp_path: Path, killer: Killer) -> None:
    folder = tmp_path / "store"
    for _ in range(4):
        acknowledged = killer.trial(folder, 0.15)

    assert len(acknowledged) > THREADS
    assert acknowledged <= set(kept(folder))


def started(folder: Path, checkout: Path) -> subprocess.Popen[bytes]:
    """Return a writer at work in *folder*."""
    command = [sys.executable, "-m", "tests.faults.writer", str(folder)]
    writer = subprocess.Popen(command, cwd=checkout, stdout=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"open\n"
    return writer


def killed(writer: subprocess.Popen[bytes]) -> set[str]:
    """Kill the writer and return the keys it had acknowledged."""
    writer.kill()
    told, _ = writer.communicate()
    return set(told.decode().split())


def test_another_process_is_refused_at_once_and_let_in_after_a_kill(tmp_path: Path, checkout: Path) -> None:
    writer = started(tmp_path / "store", checkout)
    try:
        begun = time.monotonic()
        with pytest.raises(StoreBusy, match="Another process holds the store"):
            TinyStore.open(tmp_path / "store")
        waited = time.monotonic() - begun
    finally:
        acknowledged = killed(writer)

    assert waited < 1
    assert acknowledged <= set(kept(tmp_path / "store"))
