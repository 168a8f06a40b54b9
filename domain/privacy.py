"""
Every small-number constant of the project, once.

A figure over few people is a figure about a person. Whoever publishes a number asks this module first.
Source: the small-number rules of the network, docs/policies.md.
"""

from __future__ import annotations

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
