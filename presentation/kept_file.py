"""
A file of SQLite in which a build keeps what saves the next one work: one connection for each process.

Rules of this file: nothing kept here needs to survive a fall of the machine, and nothing is an error. A file that
cannot be opened is begun anew; where that fails too, there is none, and whoever asked does the work again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection


class Unfit(Exception):
    """What stands in the file is not what belongs there."""


class KeptFile:
    """
    The file *name* in *folder*, each of which only its owner may enter; *prepare* lays its tables where they miss.

    *prepare* raises an sqlite3.Error or Unfit where the file has to be begun anew.
    """

    def __init__(self, folder: Path, name: str, prepare: Callable[[Connection], object]) -> None:
        self._folder = folder
        self._name = name
        self._prepare = prepare
        self._connections: dict[int, Connection | None] = {}

    def connection(self) -> Connection | None:
        """Return this process's own connection: one that was opened before a fork must not be used behind it."""
        here = os.getpid()
        if here not in self._connections:
            self._connections[here] = self._opened() or self._opened(anew=True)
        return self._connections[here]

    def at_hand(self) -> Connection | None:
        """Return the connection of this process, where it has opened the file before."""
        return self._connections.get(os.getpid())

    def begin_anew(self) -> None:
        """Leave the file, which is damaged, for an empty one."""
        connection = self.at_hand()
        if connection is not None:
            connection.close()
        self._connections[os.getpid()] = self._opened(anew=True)

    def close(self) -> None:
        """Let go of the file."""
        connection = self._connections.pop(os.getpid(), None)
        if connection is not None:
            connection.close()

    def _opened(self, *, anew: bool = False) -> Connection | None:
        import sqlite3

        file = self._folder / self._name
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if anew:
                file.unlink(missing_ok=True)
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            connection = sqlite3.connect(file, timeout=5, isolation_level=None)
        except (OSError, sqlite3.Error):
            return None
        try:
            self._prepare(connection)
        except (sqlite3.Error, Unfit):
            connection.close()
            return None
        return connection
