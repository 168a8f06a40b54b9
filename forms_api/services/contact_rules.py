"""
Ways to reach somebody, found in free text that others will read: mail, telephone, street.

Rules of this file: people are reached through the network until both said yes, so such a text is refused with
words, and nothing is cut out of it silently. It goes by form, not by meaning: a number spelt out in words passes,
and the few sentences refused by mistake are written otherwise in a moment.
"""

from __future__ import annotations

import re

from forms_api.services.refusals import N_, Refused

# It starts only where a word does: or each letter of a long word would be tried against all that follow.
_MAIL = re.compile(r"(?<![^\s@<>()])[^\s@<>()]+@[^\s@<>()]+\.[a-z]{2,}", re.IGNORECASE)
_TELEPHONE = re.compile(r"\+?\d(?:[\s./()-]{0,2}\d){6,}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

_STREETS = (
    # "14 Mill Lane", "3b St Mary's Close": a number, words that begin large, and a kind of street.
    re.compile(
        r"\b\d{1,4}[a-zA-Z]?,?\s(?:[A-Z][\w'’.-]*\s){1,3}"
        r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Way|Court|Terrace|Place|Square|Crescent|Gardens|Row"
        r"|Walk|Hill|Mews|Grove|Quay|Wharf|Docks)\b"
    ),
    # Written small it takes a word that names nothing but streets.
    re.compile(r"\b\d{1,4}[a-z]?,?\s[^\W\d_]+\s(?:street|road|avenue|lane|crescent)\b", re.IGNORECASE),
    # "calle Mayor 5", "Avda. de la Paz, n.º 12".
    re.compile(
        r"\b(?:calle|c/|avenida|avda\.?|plaza|paseo|camino)\s?[^\W\d][^\d\n]{1,30}\d{1,4}\b", re.IGNORECASE
    ),
    # "شارع النهر ٥"
    re.compile(r"(?:شارع|زقاق)\s[^\d\n]{1,30}\d{1,4}"),
    # A post code of the United Kingdom.
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"),
)


class ContactInText(Refused):
    """A text that others will read says how to reach somebody."""


class MailInText(ContactInText):
    message = N_("Leave out the e-mail address: people reach each other after both said yes")


class TelephoneInText(ContactInText):
    message = N_("Leave out the telephone number: people reach each other after both said yes")


class StreetInText(ContactInText):
    message = N_("Leave out the street and number: people tell each other after both said yes")


def contact_in(text: str) -> ContactInText | None:
    """Return the refusal that *text* asks for, or None where it names no way to reach anybody."""
    if _MAIL.search(text):
        return MailInText()
    if _TELEPHONE.search(_DAY.sub("", text)):
        return TelephoneInText()
    return StreetInText() if any(street.search(text) for street in _STREETS) else None


def demand_no_contact(*texts: str) -> None:
    """
    Return if others may read these texts.

    Raises:
        ContactInText: one holds a mail address, a telephone number or a street with its number.
    """
    for text in texts:
        found = contact_in(text)
        if found is not None:
            raise found
