"""
What changed between two builds, in short: for `rsn why`, which would otherwise know fingerprints alone.

Rules of this file: only what is short and public is kept as text, each value shortened to one line; of everything
else it is kept whether it came, went, or is another one. It is written where something was made again, and never
decides anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from domain.catalogue import Network
from site_builder.inputs import ABSENT, CONTENT, Inputs
from site_builder.model import CLOCK_NOW, CLOCK_TODAY
from site_builder.reasons import FACT, Kept, in_words
from site_builder.units import TAB
from site_builder.watching import ASKED, SUMMARY, Fact

CHANGED, NETWORK = "changed", "network"
"""Where they lie among the values that a build keeps: what changed last, and the fields of network.yaml."""
NETWORK_FACT = f"{CONTENT}.network{TAB}"
MOST_SIGNS = 60
MOST_FACTS = 100
"""Of so many facts it is kept; an import of ten thousand entries needs no ten thousand."""

Row = tuple[str, str, str]
"""A field, "" where the fact has none, then what it was and is; both are "" where only fingerprints are kept."""


def network_fields(network: Network) -> dict[str, str]:
    """Return the plain fields of network.yaml by name, each in one line."""
    return {name: text for name, value in vars(network).items() if (text := _short(value)) is not None}


def changed(
    why: Iterable[Kept], before: Inputs, now: Inputs, fields: tuple[Mapping[str, str], Mapping[str, str]]
) -> dict[Fact, tuple[Row, ...]]:
    """Return what the facts at the root of the reasons *why* were and are; *fields* are those of network.yaml."""
    roots = dict.fromkeys(reason[-1] for reason in why if reason[0] == FACT and reason[-1][:1] != SUMMARY)
    return {fact: tuple(_rows(fact, before, now, fields)) for fact in list(roots)[:MOST_FACTS]}


def in_sentences(fact: Fact, rows: Iterable[Row]) -> Iterator[str]:
    """Yield what `rsn why` says of a fact that changed, each sentence without its end."""
    what = in_words(fact.removesuffix(f"{TAB}{ASKED}"))
    for field, was, now in rows:
        about = f"{what}: {field}" if field else what
        if not was and not now:
            yield f"{about} is kept as a fingerprint, so its old value is not known"
        else:
            yield f"{about} was {was or 'not there'}, is {now or 'not there'}"


def _rows(
    fact: Fact, before: Inputs, now: Inputs, fields: tuple[Mapping[str, str], Mapping[str, str]]
) -> Iterator[Row]:
    was, is_now = before.digest(fact), now.digest(fact)
    if fact in (CLOCK_NOW, CLOCK_TODAY):
        yield "", was.decode(), is_now.decode()
    elif (was == ABSENT) != (is_now == ABSENT):
        yield "", *(("there", "") if was else ("", "there"))
    elif fact == NETWORK_FACT:
        yield from _fields(*fields)
    else:
        yield "", "", ""


def _fields(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Row]:
    found = [(name, before.get(name, ""), text) for name, text in now.items() if before.get(name, "") != text]
    # Of nothing at all: what changed is no plain field.
    yield from found or [("", "", "")]


def _short(value: object) -> str | None:
    """Return a plain value in one line; None where it is none."""
    if isinstance(value, Mapping):
        parts = {key: _short(inner) for key, inner in value.items()}
        return None if None in parts.values() else _cut(", ".join(f"{key}: {text}" for key, text in parts.items()))
    if isinstance(value, tuple):
        texts = [_short(inner) for inner in value]
        return None if None in texts else _cut(", ".join(text or "" for text in texts))
    if value is None:
        return ""
    return _cut(str(value)) if isinstance(value, str | int | date) else None


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST_SIGNS else f"{line[: MOST_SIGNS - 1]}…"
