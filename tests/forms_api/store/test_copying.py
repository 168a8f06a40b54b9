"""One store copied into another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from forms_api.store.base import Store
from forms_api.store.copying import TargetNotEmpty, copy
from forms_api.store.memory import MemoryStore
from forms_api.store.tinydb import TinyStore
from tests.contract.acts import add
from tests.contract.records import RECORDS, a_session


def contents(store: Store) -> dict[str, list[Any]]:
    with store.unit() as unit:
        return {name: list(getattr(unit, name)) for name in RECORDS}


def full_store() -> MemoryStore:
    store = MemoryStore()
    for name, record in RECORDS.items():
        add(store, name, record)
    add(store, "sessions", a_session("e2"))
    return store


def test_a_copy_holds_every_record_and_says_how_many(tmp_path: Path) -> None:
    source, between, back = full_store(), TinyStore.open(tmp_path / "store"), MemoryStore()

    copied = [copy(source, between), copy(between, back)]
    between.close()

    assert copied == [len(RECORDS) + 1] * 2
    assert contents(back) == contents(source)


def test_a_store_that_holds_records_is_not_copied_into() -> None:
    target = MemoryStore()
    add(target, "codes", RECORDS["codes"])

    with pytest.raises(TargetNotEmpty, match="already holds codes"):
        copy(full_store(), target)
    assert [name for name, records in contents(target).items() if records] == ["codes"]


def test_an_empty_store_copies_nothing() -> None:
    assert copy(MemoryStore(), MemoryStore()) == 0
