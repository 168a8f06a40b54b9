"""How sure a share is: the Wilson score interval, in whole thousandths, rounded outwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isqrt

Z = Fraction(1_959_964, 1_000_000)
"""The normal quantile of 97.5 %: an interval of 95 %."""

SCALE = 1000
_FINE = 10**12


@dataclass(frozen=True)
class Interval:
    """Bounds in thousandths."""

    low: int
    high: int


def wilson(part: int, whole: int) -> Interval:
    """
    Return the 95 % interval of the share part / whole, *whole* being above zero.

    Source: Wilson, Journal of the American Statistical Association 22 (1927), 209-212.
    """
    share, n = Fraction(part, whole), Fraction(whole)
    middle = share + Z * Z / (2 * n)
    under_root = share * (1 - share) / n + Z * Z / (4 * n * n)
    half = Z * _root_above(under_root)
    scale = 1 + Z * Z / n
    low, high = (middle - half) / scale, (middle + half) / scale
    return Interval(max(0, floor(low * SCALE)), min(SCALE, ceil(high * SCALE)))


def wilson_over(parts: Iterable[int], whole: int) -> Interval:
    """Return an interval that holds those of all *parts*: what may be told where the part itself may not."""
    found = [wilson(part, whole) for part in parts]
    return Interval(min(i.low for i in found), max(i.high for i in found))


def _root_above(value: Fraction) -> Fraction:
    """Return the square root, too large by less than a millionth."""
    return Fraction(isqrt(value.numerator * _FINE // value.denominator) + 1, 10**6)
