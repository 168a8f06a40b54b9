"""A store in an empty database, and a second one on the same as another process has it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from forms_api.store.postgres import PostgresStore


@pytest.fixture
def store(postgres_url: str) -> Iterator[PostgresStore]:
    store = PostgresStore.open(postgres_url, fsync_off=True)
    yield store
    store.close()


@pytest.fixture
def other(store: PostgresStore, postgres_url: str) -> Iterator[PostgresStore]:
    other = PostgresStore.open(postgres_url, fsync_off=True)
    yield other
    other.close()
