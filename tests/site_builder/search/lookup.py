"""Ask the files of the index as a browser does, to compare its answers with what the pages say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from site_builder.search.folding import bare, folded
from site_builder.steps import Derived


@dataclass(frozen=True)
class Found:
    path: str
    title: str
    excerpt: str


class Lookup:
    """The files of one group's index, read from what they would hand to the function of search.js."""

    def __init__(self, files: Iterable[Derived]) -> None:
        self.files: Mapping[str, Any] = dict(handed_over(file) for file in files)
        self.head = self.files["head"]
        self.folders = {kind: folder for kind, folder, _, _ in self.head["k"]}

    def search(self, text: str) -> list[Found]:
        """Return the pages that have all words of *text* in their title or on them, or words that begin so."""
        found = [self._places(bare(word)) for word in folded(text)]
        both = set.intersection(*found) if found else set()
        return [self.page(kind, number) for kind, number in sorted(both)]

    def titled(self, word: str) -> set[str]:
        """Return the addresses of the pages that have exactly this word in their title."""
        places = self._file("n", word).get(word, "")
        return {self.page(kind, number).path for kind, number in numbers(places)}

    def page(self, kind: str, number: int) -> Found:
        held = self.files[f"{kind}{number // self.head['a']}"]
        place, title, excerpt, *_ = held[number % self.head["a"]]
        return Found(self.folders[kind] + place, title, excerpt)

    def _places(self, beginning: str) -> set[tuple[str, int]]:
        words = (self._file(letter, start) for letter in "nw" for start in self._starts(letter, beginning))
        return {
            place
            for held in words
            for word, places in held.items()
            if word.startswith(beginning)
            for place in numbers(places)
        }

    def _starts(self, letter: str, beginning: str) -> list[str]:
        starts: list[str] = self.head[letter]
        return [
            max((s for s in starts if s <= beginning), default=""),
            *(s for s in starts if s.startswith(beginning)),
        ]

    def _file(self, letter: str, word: str) -> dict[str, str]:
        starts = [start for start in self.head[letter] if start <= word]
        name = "".join(sign if sign.isascii() else f"_{ord(sign):x}" for sign in max(starts, default=""))
        found: dict[str, str] = self.files.get(f"{letter}-{name}", {})
        return found


def handed_over(file: Derived) -> tuple[str, Any]:
    """Return the name under which the file hands over what it holds, without its group, and what that is."""
    text = file.make().decode()
    name, _, held = text.removeprefix('rsnIndex("').removesuffix(")\n").partition('",')
    return name.partition("/")[2], json.loads(held)


def numbers(places: str) -> list[tuple[str, int]]:
    """Return the pages, by kind and number, that the text of *places* stands for."""
    return [
        (group[0], number)
        for group in places.split()
        for number in accumulate(int(step, 36) for step in group[1:].split("."))
    ]
