"""
The records of one collection in memory, and a unit of work's hold on them.

Rules of this file: a shelf owns its records. What is put on it has gone through the codec, so it can be written
down, shares nothing with the caller and, its mappings being read-only, cannot be changed by who reads it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from domain.codec import from_plain, to_plain
from forms_api.store.base import AlreadyThere, Collection, ReadOnly, StoreClosed, collection_fields, key_of

T = TypeVar("T")


class Shelf:
    """Committed records by key, their keys in order, and for each unique combination who has it."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.records: dict[str, Any] = {}
        self.keys: list[str] = []
        self._taken: dict[tuple[str, ...], dict[tuple[Any, ...], str]] = {u: {} for u in collection.unique}

    def set(self, key: str, record: Any | None) -> None:
        """Lay *record* under *key*, in the place of what is there; None takes it away."""
        old = self.records.pop(key, None)
        if old is not None:
            for names, taken in self._taken.items():
                del taken[_values(old, names)]
        if record is not None:
            self.records[key] = record
            for names, taken in self._taken.items():
                taken[_values(record, names)] = key
        if old is None and record is not None:
            insort(self.keys, key)
        elif old is not None and record is None:
            del self.keys[bisect_left(self.keys, key)]

    def holder(self, record: Any) -> str | None:
        """Return the key of another record that has one of this record's unique combinations, or None."""
        holders = (taken.get(_values(record, names)) for names, taken in self._taken.items())
        return next((h for h in holders if h is not None and h != key_of(record)), None)

    def found(self, equal: dict[str, object]) -> list[Any]:
        """Return the records whose fields equal these values, in key order."""
        for names, taken in self._taken.items():
            if equal.keys() >= set(names):
                key = taken.get(tuple(equal[name] for name in names))
                candidates = [] if key is None else [self.records[key]]
                break
        else:
            candidates = [self.records[key] for key in self.keys]
        for name, value in equal.items():
            candidates = [record for record in candidates if getattr(record, name) == value]
        return candidates


class ShelfRepository(Generic[T]):
    """A shelf as one unit of work uses it: changes are made at once and can all be taken back."""

    def __init__(self, shelf: Shelf) -> None:
        self._lent: Shelf | None = shelf
        self._before: dict[str, Any] = {}

    @property
    def _shelf(self) -> Shelf:
        if self._lent is None:
            raise StoreClosed("This unit of work has ended. Open a new one.")
        return self._lent

    def get(self, key: str) -> T | None:
        record: T | None = self._shelf.records.get(key)
        return record

    def add(self, record: T) -> None:
        if key_of(record) in self._shelf.records:
            raise AlreadyThere(self._shelf.collection.name, key_of(record))
        self.put(record)

    def put(self, record: T) -> None:
        own = owned(self._shelf.collection, record)
        holder = self._shelf.holder(own)
        if holder is not None:
            raise AlreadyThere(self._shelf.collection.name, holder)
        self._set(key_of(own), own)

    def remove(self, key: str) -> bool:
        there = key in self._shelf.records
        if there:
            self._set(key, None)
        return there

    def where(self, **equal: object) -> list[T]:
        unknown = equal.keys() - collection_fields(self._shelf.collection)
        if unknown:
            raise TypeError(f"{self._shelf.collection.name} have no field {', '.join(sorted(unknown))}.")
        return self._shelf.found(equal)

    def __iter__(self) -> Iterator[T]:
        # A list first: who goes through the records may change them on the way.
        return iter([self._shelf.records[key] for key in self._shelf.keys])

    def __len__(self) -> int:
        return len(self._shelf.records)

    def changes(self) -> dict[str, Any | None]:
        """Return what the unit changed on balance: by key the new record, None for a removed one."""
        now = self._shelf.records
        return {key: now.get(key) for key, old in self._before.items() if now.get(key) != old}

    def take_back(self) -> None:
        """Undo all the unit did here."""
        # All away first: two records may have swapped a unique combination.
        for key in self._before:
            self._shelf.set(key, None)
        for key, old in self._before.items():
            self._shelf.set(key, old)

    def end(self) -> None:
        """Give the shelf back; from now on every use is refused."""
        self._lent = None

    def _set(self, key: str, record: Any | None) -> None:
        self._before.setdefault(key, self._shelf.records.get(key))
        self._shelf.set(key, record)


class ReadingRepository(ShelfRepository[T]):
    """A shelf as a unit of work uses it that only reads."""

    def put(self, record: T) -> None:
        raise ReadOnly

    def remove(self, key: str) -> bool:
        raise ReadOnly


def owned(collection: Collection, record: Any) -> Any:
    """
    Return the collection's own copy of *record*, with nothing in it that anybody else could change.

    Raises:
        TypeError: a record of another type, or one without a key.
        NotReadable: a field that does not hold what its annotation says.
    """
    if type(record) is not collection.kind or not isinstance(record.id, str) or not record.id:
        raise TypeError(f"{collection.name} take {collection.kind.__name__} with a key, not {record!r}.")
    return owned_from_plain(collection, to_plain(record))


def owned_from_plain(collection: Collection, plain: Any) -> Any:
    """Return the record that *plain* stands for, its mappings read-only."""
    return _sealed(from_plain(collection.kind, plain))


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


def _values(record: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in names)
