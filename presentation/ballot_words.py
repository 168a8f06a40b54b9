"""
What ballots say, in words: the name of an option is made once for each page, however many ballots hold it.

A template hands in the macro that names an option, and the values of its page that this macro reads; the names
that were made are kept among these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any

from markupsafe import Markup

from presentation.formats import Formats
from presentation.quick_calls import marked, shown

KEPT = "called"
"""Where the names that were made stand among the values of a page."""

Page = MutableMapping[str, Any]
Namer = Callable[[Page, str], Markup]


def called(options: Iterable[str], name: Namer, page: Page) -> list[Markup]:
    """Return the names of *options*, in their order."""
    known: dict[str, Markup] = page.setdefault(KEPT, {})
    found = []
    for option in options:
        words = known.get(option)
        if words is None:
            words = known[option] = name(page, option)
        found.append(words)
    return found


def ranks(formats: Formats, ranking: Iterable[Iterable[str]], name: Namer, page: Page) -> Markup:
    """Return "1. A, 2. B and C" for an order of choice; equals stand at one rank."""
    said = (
        f"{shown(formats.number(place))}. {formats.joined(called(rank, name, page))}"
        for place, rank in enumerate(ranking, 1)
    )
    return marked(shown(formats.comma).join(said))


def marks(formats: Formats, given: Mapping[str, int], name: Namer, page: Page) -> Markup:
    """Return "A 3, B 1" for points or votes given to options, in the order of their keys; "" for none."""
    order = sorted(given, key=str.lower)
    numbers = (shown(formats.number(given[option])) for option in order)
    names = called(order, name, page)
    return marked(shown(formats.comma).join([f"{word} {n}" for word, n in zip(names, numbers, strict=True)]))
