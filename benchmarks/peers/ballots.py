"""
Read the rows of a case into the ballots that other libraries want, the cheapest way each of them allows.

Each reads what our own reader reads: the ballot, and how many there are of it. Where a library counts equal
ballots together they are put together here, for that is what makes it quick.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]


def choices(rows: Sequence[Row]) -> Counter[str]:
    """Return how often each option was chosen."""
    cast: Counter[str] = Counter()
    for row in rows:
        cast[row["choice"]] += row.get("count", 1)
    return cast


def approvals(rows: Sequence[Row]) -> Counter[frozenset[str]]:
    """Return how often each set of options was approved of."""
    cast: Counter[frozenset[str]] = Counter()
    for row in rows:
        cast[frozenset(row["approve"])] += row.get("count", 1)
    return cast


def scores(rows: Sequence[Row], key: str = "scores") -> Counter[frozenset[tuple[str, int]]]:
    """Return how often each set of marks was given."""
    cast: Counter[frozenset[tuple[str, int]]] = Counter()
    for row in rows:
        cast[frozenset(row[key].items())] += row.get("count", 1)
    return cast


def rankings(rows: Sequence[Row]) -> Counter[tuple[str, ...]]:
    """Return how often each strict ranking was given, one option a rank."""
    cast: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        cast[tuple(rank[0] for rank in row["ranking"])] += row.get("count", 1)
    return cast
