"""The languages the interface is written in: their own names, directions and the locale that formats them."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT = "en"


@dataclass(frozen=True)
class Tongue:
    """*locale* is Babel's; *digits* replaces 0-9 where people read other ones."""

    code: str
    own_name: str
    direction: str
    locale: str
    digits: str = ""


# British dates, so that an English deadline reads "29 November 2026" and summer time is called BST.
TONGUES = {
    "en": Tongue("en", "English", "ltr", "en_GB"),
    "es": Tongue("es", "Español", "ltr", "es"),
    "ar": Tongue("ar", "العربية", "rtl", "ar", "٠١٢٣٤٥٦٧٨٩"),
}


# Languages that people here speak and Babel has no name for.
NAMES = {
    "bfi": {"en": "British Sign Language", "es": "lengua de signos británica", "ar": "لغة الإشارة البريطانية"},
}


def tongue(code: str) -> Tongue:
    """Return what is known of the language; an unknown one reads left to right and formats as the default."""
    return TONGUES.get(code) or Tongue(code, code, "ltr", TONGUES[DEFAULT].locale)
