"""The languages the interface is written in: their own names, directions and the locale that formats them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

DEFAULT = "en"


@dataclass(frozen=True)
class Tongue:
    """
    *locale* is Babel's; *digits* replaces 0-9 where people read other ones; *comma* parts the items of a list.

    *day*, *weekday* and *month* are date patterns (Unicode TR 35); a library's own differ from release to release.
    """

    code: str
    own_name: str
    direction: str
    locale: str
    digits: str = ""
    day: str = "d MMMM y"
    weekday: str = "EEEE d MMMM y"
    month: str = "MMMM y"
    comma: str = ", "


# British dates, so that an English deadline reads "29 November 2026" and summer time is called BST.
TONGUES = {
    "en": Tongue("en", "English", "ltr", "en_GB"),
    "es": Tongue(
        "es",
        "Español",
        "ltr",
        "es",
        day="d 'de' MMMM 'de' y",
        weekday="EEEE, d 'de' MMMM 'de' y",
        month="MMMM 'de' y",
    ),
    "ar": Tongue("ar", "العربية", "rtl", "ar", "٠١٢٣٤٥٦٧٨٩", weekday="EEEE، d MMMM y", comma="، "),
}


# Languages that people here speak and Babel has no name for.
NAMES = {
    "bfi": {"en": "British Sign Language", "es": "lengua de signos británica", "ar": "لغة الإشارة البريطانية"},
}


def tongue(code: str) -> Tongue:
    """Return what is known of the language; an unknown one reads left to right and formats as the default."""
    return TONGUES.get(code) or Tongue(code, code, "ltr", TONGUES[DEFAULT].locale)


def language_code(given: str) -> str | None:
    """Return the code of a language given by its code or its English name, in any case; None for no language."""
    return _codes().get(given.casefold().strip())


@cache
def _codes() -> Mapping[str, str]:
    # Imported late: Babel's names are many, and few pages ask for them this way round.
    from babel import Locale

    known = {code: name for code, name in Locale.parse(DEFAULT).languages.items() if "_" not in code}
    known |= {code: names[DEFAULT] for code, names in NAMES.items()}
    return {name.casefold(): code for code, name in known.items()} | {code: code for code in known}
