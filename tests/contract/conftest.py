"""Every store there is, empty, one after the other. A new one is added to STORES and to nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from forms_api.store.base import Store
from forms_api.store.memory import MemoryStore
from forms_api.store.postgres import PostgresStore
from forms_api.store.tinydb import TinyStore


class Place:
    """A place where a store lies, to be opened, left and opened again."""

    def __init__(self, open_store: Callable[[], Store], *, lasting: bool) -> None:
        self._open = open_store
        self._lasting = lasting
        self.store = open_store()

    def reopened(self) -> Store:
        """Return the store as who starts after a stop finds it; the same one where it does not outlast that."""
        if self._lasting:
            self.store.close()
            self.store = self._open()
        return self.store


def memory(request: pytest.FixtureRequest) -> Place:
    return Place(MemoryStore, lasting=False)


def tinydb(request: pytest.FixtureRequest) -> Place:
    folder: Path = request.getfixturevalue("tmp_path")
    return Place(lambda: TinyStore.open(folder / "store"), lasting=True)


def postgres(request: pytest.FixtureRequest) -> Place:
    url: str = request.getfixturevalue("postgres_url")
    return Place(lambda: PostgresStore.open(url, fsync_off=True), lasting=True)


STORES = {"memory": memory, "tinydb": tinydb, "postgres": postgres}


@pytest.fixture(params=STORES)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    made = STORES[request.param](request)
    yield made
    made.store.close()


@pytest.fixture
def store(place: Place) -> Store:
    return place.store


EVERY_DAY = {"test_repository", "test_unit_of_work", "test_hand_faults"}
"""What is asked of PostgreSQL in the ordinary run; whole votes on it are left to the long one."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        ours = item.path.parent == Path(__file__).parent and item.path.stem not in EVERY_DAY
        if ours and "[postgres" in item.name:
            item.add_marker(pytest.mark.long)
