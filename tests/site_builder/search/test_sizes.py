"""What a search costs whoever asks, in bytes over the line; docs/finding.md tells the same."""

from __future__ import annotations

import gzip
import json
from statistics import median
from typing import Any

import pytest

from presentation.translations import TEMPLATES
from rsn.demo.generating.catalogue import catalogue_of
from rsn.demo.generating.sizes import sizes_of
from site_builder.model import Site
from site_builder.search.documents import GROUPS, documents
from site_builder.search.files import index_files
from site_builder.search.folding import bare, folded
from tests.builders import NOW, TODAY
from tests.site_builder.search.lookup import numbers

SHOWN = 5
"""So many pages of each kind are shown, and so fetched, before somebody asks for more."""


def weight(content: bytes) -> int:
    return len(gzip.compress(content, 6))


class Weighed:
    """The files of one group's index, and which of them a word asks for."""

    def __init__(self, site: Site, group: str) -> None:
        self.files = {file.output.stem: file.make() for file in index_files(site, "en", group)}
        self.index = {name: parsed(content) for name, content in self.files.items()}
        self.head = self.index["head"]

    def asked_for(self, word: str) -> set[str]:
        """Return the names of the files that a question with this one word fetches."""
        wanted = {name for letter in "nw" for name in self._holding(letter, word)}
        places = {
            place
            for name in wanted
            for held, where in self.index[name].items()
            if held.startswith(word)
            for place in numbers(where)
        }
        for kind, *_ in self.head["k"]:
            first = sorted(number for of, number in places if of == kind)[:SHOWN]
            wanted |= {f"{kind}{number // self.head['a']}" for number in first}
        return wanted

    def _holding(self, letter: str, word: str) -> list[str]:
        starts = self.head[letter]
        before = [start for start in starts if start <= word][-1:]
        later = [start for start in starts if start > word and start.startswith(word)]
        return [f"{letter}-{start}" for start in (*before, *(later if len(later) < 4 else []))]


def parsed(content: bytes) -> Any:
    found: Any = json.loads(content.decode().partition('",')[2].removesuffix(")\n"))
    return found


def weighed(members: int) -> tuple[int, list[int], int]:
    """Return what the first load weighs, what each of many questions does, and how many pages there are."""
    site = Site(catalogue_of(sizes_of(members), 7, TODAY), None, NOW)
    groups = [Weighed(site, group) for group in GROUPS]
    script = (TEMPLATES / "assets" / "search.js").read_bytes()
    first = weight(script) + sum(weight(group.files["head"]) for group in groups)
    found = [one for group in GROUPS for one in documents(site, "en", group)]
    words = sorted({bare(folded(one.title)[-1]) for one in found})
    questions = words[:: max(1, len(words) // 200)]
    costs = [sum(weight(group.files[name]) for group in groups for name in group.asked_for(w)) for w in questions]
    return first, costs, len(found)


@pytest.mark.parametrize(
    ("members", "pages", "first_load", "usual", "most"),
    [
        pytest.param(700, 1_000, 6_000, 13_000, 20_000, id="1 000 pages"),
        pytest.param(7_000, 9_000, 6_000, 13_000, 20_000, id="10 000 pages", marks=pytest.mark.long),
    ],
)
def test_a_question_costs_a_few_kilobytes(
    members: int, pages: int, first_load: int, usual: int, most: int
) -> None:
    first, costs, found = weighed(members)
    print(f"{found} pages: first {first} bytes, a question {round(median(costs))} bytes, at most {max(costs)}")

    assert found >= pages
    assert first <= first_load
    assert median(costs) <= usual
    assert max(costs) <= most
