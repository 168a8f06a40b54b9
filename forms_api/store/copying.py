"""One store into another: to change its kind, to keep a copy, to put one back."""

from __future__ import annotations

from typing import Any

from forms_api.store.base import COLLECTIONS, Home, Repository, Store, UnitOfWork


class TargetNotEmpty(Exception):
    """Records were to be copied into a store that holds some; they could be mixed up, so none was copied."""

    def __init__(self, collection: str) -> None:
        super().__init__(f"The store to copy into already holds {collection}. Copy into an empty one.")
        self.collection = collection


def copy(source: Store, target: Store) -> int:
    """
    Copy all records of *source*, as they are at one moment, into the empty *target*; return how many.

    Each home is one unit of work of the target: after a failure remove the target and start again.

    Raises:
        TargetNotEmpty: before anything was copied.
    """
    with source.unit() as unit:
        records = {collection.name: list(_of(unit, collection.name)) for collection in COLLECTIONS}
    with target.unit() as unit:
        full = next((name for name in records if len(_of(unit, name))), None)
        if full is not None:
            raise TargetNotEmpty(full)
    for home in Home:
        with target.unit() as unit:
            for collection in COLLECTIONS:
                if collection.home is home:
                    for record in records[collection.name]:
                        _of(unit, collection.name).add(record)
    return sum(map(len, records.values()))


def _of(unit: UnitOfWork, name: str) -> Repository[Any]:
    repository: Repository[Any] = getattr(unit, name)
    return repository
