"""Slugs: the part of an address that names a page; made by us, never taken as typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import count

LONGEST = 80
_OTHER = re.compile(r"[^a-z0-9]+")


def slug_from(name: str, taken: Container[str] = (), *, fallback: str = "member") -> str:
    """
    Return a slug like *name* that is not *taken*: lowercase ASCII letters and digits, dashes between.

    Letters lose their accents; a name without a Latin letter becomes *fallback*; a number is added where the slug
    is taken.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = _OTHER.sub("-", plain).strip("-")[: LONGEST - 6].strip("-") or fallback
    if stem not in taken:
        return stem
    return next(slug for number in count(2) if (slug := f"{stem}-{number}") not in taken)
