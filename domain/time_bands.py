"""Times as people say them: a day of the week and a part of the day, "tue evening"."""

from __future__ import annotations

from collections.abc import Iterable

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening", "night")
BANDS = tuple(f"{day} {part}" for day in DAYS for part in PARTS)


def in_order(bands: Iterable[str]) -> tuple[str, ...]:
    """Return the known bands among *bands*, once each, in the order of the week."""
    chosen = set(bands)
    return tuple(band for band in BANDS if band in chosen)


def shared(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...] | None:
    """
    Return the bands of the week that both have, in order.

    None where either names none: who says nothing of time has not said no.
    """
    mine, theirs = set(one), set(other)
    if not mine or not theirs:
        return None
    return in_order(mine & theirs)
