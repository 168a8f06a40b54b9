"""One store into another: to change its kind, to keep a copy, to put one back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, runtime_checkable

from forms_api.store.base import COLLECTIONS, Home, Repository, Store, UnitOfWork, key_of

Told = Callable[[str, int], object]
"""Called with the name of a collection and the number of its records that were copied."""


class TargetNotEmpty(Exception):
    """Records were to be copied into a store that holds some; they could be mixed up, so none was copied."""

    def __init__(self, collection: str) -> None:
        super().__init__(f"The store to copy into already holds {collection}. Copy into an empty one.")
        self.collection = collection


@runtime_checkable
class TakesMany(Protocol):
    """A repository that takes many records faster than one by one."""

    def add_all(self, records: Iterable[Any]) -> None:
        """
        Take new records.

        Raises:
            AlreadyThere: a key or a unique combination is taken.
        """


def copy(source: Store, target: Store, told: Told = lambda collection, records: None) -> int:
    """
    Copy all records of *source*, as they are at one moment, into the empty *target*; return how many.

    Each home is one unit of work of the target: after a failure remove the target and start again.

    Raises:
        TargetNotEmpty: before anything was copied.
    """
    records = _all(source)
    full = holds(target)
    if full:
        raise TargetNotEmpty(full)
    for home in Home:
        with target.unit() as unit:
            for collection in COLLECTIONS:
                if collection.home is home:
                    _add(_of(unit, collection.name), records[collection.name])
                    told(collection.name, len(records[collection.name]))
    return sum(map(len, records.values()))


def holds(store: Store) -> str:
    """Return the name of a collection that has records; "" for an empty store."""
    with store.reading() as unit:
        return next((c.name for c in COLLECTIONS if len(_of(unit, c.name))), "")


def differences(one: Store, other: Store) -> tuple[str, ...]:
    """Return where the two stores do not hold the same records: "collection/key" each."""
    here, there = _all(one), _all(other)
    return tuple(f"{name}/{key}" for name in here for key in _differing(here[name], there[name]))


def _differing(here: list[Any], there: list[Any]) -> list[str]:
    one, other = ({key_of(record): record for record in records} for records in (here, there))
    return sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


def _all(store: Store) -> dict[str, list[Any]]:
    with store.reading() as unit:
        return {collection.name: list(_of(unit, collection.name)) for collection in COLLECTIONS}


def _add(repository: Repository[Any], records: list[Any]) -> None:
    if isinstance(repository, TakesMany):
        repository.add_all(records)
    else:
        for record in records:
            repository.add(record)


def _of(unit: UnitOfWork, name: str) -> Repository[Any]:
    repository: Repository[Any] = getattr(unit, name)
    return repository
