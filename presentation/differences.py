"""What has changed between two texts, by words: pieces that stayed, pieces that went, pieces that came."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.governance.proposal import Option

_TOKENS = re.compile(r"\n{2,}|\n(?=\s*(?:[-*+]|\d+[.)])\s)|\S+")
"""Words, and the line breaks that a reader sees: between paragraphs and before the items of a list."""
LEAST_COMMON = 2
"""Fewer words in common between two changes count as changed too: single words there cannot be read."""
MOST_PAIRS = 400_000
"""With more equal pairs of words than this a comparison takes seconds; the texts are then shown whole."""


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Words in a row; a line break stands in them as such."""

    change: Change
    text: str

    @property
    def lines(self) -> list[str]:
        """Return the words line by line."""
        return self.text.split("\n")


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """Return *new* as pieces, with what went from *old* before what came in its place."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    return tuple(_pieces(before, after, _readable(_blocks(before, after))))


def differs(old: str, new: str) -> bool:
    """Tell whether a reader would see a difference."""
    return _TOKENS.findall(old) != _TOKENS.findall(new)


def option_lines(options: Iterable[Option]) -> str:
    """Return options as lines of text, to be compared."""
    return "\n".join(map(_option_line, options))


def _option_line(option: Option) -> str:
    cost = f" ({option.cost})" if option.cost else ""
    return f"- {option.title}{cost}" + (f": {option.text}" if option.text else "")


def _blocks(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return where runs of equal words begin in both and how long they are, the last one empty at both ends."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    a, b = before[head : len(before) - tail], after[head : len(after) - tail]
    blocks = [(0, 0, head)] if head else []
    if _pairs(a, b) <= MOST_PAIRS:
        from difflib import SequenceMatcher

        found = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()[:-1]
        blocks += [(i + head, j + head, size) for i, j, size in found]
    return [*blocks, (len(before) - tail, len(after) - tail, tail)]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    size = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        size += 1
    return size


def _pairs(a: Sequence[str], b: Sequence[str]) -> int:
    there = Counter(b)
    return sum(count * there[word] for word, count in Counter(a).items())


def _readable(blocks: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the blocks without the short ones that stand between two changes."""
    last = len(blocks) - 1
    return [
        (i, j, size)
        for place, (i, j, size) in enumerate(blocks)
        if place == last or size >= LEAST_COMMON or (i, j) == (0, 0)
    ]


def _pieces(before: Sequence[str], after: Sequence[str], blocks: list[tuple[int, int, int]]) -> Iterator[Piece]:
    i = j = 0
    for start, end, size in blocks:
        yield from _piece(Change.GONE, before[i:start])
        yield from _piece(Change.NEW, after[j:end])
        yield from _piece(Change.SAME, after[end : end + size])
        i, j = start + size, end + size


def _piece(change: Change, words: Sequence[str]) -> Iterator[Piece]:
    if words:
        yield Piece(change, re.sub(r" ?(\n+) ?", r"\1", " ".join(words)))
