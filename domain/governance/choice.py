"""
The canonical text of what a ballot says: what is committed to, kept in the box and published in its row.

A bare word ("yes", "blank", the id of an option) stands for the ballot {"choice": word}; every other ballot is the
canonical JSON of {"ranking": …}, {"approve": …}, {"scores": …} or {"credits": …}. Each ballot has one text only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from domain.record.canonical import canonical

NONE = "none-of-these"
"""The option that stands wherever options stand."""

CHOICE = "choice"
KEYS = ("ranking", "approve", "scores", "credits")
_WORD = re.compile(r"[a-z0-9_][a-z0-9_-]{0,79}")


class ChoiceUnreadable(ValueError):
    """A text that is the canonical form of no ballot."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text[:80]!r} is no ballot in its one canonical form.")
        self.text = text


def write_choice(row: Mapping[str, Any]) -> str:
    """
    Return the text of a ballot that has one of the keys choice, ranking, approve, scores, credits.

    An approval is a set and is written sorted; so are equals at one rank. Marks of 0 are left out.

    Raises:
        ChoiceUnreadable: a ballot of another shape.
    """
    if set(row) == {CHOICE} and _is_word(row[CHOICE]):
        return str(row[CHOICE])
    if len(row) != 1 or next(iter(row)) not in KEYS:
        raise ChoiceUnreadable(repr(dict(row)))
    ((key, said),) = row.items()
    return canonical({key: _in_order(key, said)}).decode()


def read_choice(text: str) -> dict[str, Any]:
    """
    Return the ballot a text stands for.

    Raises:
        ChoiceUnreadable: the text is no canonical form of any.
    """
    if _is_word(text):
        return {CHOICE: text}
    try:
        row = json.loads(text)
        same = isinstance(row, dict) and write_choice(row) == text
    except (ValueError, TypeError, AttributeError, RecursionError) as broken:
        raise ChoiceUnreadable(text) from broken
    if not same:
        raise ChoiceUnreadable(text)
    return dict(row)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and _WORD.fullmatch(value) is not None


def _in_order(key: str, said: Any) -> Any:
    if key == "approve":
        return sorted(said)
    if key == "ranking":
        return [sorted(rank) for rank in said]
    return {option: amount for option, amount in said.items() if amount != 0}
