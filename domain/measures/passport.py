"""A figure with its passport: what it is, where it comes from, how sure it is, what chance alone would give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import isqrt

from domain.measures.chance import ByChance
from domain.measures.intervals import SCALE, Interval

MEASURES_VERSION = 1
"""Grows when a formula changes: figures made by an older one are then made anew."""


@dataclass(frozen=True)
class Formula:
    text: str
    source: str


FORMULAS: Mapping[str, Formula] = {
    "reciprocity": Formula("r = ties with one the other way / ties", "Wasserman and Faust 1994"),
    "beyond_chance": Formula(
        "rho = (r - a) / (1 - a), a = ties / (people * (people - 1))",
        "Garlaschelli and Loffredo 2004, Physical Review Letters 93, 268701",
    ),
    "weighted_reciprocity": Formula(
        "sum of min(w_ij, w_ji) / sum of w_ij, w = hours",
        "Squartini, Picciolo, Ruzzenenti and Garlaschelli 2013, Scientific Reports 3, 2729",
    ),
    "circular_share": Formula("hours inside strongly connected components / hours", "Tarjan 1972"),
    "dual_role_share": Formula(
        "people with hours given and received / people with any",
        "Collom 2012, International Journal of Community Currency Research 16(A), 18-29",
    ),
    "gini_giving": Formula(
        "2 * sum of i * x_i / (n * sum of x_i) - (n + 1) / n, x = hours given, sorted", "Gini 1912"
    ),
    "gini_receiving": Formula(
        "2 * sum of i * x_i / (n * sum of x_i) - (n + 1) / n, x = hours received, sorted", "Gini 1912"
    ),
    "coverage": Formula("skills with holders >= wanted / skills wanted", "Walker 1992"),
    "robustness": Formula(
        "k = min over skills of (holders - wanted)", "Avelino, Passos, Hora and Valente 2016 (truck factor)"
    ),
    "coverage_20": Formula("mean over skills of P(Bin(holders, 0.8) >= wanted)", "k-out-of-n reliability"),
    "coverage_40": Formula("mean over skills of P(Bin(holders, 0.6) >= wanted)", "k-out-of-n reliability"),
    "simultaneous": Formula(
        "largest matching of people to jobs / jobs", "Hall 1935; Kuhn 1955; Hopcroft and Karp 1973"
    ),
    "dividend": Formula(
        "jobs covered now - jobs covered with only the skills held before joining",
        "own definition; ties in disasters: Aldrich and Meyer 2014",
    ),
    "connectivity": Formula(
        "fewest people without whom verified ties fall apart (0, 1, 2, 3 or more)", "Menger 1927"
    ),
    "cut_members": Formula("people without whom a part comes loose", "Hopcroft and Tarjan 1973"),
    "after_loss": Formula(
        "largest part after the worst single loss / the others", "Albert, Jeong and Barabási 2000"
    ),
    "call_reach": Formula(
        "mean over who begins of the share of others reached when 3 calls in 10 fail, by simulation",
        "bond percolation; Albert, Jeong and Barabási 2000",
    ),
}

RECOMPUTABLE = (
    "reciprocity",
    "beyond_chance",
    "weighted_reciprocity",
    "circular_share",
    "dual_role_share",
    "gini_giving",
    "gini_receiving",
)
"""The first five figures, two of them in two numbers: from the public list they recompute from outside."""


@dataclass(frozen=True)
class Null:
    """What rewired networks gave, in decimals; *at_least* is the share of them with our figure or more."""

    mean: str
    spread: str
    at_least: str
    networks: int


@dataclass(frozen=True)
class Measure:
    """
    A published figure. *value* is exact text ("2/7", or decimals where an exact one would tell too much).

    *about* is the playbook it is about, else "". *part* of *whole* are the counts behind it, *low* and *high* its
    95 % interval, *counted* the inputs. *window* is an ISO 8601 interval or day. *too_few* tells that the value
    itself would be about few people; then *value* is "" and the interval holds all it could be. *or_more* belongs
    to a value that was counted only so far.
    """

    key: str
    value: str
    window: str
    formula: str
    source: str
    about: str = ""
    part: str = ""
    whole: str = ""
    low: str = ""
    high: str = ""
    counted: Mapping[str, int] = field(default_factory=dict)
    null: Null | None = None
    recomputable: bool = False
    too_few: bool = False
    or_more: bool = False


def measure(key: str, value: str, window: str, **said: object) -> Measure:
    """Return the figure with the formula and source of its key."""
    formula = FORMULAS[key]
    return Measure(key, value, window, formula.text, formula.source, **said)  # type: ignore[arg-type]


def decimals(value: Fraction) -> str:
    """Return *value* with three decimals, rounded half to even: "0.286", "-0.099"."""
    parts = round(value * SCALE)
    sign = "-" if parts < 0 else ""
    return f"{sign}{abs(parts) // SCALE}.{abs(parts) % SCALE:03}"


def bounds(interval: Interval) -> dict[str, str]:
    """Return low and high as a measure has them."""
    return {"low": decimals(Fraction(interval.low, SCALE)), "high": decimals(Fraction(interval.high, SCALE))}


def null_of(found: ByChance | None) -> Null | None:
    """Return the null result as a measure has it."""
    if found is None:
        return None
    # The square root to half a thousandth, in whole numbers.
    spread = Fraction((isqrt(int(4 * found.variance * SCALE**2)) + 1) // 2, SCALE)
    return Null(decimals(found.mean), decimals(spread), decimals(found.at_least), found.networks)
