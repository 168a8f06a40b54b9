"""What a kill at any moment leaves of the store, and who may open it then."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from tinydb import TinyDB

from forms_api.store.base import StoreBusy
from forms_api.store.tinydb import TinyStore
from tests.faults.writer import THREADS

pytestmark = pytest.mark.faults
TRIALS = 20


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


def kept(folder: Path) -> set[str]:
    with closing(TinyStore.open(folder)) as store, store.unit() as unit:
        return {ballot.id for ballot in unit.ballots}


def read_by_plain_tinydb(folder: Path) -> set[str]:
    with closing(TinyDB(folder / "ballots.json")) as database:
        return {document["id"] for document in database.table("ballots")}


@pytest.mark.parametrize("seed", range(TRIALS))
def test_a_kill_loses_no_acknowledged_write_and_leaves_readable_files(
    tmp_path: Path, checkout: Path, seed: int
) -> None:
    writer = started(tmp_path / "store", checkout)
    time.sleep(random.Random(seed).uniform(0, 0.25))

    acknowledged = killed(writer)
    plain = read_by_plain_tinydb(tmp_path / "store") if (tmp_path / "store/ballots.json").exists() else set()
    found = kept(tmp_path / "store")

    assert acknowledged <= found
    assert len(found - acknowledged) <= THREADS
    assert plain == found


def test_kill_after_kill_everything_acknowledged_is_there(tmp_path: Path, checkout: Path) -> None:
    acknowledged: set[str] = set()
    for _ in range(3):
        writer = started(tmp_path / "store", checkout)
        time.sleep(0.15)
        acknowledged |= killed(writer)

    assert len(acknowledged) > THREADS
    assert acknowledged <= kept(tmp_path / "store")


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
    assert acknowledged <= kept(tmp_path / "store")
