"""
Records and the JSON they are kept as.

Rules of this file: what is kept has gone through the codec, so it can be read back, shares nothing with the caller
and, its mappings being read-only, cannot be changed by who reads it. A record of plain fields only (a ballot) is
frozen through and through and need not be copied: it is enough to look at the types of what it holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from functools import cache
from operator import attrgetter
from types import MappingProxyType, NoneType
from typing import Any, get_args, get_origin, get_type_hints

from domain.codec import NotReadable, from_plain, to_plain
from forms_api.store.base import Collection

PLAIN = (str, int, bool)


class Coding:
    """How the records of one collection are kept."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.kind = collection.kind
        hints = get_type_hints(self.kind)
        self._names = tuple(field.name for field in fields(self.kind))
        self._types = tuple(hints[name] for name in self._names)
        self._has_id = "id" in self._names
        self._values = attrgetter(*self._names)
        self._enums = tuple((n, t) for n, t in zip(self._names, self._types, strict=True) if _is_enum(t))
        self._flat = all(hint in PLAIN or _is_enum(hint) for hint in self._types)
        self.single_values = tuple(n for n, t in zip(self._names, self._types, strict=True) if _is_single(t))
        """The fields that hold one text, number or truth, or none."""
        plain_class = not hasattr(self.kind, "__post_init__") and not hasattr(self.kind, "__slots__")
        self._laid_out = self._flat and plain_class
        self._plain_types = tuple(str if _is_enum(hint) else hint for hint in self._types)

    def owned(self, record: Any) -> tuple[Any, dict[str, Any]]:
        """
        Return the collection's own copy of *record* and its plain form.

        Raises:
            TypeError: a record of another type, or one without a key.
            NotReadable: a field that does not hold what its annotation says.
        """
        if type(record) is not self.kind or not isinstance(record.id, str) or not record.id:
            raise TypeError(f"{self.collection.name} take {self.kind.__name__} with a key, not {record!r}.")
        if self._flat:
            values = self._values(record)
            if tuple(map(type, values)) == self._types:
                return record, dict(zip(self._names, values, strict=True))
        plain = to_plain(record)
        return self.record(plain), plain

    def record(self, plain: Any) -> Any:
        """
        Return the record that *plain* stands for, its mappings read-only.

        Raises:
            NotReadable: it stands for none.
        """
        if self.fits(plain):
            if not self._enums:
                return self.kind(**plain)
            return self.kind(**{**plain, **{name: kind(plain[name]) for name, kind in self._enums}})
        return _sealed(from_plain(self.kind, plain))

    def kept(self, plain: dict[str, Any]) -> Any:
        """Return the record that *plain* stands for, which was a record once; *plain* is used up."""
        if not self._laid_out or tuple(plain) != self._names:
            return self.record(plain)
        for name, kind in self._enums:
            plain[name] = _values_of(kind)[plain[name]]
        record = object.__new__(self.kind)
        # A frozen record sets its fields one by one, ten times as slowly; there are a million ballots to count.
        record.__dict__.update(plain)
        return record

    def key(self, plain: dict[str, Any]) -> str:
        """Return the key of the record that *plain* stands for."""
        key: str = plain["id"] if self._has_id else self.record(plain).id
        return key

    def are_whole(self, plains: list[Any]) -> bool:
        """Tell whether all have the fields this program knows; enough for a file that it wrote itself."""
        return all(map(self._names.__eq__, map(tuple, plains)))

    def fits(self, plain: Any) -> bool:
        """Tell whether *plain* is what this program writes for a record, so that it can be kept as it is."""
        return (
            self._flat
            and type(plain) is dict
            and tuple(plain) == self._names
            and tuple(map(type, plain.values())) == self._plain_types
            and all(plain[name] in _values_of(kind) for name, kind in self._enums)
        )


@cache
def coding_of(collection: Collection) -> Coding:
    """Return how the collection's records are kept."""
    return Coding(collection)


def decoded(raw: bytes) -> dict[str, Any]:
    """Return a record's plain form."""
    plain: dict[str, Any] = json.loads(raw)
    return plain


def plain_value(value: Any) -> Any:
    """Return a field's value as an index knows it; None where no record can have it."""
    if type(value) is str:
        return value
    try:
        plain = to_plain(value)
        hash(plain)
    except (NotReadable, TypeError):
        return None
    return plain


def owned_from_plain(collection: Collection, plain: Any) -> Any:
    """Return the record that *plain* stands for, its mappings read-only."""
    return coding_of(collection).record(plain)


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, StrEnum)


def _is_single(hint: Any) -> bool:
    return hint in PLAIN or _is_enum(hint) or (NoneType in get_args(hint) and _is_single(get_args(hint)[0]))


@cache
def _values_of(kind: type[StrEnum]) -> dict[str, StrEnum]:
    return {member.value: member for member in kind}


def _sealed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return MappingProxyType({key: _sealed(item) for key, item in value.items()})
    if isinstance(value, tuple):
        return tuple(_sealed(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {name: _sealed(getattr(value, name)) for name in _nesting_fields(type(value))}
        return replace(value, **changed) if changed else value
    return value


@cache
def _nesting_fields(kind: type) -> tuple[str, ...]:
    """Return the fields that can hold a mapping, at whatever depth."""
    return tuple(name for name, hint in get_type_hints(kind).items() if _nests(hint))


def _nests(hint: Any) -> bool:
    origin = get_origin(hint)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return True
    if isinstance(hint, type) and is_dataclass(hint):
        return bool(_nesting_fields(hint))
    return any(_nests(part) for part in get_args(hint))
