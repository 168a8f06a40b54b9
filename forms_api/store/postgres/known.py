"""Records read lately, so that what has not changed since is neither sent nor decoded again."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

MOST_SIGNS = 16 * 2**20
"""How much of the records' text is kept decoded at most; the longest unused go first."""
NEVER = -1
"""The version of no record."""


class Known:
    """
    By table and key a version and its record.

    Nothing is ever outdated here: the database says which version counts, and a version has one record for good.
    """

    def __init__(self, most_signs: int = MOST_SIGNS) -> None:
        self._most = most_signs
        self._signs = 0
        self._records: OrderedDict[tuple[str, str], tuple[int, Any, int]] = OrderedDict()
        self._lock = Lock()

    def at(self, table: str, key: str) -> tuple[int, Any]:
        """Return version and record, NEVER and None where there is none."""
        with self._lock:
            found = self._records.get((table, key))
            if found is None:
                return NEVER, None
            self._records.move_to_end((table, key))
            return found[0], found[1]

    def keep(self, table: str, key: str, version: int, record: Any, signs: int) -> None:
        """Keep a record that takes so many signs."""
        with self._lock:
            self._drop((table, key))
            self._records[(table, key)] = (version, record, signs)
            self._signs += signs
            while self._signs > self._most:
                self._drop(next(iter(self._records)))

    def _drop(self, place: tuple[str, str]) -> None:
        dropped = self._records.pop(place, None)
        if dropped is not None:
            self._signs -= dropped[2]
