"""Hypothesis strategies for our values, read off their annotations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

texts = st.text(max_size=12)
moments = st.datetimes(timezones=st.just(UTC))
days = st.dates()
whole = st.integers(-(2**53) + 1, 2**53 - 1)
FLAT: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    bool: st.booleans(),
    int: whole,
    datetime: moments,
    date: days,
    NoneType: st.none(),
}


@cache
def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Return values of the annotated type *kind*, every field of a dataclass drawn."""
    origin, parts = get_origin(kind), get_args(kind)
    if kind in FLAT:
        return FLAT[kind]
    if is_dataclass(kind) and isinstance(kind, type):
        return st.builds(kind, **{name: values_of(hint) for name, hint in get_type_hints(kind).items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if origin is tuple:
        return st.lists(values_of(parts[0]), max_size=3).map(tuple)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(texts, values_of(parts[1]), max_size=3)
    return st.one_of([values_of(part) for part in parts])
