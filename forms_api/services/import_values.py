"""What stands in single cells of another system's tables: days, hours, names with numbers behind them."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from forms_api.services.refusals import N_
from forms_api.services.roll_table import Wrong

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?", re.ASCII)
_OTHER = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s.*)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::\d\d)?", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,6}(?:[.,]\d{1,6})?", re.ASCII)
_NUMBERED = re.compile(r"(.*?)\s*\((\d{1,9})\)", re.ASCII | re.DOTALL)


def day_in(text: str, order: str, today: date) -> date:
    """
    Return the day that a cell names; *order* says which comes first where the year comes last.

    Raises:
        Wrong: it names none, or one ahead of today.
    """
    found = _ISO.fullmatch(text)
    other = _OTHER.fullmatch(text) if not found else None
    try:
        if found:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        elif other and order == "dmy":
            day = date(int(other[3]), int(other[2]), int(other[1]))
        elif other and order == "mdy":
            day = date(int(other[3]), int(other[1]), int(other[2]))
        else:
            raise ValueError(text)
    except ValueError as wrong:
        raise Wrong(N_("“%(given)s” is no day in the order that was chosen."), given=text[:40]) from wrong
    if day > today:
        raise Wrong(N_("“%(given)s” lies ahead of today."), given=text[:40])
    return day


def quarters_in(text: str) -> int:
    """
    Return how many quarter hours "1.5", "1,5" or "1:30" is, rounded to the nearest one and never to none.

    Raises:
        Wrong: it is no amount of time, nothing, or less.
    """
    clock = _CLOCK.fullmatch(text)
    if clock:
        hours = int(clock[1]) + Fraction(int(clock[2]), 60)
    elif _DECIMAL.fullmatch(text):
        hours = Fraction(text.replace(",", "."))
    else:
        raise Wrong(N_("“%(given)s” is no number of hours."), given=text[:40])
    if hours <= 0:
        raise Wrong(N_("The hours have to be more than zero."))
    return max(1, int(hours * 4 + Fraction(1, 2)))


def without_number(name: str) -> tuple[str, str]:
    """Return a name like "Rosa Vila (12)" as the name and the number behind it, "" where there is none."""
    found = _NUMBERED.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")
