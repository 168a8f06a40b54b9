"""
Values to plain JSON-ready data and back: one codec for the store and the record.

Dataclasses become objects, enums their value, dates and moments ISO text (moments in UTC with "Z"), tuples and
lists arrays. Reading goes by the annotated types and refuses what does not fit them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    kind: Any = type(value)
    return value if kind in _PLAIN else _writer(kind)(value)


def from_plain(kind: type[T], plain: object) -> T:
    """
    Return the value of type *kind* that *plain* stands for.

    Raises:
        NotReadable: a missing or unknown field, or data of another shape.
    """
    wanted: Any = kind
    value: T = _reader(wanted)(plain, "$")
    return value


# How a type is written and read is found out once: a vote must not pay for it again.
Writer = Callable[[Any], Any]
Reader = Callable[[Any, str], Any]

_PLAIN = frozenset({str, int, bool, NoneType})


@cache
def _writer(kind: Any) -> Writer:
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, str | int | NoneType):
        return lambda value: value
    if issubclass(kind, date):
        return _write_moment if issubclass(kind, datetime) else lambda value: value.isoformat()
    if is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
        return lambda value: {name: to_plain(getattr(value, name)) for name in names}
    if issubclass(kind, Mapping):
        return lambda value: {str(key): to_plain(item) for key, item in value.items()}
    if issubclass(kind, frozenset | set):
        return lambda value: sorted(to_plain(item) for item in value)
    if issubclass(kind, list | tuple):
        return lambda value: [to_plain(item) for item in value]
    raise NotReadable("$", f"{kind.__name__} has no plain form")


def _write_moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise NotReadable("$", f"{moment} says no time zone")
    return moment_text(moment)


@cache
def _reader(kind: Any) -> Reader:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _optional_reader(get_args(kind))
    if origin is not None:
        return _mapping_reader(kind) if issubclass(origin, Mapping) else _list_reader(origin, get_args(kind)[0])
    if kind is Any:
        return lambda plain, where: plain
    if kind is datetime or kind is date:
        return _date_reader(kind)
    if issubclass(kind, Enum):
        return _enum_reader(kind)
    return _object_reader(kind) if is_dataclass(kind) else _exact_reader(kind)


def _exact_reader(kind: type) -> Reader:
    def read(plain: Any, where: str) -> Any:
        if type(plain) is not kind:
            raise NotReadable(where, f"{type(plain).__name__} instead of {kind.__name__}")
        return plain

    return read


def _optional_reader(args: tuple[Any, ...]) -> Reader:
    inner = _reader(next(kind for kind in args if kind is not NoneType))
    empty = NoneType in args
    return lambda plain, where: None if empty and plain is None else inner(plain, where)


def _mapping_reader(kind: Any) -> Reader:
    inner = _reader(get_args(kind)[1])

    def read(plain: Any, where: str) -> Any:
        if not isinstance(plain, Mapping):
            raise NotReadable(where, "not an object")
        return {key: inner(item, f"{where}.{key}") for key, item in plain.items()}

    return read


def _list_reader(origin: type, of: Any) -> Reader:
    inner, made = _reader(of), frozenset if issubclass(origin, frozenset) else tuple

    def read(plain: Any, where: str) -> Any:
        if not isinstance(plain, list | tuple):
            raise NotReadable(where, "not a list")
        return made(inner(item, f"{where}[{i}]") for i, item in enumerate(plain))

    return read


def _enum_reader(kind: type[Enum]) -> Reader:
    members = {member.value: member for member in kind}

    def read(plain: Any, where: str) -> Any:
        try:
            return members[plain]
        except (KeyError, TypeError) as unknown:
            raise NotReadable(where, f"{plain!r} is no {kind.__name__}") from unknown

    return read


def _date_reader(kind: type[date]) -> Reader:
    def read(plain: Any, where: str) -> Any:
        if not isinstance(plain, str):
            raise NotReadable(where, "not a date")
        try:
            value = kind.fromisoformat(plain)
        except ValueError as broken:
            raise NotReadable(where, f"{plain!r} is no {kind.__name__}") from broken
        if isinstance(value, datetime) and value.tzinfo is None:
            raise NotReadable(where, f"{plain!r} says no time zone")
        return value

    return read


def _object_reader(kind: Any) -> Reader:
    required = tuple(f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)

    def read(plain: Any, where: str) -> Any:
        if not isinstance(plain, Mapping):
            raise NotReadable(where, "not an object")
        known = _fields(kind)
        values = {}
        for name, item in plain.items():
            if name not in known:
                raise NotReadable(f"{where}.{name}", "unknown field")
            exact, inner = known[name]
            values[name] = item if type(item) is exact else inner(item, f"{where}.{name}")
        for name in required:
            if name not in values:
                raise NotReadable(f"{where}.{name}", "missing")
        return kind(**values)

    return read


@cache
def _fields(kind: type) -> dict[str, tuple[Any, Reader]]:
    """Return for each field the type that is taken as it is, None where there is none, and its reader."""
    hints = get_type_hints(kind)
    return {
        f.name: (hints[f.name] if hints[f.name] in _PLAIN else None, _reader(hints[f.name])) for f in fields(kind)
    }
