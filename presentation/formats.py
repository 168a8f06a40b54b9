"""
Numbers, dates and moments as people of a language read them.

Rules of this file: whole numbers in, text out; a moment is shown in the network's zone and always names it;
nothing here knows what day it is, so no page ages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, get_day_names
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup

from presentation.languages import NAMES, tongue
from presentation.quick_calls import marked, shown

QUARTERS = 4
THOUSAND = 1000
CENT = 100
HASH_GROUP = 4

remembered = lru_cache(8192, typed=True)
"""Marks what the library is slow to say, and pages ask for again and again."""


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(tongue(language).locale)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@cache
def _table(digits: str) -> Mapping[int, int]:
    return str.maketrans("0123456789", digits)


def _digits(language: str, text: str) -> str:
    digits = tongue(language).digits
    return text.translate(_table(digits)) if digits else text


@remembered
def _decimal(language: str, value: float, pattern: str | None) -> str:
    # Arabic digits have their own comma and point: these Babel sets, by the name of the numbering system.
    system = "arab" if tongue(language).digits else "latn"
    return _digits(language, format_decimal(value, pattern, locale=_locale(language), numbering_system=system))


@remembered
def _date(language: str, day: int, pattern: str) -> str:
    # By its number, since moments that are equal may lie on different days.
    return _digits(language, format_date(date.fromordinal(day), pattern, locale=_locale(language)))


@remembered
def _moment(language: str, time_zone: str, value: datetime, pattern: str) -> str:
    """Return the moment with the short name its zone has there ("BST"); Babel has none in most languages."""
    zone = _zone(time_zone)
    local = value.astimezone(zone)
    text = format_datetime(local, pattern, tzinfo=zone, locale=_locale(language))
    return f"{_digits(language, text)} {local.tzname()}"


@remembered
def _joined(language: str, parts: tuple[str, ...]) -> str:
    return format_list(parts, locale=_locale(language))


@remembered
def _language_name(language: str, code: str) -> str:
    name = _locale(language).languages.get(code) or NAMES.get(code, {}).get(language, code)
    return name[:1].upper() + name[1:]


@remembered
def _weekday_name(language: str, number: int) -> str:
    return str(get_day_names("wide", "format", _locale(language))[number])


@dataclass(frozen=True)
class Formats:
    """The formats of one language and one time zone."""

    language: str
    time_zone: str = "UTC"

    def _digits(self, text: str) -> str:
        return _digits(self.language, text)

    def _decimal(self, value: float, pattern: str | None = None) -> str:
        return _decimal(self.language, value, pattern)

    def number(self, value: int) -> str:
        """Return "1,234"."""
        if 0 <= value < THOUSAND:
            # Nearly every number of a page; the library takes fifty times as long over it.
            return self._digits(str(value))
        return self._decimal(value)

    def hours(self, quarters: Fraction | int) -> str:
        """Return a number of quarter hours as hours: "41", "1.25"; a fraction of one rounded for reading only."""
        return self._decimal(float(quarters) / QUARTERS, "#,##0.##")

    def share(self, part: int, whole: int) -> str:
        """Return "74.9 %", rounded to one place for reading only; "–" where *whole* is nothing."""
        if whole == 0:
            return "–"
        tenths = round(Fraction(part * 1000, whole))
        return f"{self._decimal(tenths / 10, '#,##0.0')}\u202f%"

    def decimal(self, value: str) -> str:
        """Return exact text ("2/7", "0.286") with two decimals, for reading only: "0.29"."""
        return self._decimal(round(Fraction(value) * CENT) / CENT, "0.00")

    def amount(self, value: str) -> str:
        """Return an exact amount as text ("17/2") with at most two decimals: "8.5"."""
        return self._decimal(round(Fraction(value) * CENT) / CENT, "#,##0.##")

    def money(self, value: str) -> str:
        """Return an exact amount as text ("301/2") as prices are written: "150.50", "1,200"."""
        cents = round(Fraction(value) * CENT)
        return self._decimal(cents / CENT, "#,##0.00" if cents % CENT else "#,##0")

    def percent(self, value: str) -> str:
        """Return a share as text ("2/7", "0.286") in whole percent, for reading only: "29 %"."""
        return f"{self._decimal(round(Fraction(value) * CENT), '#,##0')}\u202f%"

    def day(self, value: date) -> str:
        """Return "29 November 2026"."""
        return self._date(value, tongue(self.language).day)

    def short_day(self, value: date) -> str:
        """Return "29 Nov 2026"."""
        return self._date(value, "d MMM y")

    def weekday(self, value: date) -> str:
        """Return "Sunday 29 November 2026"."""
        return self._date(value, tongue(self.language).weekday)

    def month(self, value: date) -> str:
        """Return "November 2026"."""
        return self._date(value, tongue(self.language).month)

    def months(self, since: date, until: date) -> str:
        """Return "Feb–Mar 2025", "Dec 2025–Jan 2026" or "Feb 2025"."""
        if (since.year, since.month) == (until.year, until.month):
            return self._date(since, "MMM y")
        first = "MMM" if since.year == until.year else "MMM y"
        return f"{self._date(since, first)}–{self._date(until, 'MMM y')}"

    def moment(self, value: datetime) -> str:
        """Return "Sunday 29 November 2026, 18:00 GMT" in the network's zone."""
        return self._moment(value, f"{tongue(self.language).weekday}{self.comma}HH:mm")

    def short_moment(self, value: datetime) -> str:
        """Return "29 Nov 2026, 18:00 GMT" in the network's zone."""
        return self._moment(value, f"d MMM y{self.comma}HH:mm")

    def time(self, value: date | datetime, text: str) -> Markup:
        """Return *text* in a time element that machines can read."""
        machine = value.isoformat().replace("+00:00", "Z")
        return marked(f'<time datetime="{machine}">{shown(text)}</time>')

    def joined(self, items: Iterable[object]) -> Markup:
        """Return "A, B and C"; what is not markup is escaped."""
        parts = tuple([shown(item) for item in items])
        if len(parts) > 1:
            return marked(_joined(self.language, parts))
        return marked(parts[0] if parts else "")

    @property
    def comma(self) -> str:
        """The comma of the language with its space."""
        return tongue(self.language).comma

    def commas(self, items: Iterable[object]) -> Markup:
        """Return "A, B, C"; what is not markup is escaped."""
        return marked(shown(self.comma).join([shown(item) for item in items]))

    def digits(self, value: object) -> str:
        """Return the text with the digits of the language, for "18:30-20:30" and the like."""
        return self._digits(str(value))

    def short_hash(self, value: str) -> str:
        """Return the first eight signs of a hash in two groups: "41d7 0be2 …"."""
        return f"{value[:HASH_GROUP]} {value[HASH_GROUP : 2 * HASH_GROUP]} …"

    def language_name(self, code: str) -> str:
        """Return the name of the language *code* in this language, as it stands alone."""
        return _language_name(self.language, code)

    def weekday_name(self, number: int) -> str:
        """Return the name of a day as it stands in a sentence, 0 for Monday."""
        return _weekday_name(self.language, number)

    def _date(self, value: date, pattern: str) -> str:
        return _date(self.language, value.toordinal(), pattern)

    def _moment(self, value: datetime, pattern: str) -> str:
        return _moment(self.language, self.time_zone, value, pattern)
