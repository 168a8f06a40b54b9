"""
Lengths of charts that are drawn from the table beside them.

Rules of this file: whole numbers and exact fractions in, SVG lengths out; a length is an attribute of the drawing,
because the policy of the pages forbids inline styles; nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from domain.privacy import suppressed

TENTHS = 1000
LARGEST = 105
"""The radius of a circle that stands for everybody."""

UNTOLD = 26
"""The radius of a circle that stands for too few to tell; drawn dashed."""


def bar_length(share: str) -> str:
    """Return a share as text ("2/7", "0.286") as a length in percent, cut to between nothing and all."""
    tenths = max(0, min(TENTHS, int(Fraction(share) * TENTHS)))
    return f"{tenths // 10}.{tenths % 10}%"


def radius(people: int | None, everybody: int) -> int:
    """Return the radius of a circle whose area stands for *people* out of *everybody*."""
    if people is None:
        return UNTOLD
    return isqrt(LARGEST * LARGEST * people // everybody) if everybody else 0


JOINED = ((1, 1), (2, 2), (3, 5), (6, 9), (10, None))
"""The rows of a table of how many others people are joined to: from, to."""


@dataclass(frozen=True)
class JoinedTo:
    """How many people are joined to *least* to *most* others (None: no upper end); None where too few to tell."""

    least: int
    most: int | None
    people: int | None


def joined_to(points: int, lines: Iterable[tuple[int, int]]) -> tuple[JoinedTo, ...]:
    """Return how many points have how many lines, in rows; what a drawing of points and lines shows."""
    others = [0] * points
    for one, other in lines:
        others[one] += 1
        others[other] += 1
    counts = [sum(least <= n and (most is None or n <= most) for n in others) for least, most in JOINED]
    told = suppressed(counts).cells
    return tuple(JoinedTo(least, most, people) for (least, most), people in zip(JOINED, told, strict=True))
