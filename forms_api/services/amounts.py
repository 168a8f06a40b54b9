"""
Amounts as people write them: "1,5", "1:30", "90 min", "3", and what is said to the rest.

Rules of this file: hours are counted in quarters and never rounded for anybody; each mistake has words of its own.
"""

from __future__ import annotations

import re
from fractions import Fraction

from domain.exchange import MAX_PIECES, AmountProblem, Kind, amount_problem
from forms_api.services.refusals import N_, Refused

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫−", "01234567890123456789.-")
_PARTS = {"¼": Fraction(1, 4), "½": Fraction(1, 2), "¾": Fraction(3, 4), "": Fraction(0)}
_NUMBER = r"\d{1,4}(?:[.,]\d{1,4})?"
_HOUR = r"(?:h|hrs?|hours?|horas?|ساعة|ساعات)"
_MINUTE = r"(?:m|mins?|minutes?|minutos?|دقيقة|دقائق)"
_PLAIN = re.compile(rf"(?P<hours>{_NUMBER})(?:\s*{_HOUR})?", re.ASCII)
_HALF = re.compile(rf"(?P<hours>\d{{0,4}})\s*(?P<part>[¼½¾])(?:\s*{_HOUR})?", re.ASCII)
_CLOCK = re.compile(r"(?P<hours>\d{1,4}):(?P<minutes>[0-5]\d)", re.ASCII)
_BOTH = re.compile(rf"(?P<hours>\d{{1,4}})\s*{_HOUR}\s*(?P<minutes>\d{{1,2}})(?:\s*{_MINUTE})?", re.ASCII)
_MINUTES = re.compile(rf"(?P<minutes>\d{{1,4}})\s*{_MINUTE}", re.ASCII)
_BELOW_ZERO = re.compile(rf"-\s*{_NUMBER}.*", re.ASCII)
_PIECES = 4


class WrongAmount(Refused):
    message = N_("Enter what was given: more than zero, and within what one exchange can hold.")


class NotHours(WrongAmount):
    message = N_("Enter hours like 1, 1.5, 1:30 or 90 min")


class NotInQuarters(WrongAmount):
    message = N_("Hours are counted in quarters: enter %(below)s or %(above)s")


class LessThanAQuarter(WrongAmount):
    message = N_("Hours are counted in quarters: enter 0.25 or more")


class LessThanNothing(WrongAmount):
    message = N_("Enter it without a minus: what was given is counted, and nothing is taken off")


class NothingGiven(WrongAmount):
    message = N_("Enter more than zero")


class LongerThanADay(WrongAmount):
    message = N_("Enter at most 24 hours; write several days as several exchanges")


class TooManyPieces(WrongAmount):
    message = N_("Enter at most %(most)s")


class NotWhole(WrongAmount):
    message = N_("Enter a whole number")


def check_amount(kind: Kind, amount: int) -> None:
    """
    Return if one exchange can hold so much.

    Raises:
        LessThanNothing, NothingGiven, LongerThanADay, TooManyPieces.
    """
    if amount < 0:
        raise LessThanNothing
    match amount_problem(kind, amount):
        case AmountProblem.NOTHING:
            raise NothingGiven
        case AmountProblem.TOO_LONG:
            raise LongerThanADay
        case AmountProblem.TOO_MANY:
            raise TooManyPieces(most=MAX_PIECES)


def amount_from(kind: Kind, text: str) -> int:
    """
    Return what was typed, in what its kind counts: quarter hours or pieces.

    Raises:
        WrongAmount: the subclass says what to do.
    """
    amount = quarters_from(text) if kind is Kind.HOURS else pieces_from(text)
    check_amount(kind, amount)
    return amount


def quarters_from(text: str) -> int:
    """
    Return how many quarter hours a typed time comes to.

    Raises:
        NotHours, LessThanNothing, LessThanAQuarter, NotInQuarters.
    """
    text = _plain(text)
    if _BELOW_ZERO.fullmatch(text):
        raise LessThanNothing
    hours = _hours(text)
    if hours is None:
        raise NotHours
    quarters = hours * 4
    if quarters.denominator == 1:
        return quarters.numerator
    below = int(quarters)
    if below == 0:
        raise LessThanAQuarter
    raise NotInQuarters(below=_shown(below), above=_shown(below + 1))


def _plain(text: str) -> str:
    return text.strip().casefold().translate(_DIGITS)


def _hours(text: str) -> Fraction | None:
    for form in (_PLAIN, _HALF, _CLOCK, _BOTH, _MINUTES):
        found = form.fullmatch(text)
        if found:
            parts = {"hours": "0", "minutes": "0", "part": ""} | found.groupdict()
            whole = Fraction((parts["hours"] or "0").replace(",", "."))
            return whole + _PARTS[parts["part"]] + Fraction(int(parts["minutes"]), 60)
    return None


def _shown(quarters: int) -> str:
    return f"{quarters / 4:g}"


def pieces_from(text: str) -> int:
    """
    Return a typed whole number.

    Raises:
        NotWhole, LessThanNothing.
    """
    text = _plain(text)
    if _BELOW_ZERO.fullmatch(text):
        raise LessThanNothing
    if not (text.isascii() and text.isdigit() and len(text) <= _PIECES):
        raise NotWhole
    return int(text)
