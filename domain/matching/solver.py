"""
Which pairs to choose so that each row is met once, no column beyond its slots, with the most points in all.

Source: Kuhn, "The Hungarian method for the assignment problem" (1955); Jonker and Volgenant, "A shortest
augmenting path algorithm for dense and sparse linear assignment problems" (1987), both forms as scipy has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

MOST_BURDEN = 960
"""From here on two columns count as equally laden where points are equal."""


@dataclass(frozen=True)
class Pairs:
    """What may be chosen, by row and then column, each pair once; *points* are whole numbers above zero."""

    rows: Numbers
    cols: Numbers
    points: Numbers

    def those(self, wanted: Flags | Numbers) -> Pairs:
        """Return the pairs flagged, or at the places named, by *wanted*."""
        return Pairs(self.rows[wanted], self.cols[wanted], self.points[wanted])

    def choices(self) -> Iterator[Choice]:
        """Yield the pairs one by one."""
        fields = (self.rows.tolist(), self.cols.tolist(), self.points.tolist())
        yield from map(Choice, *fields)


class Choice(NamedTuple):
    row: int
    col: int
    points: int


def best(pairs: Pairs, slots: Sequence[int], burden: Sequence[int]) -> list[Choice]:
    """
    Return the choice with the most points in all, by row; among several one whose columns carry the least burden.

    Points and burden are put into one whole number, far below 2^53, so that floating point loses nothing.
    """
    import numpy as np

    free = np.array(slots, dtype=np.int64)
    pairs = pairs.those(free[pairs.cols] > 0)
    if not len(pairs.rows):
        return []
    carried = np.minimum(np.array(burden, dtype=np.int64), MOST_BURDEN)
    rows, met = _packed(pairs.rows)
    worth = pairs.points * (1 + MOST_BURDEN * len(met)) - carried[pairs.cols]
    pair, slot = _slots(pairs.cols, free)
    solve = _dense if 2 * len(pair) > len(met) * (slot.max() + 1) else _sparse
    chosen = np.sort(pair[solve(rows[pair], slot, worth[pair])])
    return list(pairs.those(chosen).choices())


def _packed(values: Numbers) -> tuple[Numbers, Numbers]:
    """Return the values numbered from zero without gaps, and the value behind each number."""
    import numpy as np

    there = np.flatnonzero(np.bincount(values))
    number = np.zeros(there[-1] + 1, dtype=np.int64)
    number[there] = np.arange(len(there))
    return number[values], there


def _slots(cols: Numbers, slots: Numbers) -> tuple[Numbers, Numbers]:
    """Return each pair once per slot of its column, and that slot's number; no more slots than pairs want."""
    import numpy as np

    numbered, there = _packed(cols)
    ends = np.cumsum(np.minimum(np.bincount(numbered), slots[there]))
    starts = np.concatenate([[0], ends[:-1]])
    times = (ends - starts)[numbered]
    if times.max() == 1:
        return np.arange(len(cols)), numbered
    pair = np.repeat(np.arange(len(cols)), times)
    turn = np.arange(len(pair)) - np.repeat(np.cumsum(times) - times, times)
    return pair, starts[numbered[pair]] + turn


def _dense(rows: Numbers, slot: Numbers, worth: Numbers) -> Numbers:
    """Return which entries are chosen, from the whole table; what is no pair is worth nothing there."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    table = np.zeros((rows.max() + 1, slot.max() + 1))
    table[rows, slot] = worth
    return _entries(rows, slot, *linear_sum_assignment(table, maximize=True))


def _sparse(rows: Numbers, slot: Numbers, worth: Numbers) -> Numbers:
    """Return which entries are chosen; a slot of its own, worth least, lets every row stay unmet."""
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    height, width = int(rows.max()) + 1, int(slot.max()) + 1
    unmet = np.arange(height)
    shape = (height, width + height)
    columns = np.concatenate([slot, width + unmet])
    # Scipy reads a stored zero as no edge at all: so everything is worth one more.
    worths = np.concatenate([worth, np.zeros(height)]) + 1.0
    graph = csr_array((worths, (np.concatenate([rows, unmet]), columns)), shape=shape)
    return _entries(rows, slot, *min_weight_full_bipartite_matching(graph, maximize=True))


def _entries(rows: Numbers, slot: Numbers, met: Numbers, by: Numbers) -> Numbers:
    """Return which entries the solver met by which slot; what is no entry is left out."""
    import numpy as np

    slot_of = np.full(rows.max() + 1, -1)
    slot_of[met] = by
    return np.flatnonzero(slot_of[rows] == slot)


def greedy(pairs: Pairs, slots: Sequence[int], burden: Sequence[int]) -> list[Choice]:
    """Return what first come, first served gives, to compare with: each row takes the best column still free."""
    left = dict(enumerate(slots))
    taken: dict[int, Choice] = {}
    for choice in sorted(pairs.choices(), key=lambda c: (c.row, -c.points, burden[c.col], c.col)):
        if choice.row not in taken and left[choice.col] > 0:
            taken[choice.row] = choice
            left[choice.col] -= 1
    return list(taken.values())
