"""
Values to plain JSON-ready data and back: one codec for the store and the record.

Dataclasses become objects, enums their value, dates and moments ISO text (moments in UTC with "Z"), tuples and
lists arrays. Reading goes by the annotated types and refuses what does not fit them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class NotReadable(ValueError):
    """Plain data that does not fit the wanted type; *where* is its place, like "$.policy.threshold"."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


def moment_text(moment: datetime) -> str:
    """Return an aware moment as "2026-11-23T18:00:00Z", with microseconds only where it has any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def to_plain(value: object) -> Any:
    """Return *value* as JSON-ready data."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise NotReadable("$", f"{value} says no time zone")
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: to_plain(getattr(value, name)) for name, _ in _fields(type(value))}
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(to_plain(item) for item in value)
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    raise NotReadable("$", f"{type(value).__name__} has no plain form")


def from_plain(kind: type[T], plain: object) -> T:
    """
    Return the value of type *kind* that *plain* stands for.

    Raises:
        NotReadable: a missing or unknown field, or data of another shape.
    """
    value: T = _read(kind, plain, "$")
    return value


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((f.name, hints[f.name]) for f in fields(kind))


@cache
def _required(kind: type) -> frozenset[str]:
    return frozenset(f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)


def _read(kind: Any, plain: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _read_optional(kind, plain, where)
    if origin is not None:
        return _read_container(origin, get_args(kind), plain, where)
    if kind is Any:
        return plain
    if kind is datetime or kind is date:
        return _read_date(kind, plain, where)
    if isinstance(kind, type) and issubclass(kind, Enum):
        try:
            return kind(plain)
        except ValueError as unknown:
            raise NotReadable(where, f"{plain!r} is no {kind.__name__}") from unknown
    if is_dataclass(kind):
        return _read_object(kind, plain, where)
    if type(plain) is not kind:
        raise NotReadable(where, f"{type(plain).__name__} instead of {kind.__name__}")
    return plain


def _read_optional(kind: Any, plain: Any, where: str) -> Any:
    kinds = [k for k in get_args(kind) if k is not NoneType]
    if plain is None and len(kinds) < len(get_args(kind)):
        return None
    return _read(kinds[0], plain, where)


def _read_container(origin: Any, args: tuple[Any, ...], plain: Any, where: str) -> Any:
    if issubclass(origin, Mapping):
        if not isinstance(plain, Mapping):
            raise NotReadable(where, "not an object")
        return {key: _read(args[1], item, f"{where}.{key}") for key, item in plain.items()}
    if not isinstance(plain, list | tuple):
        raise NotReadable(where, "not a list")
    items = (_read(args[0], item, f"{where}[{i}]") for i, item in enumerate(plain))
    return frozenset(items) if issubclass(origin, frozenset) else tuple(items)


def _read_date(kind: Any, plain: Any, where: str) -> Any:
    if not isinstance(plain, str):
        raise NotReadable(where, "not a date")
    try:
        value = datetime.fromisoformat(plain) if kind is datetime else date.fromisoformat(plain)
    except ValueError as broken:
        raise NotReadable(where, f"{plain!r} is no {kind.__name__}") from broken
    if isinstance(value, datetime) and value.tzinfo is None:
        raise NotReadable(where, f"{plain!r} says no time zone")
    return value


def _read_object(kind: Any, plain: Any, where: str) -> Any:
    if not isinstance(plain, Mapping):
        raise NotReadable(where, "not an object")
    known = dict(_fields(kind))
    for name in plain:
        if name not in known:
            raise NotReadable(f"{where}.{name}", "unknown field")
    for name in _required(kind):
        if name not in plain:
            raise NotReadable(f"{where}.{name}", "missing")
    return kind(**{name: _read(known[name], item, f"{where}.{name}") for name, item in plain.items()})
