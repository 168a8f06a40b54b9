"""Say what was written, and what was perhaps meant."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST_SHOWN = 60


def shown(text: str) -> str:
    """Return *text* between quotes on one line, shortened, with every sign that cannot be seen spelt out."""
    if text.isascii() and text.isdecimal() and len(text) <= LONGEST_SHOWN:
        return text
    if len(text) > LONGEST_SHOWN:
        text = text[: LONGEST_SHOWN - 1] + "…"
    return "'" + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text) + "'"


def closest(given: str, choices: Iterable[str]) -> str | None:
    """Return the choice most like *given*, or None where nothing is like it."""
    # Imported late: a content without a slip needs it not.
    from difflib import get_close_matches

    folded = {choice.casefold(): choice for choice in choices}
    near = get_close_matches(given.casefold(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def meant(given: str, choices: Iterable[str], otherwise: str) -> str:
    """Return "Did you mean …?" where a choice comes near *given*, else *otherwise*."""
    near = closest(given, choices)
    return f"Did you mean '{near}'?" if near else otherwise


def one_of(choices: Iterable[str], joined_by: str = "or") -> str:
    """Return the choices as the end of a sentence: "a, b or c"."""
    *first, last = choices
    return f"{', '.join(first)} {joined_by} {last}" if first else last
