"""The address of each heading of a text; it needs no library, so that plain texts never wait for one."""

from __future__ import annotations

import re

CONTENTS_FROM = 4
"""So many headings of the highest level make a list of contents."""

BEFORE = "h-"
"""What an address of ours begins with, so that none is that of a part of the page around the text."""

_NOT_WORDS = re.compile(r"[^\w]+")


def address_of(words: str, seen: dict[str, int]) -> str:
    """Return an address that no heading of the text has: the second "Costs" is h-costs-2."""
    slug = _slug(words)
    number = seen.get(slug, 0) + 1
    address = slug if number == 1 else f"{slug}-{number}"
    while number > 1 and address in seen:
        # A heading of these very words, "Costs 2", stands above.
        number += 1
        address = f"{slug}-{number}"
    seen[slug] = number
    seen.setdefault(address, 1)
    return BEFORE + address


def _slug(words: str) -> str:
    return _NOT_WORDS.sub("-", words.casefold()).strip("-_")[:60].strip("-_") or "part"
