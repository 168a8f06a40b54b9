"""
The index: for each word the pages that show it, cut into small files by the beginning of the words.

Pages are numbers, counted apart in each kind: in the order of their titles, or as they came where the newest
stands first. So a list of numbers is a list in the order in which it is shown. Equal pages give an equal index.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from presentation.order import by_name
from site_builder.search.documents import NEWEST_FIRST, Document, Kind

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
DOCUMENTS_IN_A_FILE = 12
WORDS_FILE_SIGNS = 5_000
"""How long a file of words may grow before it is cut in two, in signs; a third of that over the line."""


@dataclass(frozen=True)
class Index:
    """*documents* by kind, in the order of their numbers; *names* and *words*: where each word stands, as text."""

    documents: Mapping[Kind, tuple[Document, ...]]
    names: Mapping[str, str]
    words: Mapping[str, str]


def index_of(documents: Iterable[Document]) -> Index:
    """Return the index of *documents*."""
    ordered = sorted(documents, key=_order)
    by_kind = {kind: tuple(found) for kind, found in groupby(ordered, key=lambda one: one.kind)}
    return Index(
        by_kind,
        _places({kind: [one.names.split() for one in found] for kind, found in by_kind.items()}),
        _places({kind: [one.words.split() for one in found] for kind, found in by_kind.items()}),
    )


def _order(one: Document) -> tuple[str, object]:
    return (one.kind, as_it_came(one.place) if one.kind in NEWEST_FIRST else by_name(one.title, one.place))


def as_it_came(place: str) -> tuple[int, str]:
    """Return the key that sorts "2026-9/" before "2026-10/", and "2026-01-05-lamps/" where its date belongs."""
    return (len(place) if place.rstrip("/").replace("-", "").isdecimal() else 0, place)


def _places(words_of: Mapping[Kind, Sequence[Iterable[str]]]) -> dict[str, str]:
    """Return by word, sorted, where it stands: kind by kind the letter of the kind and the numbers."""
    places: dict[str, list[str]] = {}
    for kind, pages in words_of.items():
        met: dict[str, list[int]] = {}
        for number, words in enumerate(pages):
            for word in words:
                met.setdefault(word, []).append(number)
        for word, numbers in met.items():
            places.setdefault(word, []).append(kind.value + numbered(numbers))
    return {word: " ".join(places[word]) for word in sorted(places)}


def numbered(numbers: Sequence[int]) -> str:
    """Return ascending numbers as text: each as its distance from the one before, to the base of 36."""
    steps = [b - a for a, b in pairwise((0, *numbers))]
    return ".".join([_SMALL[step] if step < _SMALL_TO else _to_base_36(step) for step in steps])


def _to_base_36(number: int) -> str:
    if number < len(DIGITS):
        return DIGITS[number]
    return _to_base_36(number // len(DIGITS)) + DIGITS[number % len(DIGITS)]


_SMALL_TO = 1024
_SMALL = [_to_base_36(number) for number in range(_SMALL_TO)]
"""Nearly every distance, written once."""


def files_of(words: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the files into which sorted *words* are cut: from which beginning on, and what each holds."""
    held = list(words.items())
    for start, at, end in cuts_of(words):
        yield start, dict(held[at:end])


def cuts_of(words: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """
    Return how sorted *words* are cut into files: from which beginning on, and between which places of the words.

    A file ends where the next beginning starts; the first starts at "".
    """
    known = list(words)
    sizes = [0, *accumulate([len(word) + len(places) + 6 for word, places in words.items()])]
    starts = ["", *_cuts(known, sizes, 0, len(known), 0)]
    begins = [bisect_left(known, start) for start in starts]
    whole = zip(starts, begins, [*begins[1:], len(known)], strict=True)
    return [(start, at, end) for start, at, end in whole if at < end]


def _cuts(words: Sequence[str], sizes: Sequence[int], at: int, end: int, depth: int) -> Iterator[str]:
    """
    Yield the beginnings at which the words from *at* to *end*, equal in their first *depth* signs, are cut.

    What begins alike stays together as long as it fits: an edit then moves no words from file to file. *sizes* are
    the lengths of all words before each.
    """
    filled, first = 0, at
    while at < end:
        beginning = words[at][: depth + 1]
        after = bisect_right(words, beginning, at, end, key=lambda word: word[: depth + 1])
        size = sizes[after] - sizes[at]
        if at != first and filled + size > WORDS_FILE_SIGNS:
            yield beginning
            filled = 0
        if size > WORDS_FILE_SIGNS and after - at > 1 and depth < len(words[after - 1]):
            inner = list(_cuts(words, sizes, at, after, depth + 1))
            yield from inner
            if inner:
                filled, size = 0, sizes[after] - sizes[bisect_left(words, inner[-1], at, after)]
        filled += size
        at = after
