"""
A process whose disk says no, and what its store makes of it, printed line by line.

Run as `python -m tests.faults.starved HOW FOLDER`. "full" limits how large a file may grow, which stops a write
half-way as a full disk does, and lifts the limit again; "small" fills the file system it is on with a file of its
own, and removes that; "forbidden" opens a folder that its user may not write in; "handles" takes all open files
there are to have; "broken" writes on under strace, which makes the kernel refuse a sync.
"""

from __future__ import annotations

import os
import resource
import sys
from contextlib import closing, suppress
from pathlib import Path

from forms_api.store.base import Home, Store, StoreFailed
from forms_api.store.tinydb import TinyStore
from tests.contract.records import a_ballot

NOBODY = 65534


def told(store: Store, key: str, size: int) -> None:
    try:
        with store.unit() as unit:
            unit.ballots.add(a_ballot(key, choice="x" * size))
        print(f"{key} kept")
    except StoreFailed as refused:
        print(f"{key} {'unknown' if refused.outcome_unknown else 'refused'}: {refused.why}")


def small(folder: Path) -> None:
    store, filler = TinyStore.open(folder), folder.with_name("filler")
    told(store, "before", 100)
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    # What is left is less than a page of the file system.
    told(store, "too-large", 100_000)
    filler.unlink()
    told(store, "after", 100_000)
    store.close()
    # Opened here: the file system may go with this process.
    with closing(TinyStore.open(folder)) as again, again.reading() as unit:
        print("there:", *(ballot.id for ballot in unit.ballots))


def handles(folder: Path) -> None:
    store = TinyStore.open(folder)
    told(store, "before", 100)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, most), most))
    taken = []
    with suppress(OSError):
        while True:
            taken.append(os.open("/dev/null", os.O_RDONLY))
    told(store, "beside", 100)
    compacted(store)
    try:
        TinyStore.open(folder.with_name("other"))
    except StoreFailed as refused:
        print(f"other refused: {refused.why}")
    for file in taken:
        os.close(file)
    compacted(store)
    told(store, "after", 100)
    store.close()


def compacted(store: TinyStore) -> None:
    try:
        store.rewrite(Home.BALLOTS)
        print("compacted")
    except StoreFailed as refused:
        print(f"compaction refused: {refused.why}")


def broken(folder: Path) -> None:
    store = TinyStore.open(folder)
    told(store, "before", 100)
    for number in range(3):
        told(store, f"write-{number}", 100)
    print(f"health: {store.health()}")
    with store.reading() as unit:
        print(f"read: {unit.ballots.get('before') is not None}")
    store.close()


def full(folder: Path) -> None:
    store = TinyStore.open(folder)
    told(store, "before", 100)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
    told(store, "too-large", 100_000)
    told(store, "small", 100)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    told(store, "after", 100_000)
    store.close()


def forbidden(folder: Path) -> None:
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    try:
        TinyStore.open(folder)
    except StoreFailed as refused:
        print(refused)


if __name__ == "__main__":
    hows = {"full": full, "small": small, "forbidden": forbidden, "handles": handles, "broken": broken}
    hows[sys.argv[1]](Path(sys.argv[2]))
