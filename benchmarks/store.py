"""
Measure the embedded store: durable inserts, opening a large one, and the memory it takes.

Sixteen threads insert for a while and wait each time until it is on the disk; everyone's run is followed by
everyone else's, so that what else the machine does meets all. Plain TinyDB is TinyDB's own storage behind a lock;
SQLite has its journal in WAL with synchronous FULL and shares commits among those who wait, by the same hand-off
as ours. Run by `make bench`, or with the seconds of a run and the ballots of the opening.
"""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tinydb import TinyDB

from domain.governance.ballot import Ballot
from forms_api.store.base import Home
from forms_api.store.disk import own_folder
from forms_api.store.journal_snapshot import encoded, pieces_of
from forms_api.store.journal_table import JournaledDB
from forms_api.store.tinydb import TinyStore

THREADS = 16
SECONDS = 3.0
HELD = (0, 100_000)
ROUNDS = 3
OPENED = 1_000_000
MEMORY = 100_000
MOST_TO_OPEN = 2.0
"""How many times the bare json.load of the same file opening it may take."""
MOST_MEBIBYTES = 200

Insert = Callable[[int], object]


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    opened = int(sys.argv[2]) if len(sys.argv) > 2 else OPENED
    with TemporaryDirectory(dir=os.environ.get("RSN_BENCH_DISK")) as temporary:
        folder = Path(temporary)
        print(f"one append and fdatasync alone: {append_microseconds(folder):.0f} us")
        for held in HELD:
            measure_inserts(folder / str(held), held, seconds)
        measure_opening(folder, opened)
        measure_memory(folder, min(MEMORY, opened))


def append_microseconds(folder: Path) -> float:
    """Return what the disk takes to keep one line, which nothing durable can undercut by itself."""
    with (folder / "probe").open("ab", buffering=0) as file:
        times = []
        for _ in range(100):
            begun = time.perf_counter()
            file.write(b"x" * 500)
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1e6


def measure_inserts(folder: Path, held: int, seconds: float) -> None:
    print(f"\ndurable inserts, {THREADS} threads, {held} held:")
    folder.mkdir()
    figures: dict[str, list[tuple[float, float]]] = {name: [] for name in KINDS}
    for turn in range(ROUNDS):
        for place, (name, kind) in enumerate(KINDS.items()):
            with kind(folder / f"{turn}-{place}", held) as insert:
                figures[name].append(run(insert, seconds))
    for name, runs in figures.items():
        rate, cpu = (statistics.median(column) for column in zip(*runs, strict=True))
        print(f"  {name:34}{rate:9.1f} a second{cpu:10.0f} us of processor each")
    ours, sqlite = (statistics.median(rate for rate, _ in figures[name]) for name in (OURS, SQLITE))
    print(f"  ours against SQLite: {ours / sqlite:.2f} of the inserts")


def run(insert: Insert, seconds: float) -> tuple[float, float]:
    """Return the inserts a second and the processor's microseconds for one."""
    counts = [0] * THREADS
    stop = threading.Event()

    def work(thread: int) -> None:
        number = thread * 10_000_000
        while not stop.is_set():
            insert(number + counts[thread])
            counts[thread] += 1

    threads = [threading.Thread(target=work, args=(thread,)) for thread in range(THREADS)]
    gc.collect()
    begun, processor = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    done = sum(counts)
    return done / (time.perf_counter() - begun), (time.process_time() - processor) / done * 1e6


def document(number: int) -> dict[str, Any]:
    return {"poll": "2026-1", "voter": f"{number:032x}", "choice": "yes", "nonce": f"{number:064x}"}


def ballot(number: int) -> Ballot:
    nonce = f"{number:064x}"
    return Ballot(f"{number:016x}", "2026-1", f"{number:032x}", "yes", False, nonce, nonce, nonce, "")


@contextmanager
def plain_tinydb(path: Path, held: int) -> Iterator[Insert]:
    path.write_text(json.dumps({"_default": {str(n + 1): document(-n - 1) for n in range(held)}}) if held else "")
    turn = threading.Lock()
    with TinyDB(path) as database:

        def insert(number: int) -> None:
            with turn:
                database.insert(document(number))

        yield insert


@contextmanager
def journaled_tinydb(path: Path, held: int) -> Iterator[Insert]:
    with JournaledDB(path) as database:
        if held:
            database.insert_multiple(document(-n - 1) for n in range(held))
            database.compact()
        yield lambda number: database.insert(document(number))


@contextmanager
def embedded_store(path: Path, held: int) -> Iterator[Insert]:
    if held:
        write_ballots(path, held)
    with closing(TinyStore.open(path)) as store:

        def insert(number: int) -> None:
            made = ballot(1 << 60 | number)
            with store.unit() as unit:
                unit.ballots.add(made)

        yield insert


@contextmanager
def sqlite_wal(path: Path, held: int) -> Iterator[Insert]:
    database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE d (id INTEGER PRIMARY KEY, body TEXT)")
    database.executemany("INSERT INTO d (body) VALUES (?)", ((json.dumps(document(-n - 1)),) for n in range(held)))
    shared = SharedCommits(database)
    yield lambda number: shared.insert(json.dumps(document(number)))
    database.close()


class SharedCommits:
    """SQLite behind the same hand-off: who leads commits the rows of all who wait, and wakes each once."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._mutex = threading.Lock()
        self._pending: list[list[Any]] = []
        self._led = False

    def insert(self, body: str) -> None:
        wake = threading.Lock()
        wake.acquire()
        ticket: list[Any] = [body, wake, False]
        with self._mutex:
            self._pending.append(ticket)
            leads, self._led = not self._led, True
        if not leads:
            wake.acquire()
            if ticket[2]:
                return
        self._lead()

    def _lead(self) -> None:
        with self._mutex:
            batch, self._pending = self._pending, []
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany("INSERT INTO d (body) VALUES (?)", [(ticket[0],) for ticket in batch])
        self._database.execute("COMMIT")
        with self._mutex:
            heir = self._pending[0] if self._pending else None
            self._led = heir is not None
        if heir is not None:
            heir[1].release()
        for ticket in batch[1:]:
            ticket[2] = True
            ticket[1].release()


OURS = "TinyDB with the journal"
SQLITE = "SQLite, WAL, FULL, hand-off"
KINDS = {
    "plain TinyDB and a lock": plain_tinydb,
    OURS: journaled_tinydb,
    "store, a ballot in a unit of work": embedded_store,
    SQLITE: sqlite_wal,
}


def write_ballots(folder: Path, ballots: int) -> Path:
    """Write a store with so many ballots as if it had been closed, and return the file they are in."""
    own_folder(folder)
    path = folder / f"{Home.BALLOTS}.json"
    rows = ((str(n + 1), encoded(vars(ballot(n)))) for n in range(ballots))
    with path.open("wb") as file:
        file.writelines(pieces_of({"ballots": rows}))
    # Once opened and written in, it is known to the journal beside it, as every store in use is.
    with closing(TinyStore.open(folder)) as store:
        store.rewrite(Home.BALLOTS)
    return path


OPENING = """
import sys, time, json
from pathlib import Path
from forms_api.store.tinydb import TinyStore
begun = time.process_time()
if sys.argv[2] == "json":
    with open(Path(sys.argv[1]) / "ballots.json") as file:
        json.load(file)
else:
    TinyStore.open(Path(sys.argv[1]))
print(time.process_time() - begun)
"""
HOLDING = """
import re, sys
from pathlib import Path
import forms_api.app
from forms_api.store.tinydb import TinyStore
from forms_api.store.memory import MemoryStore
store = TinyStore.open(Path(sys.argv[1])) if sys.argv[2] == "open" else MemoryStore()
said = Path("/proc/self/status").read_text()
print(int(re.search(r"VmRSS:\\s+(\\d+)", said)[1]) / 1024)
"""


def alone(program: str, *arguments: str) -> float:
    """Return what *program* prints, run in a process of its own."""
    command = [sys.executable, "-c", program, *arguments]
    # The number that is printed comes last: whatever else is said stands before it.
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    return float(said.stdout.split()[-1])


def measure_opening(folder: Path, ballots: int) -> None:
    path = write_ballots(folder / "large", ballots)
    pairs = [
        (alone(OPENING, str(path.parent), "json"), alone(OPENING, str(path.parent), "open")) for _ in range(ROUNDS)
    ]
    bare, opening = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    print(f"\nopening {ballots} ballots, {path.stat().st_size / 2**20:.0f} MiB, in processor seconds:")
    print(f"  json.load {bare:.2f}, the store {opening:.2f}: {ratio:.2f} times as long (at most {MOST_TO_OPEN})")


def measure_memory(folder: Path, ballots: int) -> None:
    path = write_ballots(folder / "memory", ballots)
    empty, full = alone(HOLDING, str(path.parent), "empty"), alone(HOLDING, str(path.parent), "open")
    print(f"\nmemory of a service that holds {ballots} ballots, in MiB:")
    print(f"  {empty:.0f} without a store, {full:.0f} with it (at most {MOST_MEBIBYTES})")


if __name__ == "__main__":
    main()
