"""
A process whose disk says no, and what its store makes of it, printed line by line.

Run as `python -m tests.faults.starved full|forbidden FOLDER`. "full" limits how large a file may grow, which
stops a write half-way as a full disk does, and lifts the limit again; "forbidden" opens a folder that its user
may not write in.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from forms_api.store.base import Store, StoreFailed
from forms_api.store.tinydb import TinyStore
from tests.contract.records import a_ballot

NOBODY = 65534


def told(store: Store, key: str, size: int) -> None:
    try:
        with store.unit() as unit:
            unit.ballots.add(a_ballot(key, choice="x" * size))
        print(f"{key} kept")
    except StoreFailed as refused:
        print(f"{key} refused: {refused.why}")


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
    {"full": full, "forbidden": forbidden}[sys.argv[1]](Path(sys.argv[2]))
