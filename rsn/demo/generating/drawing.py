"""
Chance that is the same in every run: each thing that is made draws from a source of its own, named after it.

So a community with one member more differs in that member and in what the member takes part in, not everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

_SLOT = re.compile(r"\{(\w+)\}")


class Draw:
    """The chance of one thing: *named* are its words, beginning with the seed."""

    def __init__(self, *named: object) -> None:
        # Repeatable on purpose: nothing secret of a real community is ever drawn here.
        self._chance = Random("/".join(map(str, named)))  # nosec B311

    def number(self, least: int, most: int) -> int:
        """Return a whole number from *least* to *most*, both included."""
        return least + int(self._chance.random() * (most - least + 1))

    def share(self) -> float:
        """Return a number from 0 up to, and without, 1."""
        return self._chance.random()

    def of_hundred(self, so_many: int) -> bool:
        """Tell whether one of *so_many* in a hundred cases is met."""
        return self._chance.random() * 100 < so_many

    def pick(self, things: Sequence[T]) -> T:
        return things[int(self._chance.random() * len(things))]

    def some(self, things: Sequence[T], so_many: int) -> list[T]:
        """Return *so_many* different things, or all of them where there are fewer."""
        return self._chance.sample(things, min(so_many, len(things)))

    def fill(self, pattern: str, words: Mapping[str, Sequence[str]]) -> str:
        """Return *pattern* with each {slot} replaced by one of the words of that name, no word twice running."""
        before = ""

        def one(found: re.Match[str]) -> str:
            nonlocal before
            choices = words[found[1]]
            word = self.pick(choices)
            if word == before and len(choices) > 1:
                word = choices[(choices.index(word) + 1) % len(choices)]
            before = word
            return word

        return _SLOT.sub(one, pattern)


def capital(text: str) -> str:
    """Return *text* with its first letter large."""
    return text[:1].upper() + text[1:]
