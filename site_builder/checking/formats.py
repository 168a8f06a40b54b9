"""What other programs read beside the pages: feeds, calendars, JSON, tables. Each must be what its name says."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from site_builder.checking.calendar_lines import read_calendar
from site_builder.checking.markup import read_markup

Said = tuple[str, int]
"""Words, and the line they stand on."""


class Faulty(NamedTuple):
    line: int
    check: str
    what: str


Reading = Iterator[Faulty | Said]
"""What is wrong in a file, and the words of it that a person reads, as they come."""

_STRING = re.compile(r'"v":"[0-9a-f]*"|("(?:[^"\\\n]|\\.)*")')
"""A text, or the numbering of a file of the search's index, a hash that may look like a telephone number."""


def read_file(suffix: str, content: bytes) -> Reading:
    """Yield what is wrong in the file *content* and the words in it; nothing for what is not read."""
    reader = READERS.get(suffix)
    if reader is None:
        return
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as broken:
        line = content.count(b"\n", 0, broken.start) + 1
        yield Faulty(line, "encoding", f"byte {broken.start} is not UTF-8.")
        return
    yield from reader(text)


def load_strictly(text: str) -> Any:
    """
    Return what the JSON *text* says.

    Raises:
        ValueError: it is no JSON, names a key twice, or holds a number JSON does not know.
    """
    return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise ValueError(f"the key {twice!r} is there twice")
    return made


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def words_of(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value, keys and all."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from words_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words_of(inner)


def _json(text: str) -> Reading:
    try:
        value = load_strictly(text)
    except (ValueError, RecursionError) as broken:
        yield Faulty(getattr(broken, "lineno", 1), "json", f"it does not parse as JSON: {broken}.")
        return
    yield from ((words, 1) for words in words_of(value))
    if isinstance(value, dict) and str(value.get("version", "")).startswith("https://jsonfeed.org/"):
        yield from _json_feed(value)


def _json_feed(feed: dict[str, Any]) -> Reading:
    items = feed.get("items")
    if not feed.get("title") or not isinstance(items, list):
        yield Faulty(1, "feeds", "the JSON Feed wants a title and items.")
        return
    ids = [item.get("id") for item in items if isinstance(item, dict)]
    if len(set(ids)) < len(items) or not all(isinstance(one, str) and one for one in ids):
        yield Faulty(1, "feeds", "an item of the JSON Feed has no id of its own.")


def _json_lines(text: str) -> Reading:
    for number, line in enumerate(text.splitlines(), 1):
        for found in _json(line):
            yield found._replace(line=number) if isinstance(found, Faulty) else (found[0], number)


def _table(text: str) -> Reading:
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    wide = -1
    try:
        for row in rows:
            wide = len(row) if wide < 0 else wide
            if len(row) != wide:
                yield Faulty(rows.line_num, "tables", f"the row has {len(row)} cells, the first one {wide}.")
            yield from ((cell, rows.line_num) for cell in row)
    except csv.Error as broken:
        yield Faulty(rows.line_num, "tables", f"it does not parse as CSV: {broken}.")


def _script(text: str) -> Reading:
    """Yield the texts a script holds; what is not text in double quotes is code."""
    for number, line in enumerate(text.splitlines(), 1):
        for found in _STRING.finditer(line):
            if found[1]:
                yield _read(found[1]), number


def _read(literal: str) -> str:
    try:
        return str(json.loads(literal))
    except ValueError:
        return literal


def _lines(text: str) -> Reading:
    yield from ((line, number) for number, line in enumerate(text.splitlines(), 1))


def _calendar(text: str) -> Reading:
    for line, what, words in read_calendar(text):
        yield Faulty(line, "calendars", what) if what else (words, line)


def _markup(text: str) -> Reading:
    for line, what, words in read_markup(text):
        yield Faulty(line, "feeds", what) if what else (words, line)


READERS: dict[str, Callable[[str], Reading]] = {
    ".json": _json,
    ".geojson": _json,
    ".webmanifest": _json,
    ".jsonl": _json_lines,
    ".csv": _table,
    ".ics": _calendar,
    ".xml": _markup,
    ".svg": _markup,
    ".js": _script,
    ".txt": _lines,
    ".py": _lines,
    ".vcf": _lines,
}
