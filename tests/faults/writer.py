"""
Processes that write until they are killed: eight threads each, telling in a file what was acknowledged.

Run as `python -m tests.faults.writer FOLDER` for one that writes for good; the first line it prints is "open",
then the key of every acknowledged write. Without a folder it reads "FOLDER SECONDS" from its standard input, lets
a child write there, kills that after so long, and says "killed": a fork costs a hundredth of a new Python, so a
thousand trials fit into minutes.
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
import threading
import time
from pathlib import Path

from forms_api.store import compaction
from forms_api.store.tinydb import TinyStore
from tests.contract.records import a_ballot

THREADS = 8
SMALL_JOURNAL = 20_000
"""So few bytes are compacted already: one is under way most of the time."""


def write_on(store: TinyStore, told: int) -> None:
    while True:
        key = secrets.token_hex(8)
        # Choices of every length: a file that grows and shrinks would show a torn end.
        with store.unit() as unit:
            unit.ballots.add(a_ballot(key, choice="x" * secrets.randbelow(4000)))
            if len(unit.ballots) % 5 == 0:
                smallest = next(iter(unit.ballots))
                unit.ballots.put(a_ballot(smallest.id, choice=""))
        # One write of so few bytes is whole or not there.
        os.write(told, f"{key}\n".encode())


def write(folder: Path, told: int) -> None:
    compaction.LEAST = SMALL_JOURNAL
    store = TinyStore.open(folder)
    os.write(told, b"open\n")
    for _ in range(THREADS):
        threading.Thread(target=write_on, args=(store, told)).start()


def acknowledged_in(folder: Path) -> Path:
    """Return the file in which a child that writes in the folder tells what was acknowledged."""
    return folder.with_name(f"{folder.name}.acknowledged")


def written_and_killed(folder: Path, seconds: float) -> None:
    """Let a child write in *folder*, and kill it so long after it opened the store."""
    told = os.open(acknowledged_in(folder), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    before = os.fstat(told).st_size
    child = os.fork()
    if child == 0:
        write(folder, told)
        threading.Event().wait()
    while os.fstat(told).st_size == before and os.waitpid(child, os.WNOHANG) == (0, 0):
        time.sleep(0.002)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(told)


def main() -> None:
    if sys.argv[1:]:
        write(Path(sys.argv[1]), 1)
        return
    for line in sys.stdin:
        folder, seconds = line.rsplit(maxsplit=1)
        written_and_killed(Path(folder), float(seconds))
        print("killed", flush=True)


if __name__ == "__main__":
    main()
