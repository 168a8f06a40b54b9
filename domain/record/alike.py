"""
Whether publish reads the same of two states of the content.

Rules of this file: publish looks at no long text of a skill, a program or a cohort (a test holds it to that), so
an edit of one is no news for the record. Where a mapping does not know its entries' digests, they are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.catalogue import Catalogue
from domain.publication import Without

PARTS = ("network", "categories", "skills", "programs", "cohorts", "members", "playbooks", "policies")
"""What publish reads of the content; pages and news are the builder's alone."""

TEXTLESS = frozenset({"skills", "programs", "cohorts"})
"""Of these it reads everything but the long texts."""


def reads_same(one: Catalogue, other: Catalogue) -> bool:
    """Tell whether a publish of the one would say what a publish of the other says."""
    return one is other or all(alike(part, getattr(one, part), getattr(other, part)) for part in PARTS)


def alike(part: str, one: Any, other: Any) -> bool:
    """Tell whether publish reads the same of a part of the content, in two states of it."""
    if one is other:
        return True
    known = digests(part, one), digests(part, other)
    # Content that was read again is often equal, and comparing it costs less than what is made from it.
    return bool(known[0] == known[1]) if None not in known else bool(one == other)


def digests(part: str, entries: Any) -> Mapping[str, bytes] | None:
    """Return digests of what publish reads of each entry; None where the mapping does not know them."""
    if isinstance(entries, Without):
        inner = digests(part, entries.inner)
        return None if inner is None else {key: inner[key] for key in entries}
    found: Mapping[str, bytes] | None = getattr(entries, "without_texts" if part in TEXTLESS else "digests", None)
    return found
