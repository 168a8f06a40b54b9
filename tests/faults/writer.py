"""
A process that writes until it is killed: eight threads, each telling on standard output what was acknowledged.

Run as `python -m tests.faults.writer FOLDER`; the first line it prints is "open".
"""

from __future__ import annotations

import os
import secrets
import sys
import threading
from pathlib import Path

from forms_api.store.tinydb import TinyStore
from tests.contract.records import a_ballot

THREADS = 8


def write_on(store: TinyStore) -> None:
    while True:
        key = secrets.token_hex(8)
        # Choices of every length: a file that grows and shrinks would show a torn end.
        with store.unit() as unit:
            unit.ballots.add(a_ballot(key, choice="x" * secrets.randbelow(4000)))
            if len(unit.ballots) % 5 == 0:
                smallest = next(iter(unit.ballots))
                unit.ballots.put(a_ballot(smallest.id, choice=""))
        # One write of so few bytes to a pipe is whole or not there.
        os.write(1, f"{key}\n".encode())


def main() -> None:
    store = TinyStore.open(Path(sys.argv[1]))
    os.write(1, b"open\n")
    for _ in range(THREADS):
        threading.Thread(target=write_on, args=(store,)).start()


if __name__ == "__main__":
    main()
