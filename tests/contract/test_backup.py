"""A backup of any store is put back into any other: each collection, record by record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forms_api.backup.archive import read_archive
from forms_api.backup.moment import back_up, between_publishes
from forms_api.backup.restoring import VOID, restore
from forms_api.store.base import Store
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, contents, put
from tests.contract.records import RECORDS


def test_every_collection_comes_back_but_what_lets_somebody_in(store: Store, tmp_path: Path) -> None:
    put(store, *RECORDS.values())
    (tmp_path / "data").mkdir()
    back_up(store, tmp_path / "data", tmp_path / "kept", NOW)
    back = MemoryStore()
    restore(read_archive(tmp_path / "kept"), tmp_path / "new", lambda part: _Open(back), None, NOW)
    before, after = contents(store), contents(back)

    assert {name for name in after if not after[name]} == VOID
    assert {name: rows for name, rows in after.items() if name not in VOID} == {
        name: rows for name, rows in before.items() if name not in VOID
    }


def test_what_was_backed_up_can_be_put_into_this_store(store: Store, tmp_path: Path) -> None:
    source = MemoryStore()
    put(source, *RECORDS.values())
    (tmp_path / "data").mkdir()
    back_up(source, tmp_path / "data", tmp_path / "kept", NOW)
    done = restore(read_archive(tmp_path / "kept"), tmp_path / "new", lambda part: _Open(store), None, NOW)

    assert done.records == sum(len(rows) for name, rows in contents(store).items())


def test_a_backup_waits_for_the_process_that_publishes_and_none_publishes_meanwhile() -> None:
    taken: list[str] = []

    class Shared(MemoryStore):
        """A store that several processes share: another one publishes at first."""

        @contextmanager
        def elected(self, office: str) -> Iterator[bool]:
            taken.append(office)
            yield len(taken) > 1

        def published(self) -> None:
            return None

        def note_published(self, head: object) -> None:
            raise AssertionError("A backup publishes nothing.")

    with between_publishes(Shared()):
        assert len(taken) == 2


class _Open:
    """A store that stays open when a restore has ended, to be looked at."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str):  # type: ignore[no-untyped-def]
        return (lambda: None) if name == "close" else getattr(self._store, name)
