"""
Every small-number constant of the project, once.

A figure over few people is a figure about a person. Whoever publishes a number asks this module first.
Source: the small-number rules of the network, docs/policies.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

PERCENTAGES_FROM_MEMBERS = 20
"""Below this many members counts are shown, never percentages."""

COUNT_FROM = 5
"""A count of people who did not agree to be named is shown from here on."""

SPLIT_FROM_BALLOTS = 11
"""A tally split by group is shown only where the group and the rest each have this many counted ballots."""

BALLOT_ROWS_FROM = 10
"""Below this many ballots no rows are published, unless the vote is open."""

TURNOUT_STEP = 5
"""Turnout before the close is shown in whole steps of this size."""

SPARE_SHOWN_TO = 2
"""The spare people of a job are shown as 0, 1, 2 or "3 or more"."""

FIGURES_FROM_ACTIVE_MEMBERS = 10
"""Below this many active members only coverage and the number of exchanges are shown."""

EDGES_FROM_ACTIVE_MEMBERS = 50
"""From so many active members on the hours between people are listed, rounded and without names."""

MOVES_ON_FROM_PEOPLE = 5
"""Figures move on to the next month only where the hours of so many people came or went."""

ZONE_FROM_MEMBERS = 5
"""A zone with fewer members is hidden."""


def shown_count(people: int) -> int | None:
    """Return *people* if so many may be counted in public, else None."""
    return people if people == 0 or people >= COUNT_FROM else None


def shown_turnout(voters: int) -> int:
    """Return how many voters may be told before the close: whole steps, rounded down."""
    return voters - voters % TURNOUT_STEP


def shown_spare(spare: int) -> str:
    """Return the spare people of a job as the public reads it: "0", "1", "2" or "3 or more"."""
    return str(spare) if spare <= SPARE_SHOWN_TO else f"{SPARE_SHOWN_TO + 1} or more"


def shown_nested(*counts: int) -> tuple[int | None, ...]:
    """
    Return counts of which each is a part of the one before, as far as they may be told side by side.

    A part is told only where it, and what is left of the last one told, may be told: no subtraction gives a small
    number.
    """
    told: list[int | None] = []
    last: int | None = None
    for count in counts:
        rest = 0 if last is None else last - count
        shown = count if shown_count(count) is not None and shown_count(rest) is not None else None
        told.append(shown)
        last = last if shown is None else shown
    return tuple(told)


def percentages_told(members: int) -> bool:
    """Tell whether a network of so many members reads percentages, not only counts and intervals."""
    return members >= PERCENTAGES_FROM_MEMBERS


def figures_told(active: int) -> bool:
    """Tell whether figures besides coverage and the number of exchanges are told."""
    return active >= FIGURES_FROM_ACTIVE_MEMBERS


def edges_told(active: int) -> bool:
    """Tell whether the list of hours between people, rounded and without names, is published."""
    return active >= EDGES_FROM_ACTIVE_MEMBERS


def may_move_on(changed: int) -> bool:
    """
    Tell whether figures may replace those of an earlier window when the hours of *changed* people came or went.

    Otherwise the difference between two publishes would be a figure about those few.
    """
    return changed >= MOVES_ON_FROM_PEOPLE


def split_told(part: int, whole: int) -> bool:
    """Tell whether *part* of *whole* may be told: neither it nor, by subtraction, the rest may be too few."""
    return shown_count(part) is not None and shown_count(whole - part) is not None


def split_tally_told(group: int, rest: int, *, one_voice: bool) -> bool:
    """
    Tell whether a tally may be split between *group* and *rest*, so many counted ballots each.

    Each of the two follows from the other and the whole, so both must be large enough, and neither may say
    anything with *one_voice*: that would tell what each of its voters said.
    """
    return min(group, rest) >= SPLIT_FROM_BALLOTS and not one_voice


def channels_told(ballots: Sequence[int]) -> bool:
    """Tell whether *ballots* by the way they came in may be told: there are several ways, each with enough."""
    return len(ballots) > 1 and min(ballots) >= SPLIT_FROM_BALLOTS


def possible_parts(part: int, whole: int) -> range:
    """Return all that a *part* not told could be: a few, or all but a few."""
    if part < COUNT_FROM:
        return range(1, min(COUNT_FROM, whole + 1))
    return range(whole - COUNT_FROM + 1, whole)


@dataclass(frozen=True)
class Shown:
    """The cells of one row that may be told, None for the others, and their total where that may be told."""

    cells: tuple[int | None, ...]
    total: int | None


def suppressed(cells: Sequence[int]) -> Shown:
    """
    Return a row of counts of people that add up to the total, without those too few to tell.

    Beside every cell of one to four the last of the row is hidden, and further ones from its end on, until at
    least two cells are hidden that come to five people or more and to more than one each: so neither a cell nor
    the hidden ones together can be had by subtraction. Which others are hidden hardly depends on how many they
    are: to hide the smallest would tell that it is the smallest. Where all that is not enough, and where the
    total is one to four, the total is hidden with all its cells.
    """
    total = sum(cells)
    hidden = {place for place, people in enumerate(cells) if shown_count(people) is None}
    others = [place for place, people in enumerate(cells) if people]
    if hidden:
        hidden.add(others.pop())
    while hidden and not _enough([cells[place] for place in hidden]):
        if not others:
            return Shown((None,) * len(cells), None)
        hidden.add(others.pop())
    return Shown(tuple(None if place in hidden else people for place, people in enumerate(cells)), total)


def _enough(hidden: Sequence[int]) -> bool:
    """Tell whether so many hidden people in so many cells could be there in another way."""
    return len(hidden) > 1 and sum(hidden) >= max(COUNT_FROM, len(hidden) + 1)


def rounded_hours(hours: Fraction) -> int:
    """Return hours as the public list has them: whole, half up, never less than one."""
    return max(1, floor(hours + Fraction(1, 2)))


def quarter_of(day: date) -> str:
    """Return the quarter of the year that stands for a day, "2026-Q4"."""
    return f"{day.year}-Q{(day.month + 2) // 3}"
