"""Publishing from several processes: one at a time, and never from a copy that is behind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms_api.publish.elected import RecordBehind, head_in, publish_if_elected
from forms_api.store.electing import elected
from forms_api.store.memory import MemoryStore
from forms_api.store.postgres import PostgresStore
from tests.builders import a_catalogue
from tests.forms_api.town import BEGIN, Town


@pytest.fixture
def store(postgres_url: str) -> Iterator[PostgresStore]:
    store = PostgresStore.open(postgres_url, fsync_off=True)
    yield store
    store.close()


@pytest.fixture
def town(store: PostgresStore, tmp_path: Path) -> Town:
    """Return a town whose log has entries, published by whoever was elected."""
    town = Town(tmp_path / "one", people=6, store=store)
    town.deliberation()
    publish_if_elected(store, town.catalogue, town.record, town.now)
    return town


def test_who_is_not_elected_leaves_the_record_as_it_is(store: PostgresStore, town: Town) -> None:
    before = head_in(town.record)
    with elected(store, "publisher"):
        published = publish_if_elected(store, town.catalogue, town.record, town.now)

    assert published is None
    assert head_in(town.record) == before


def test_a_copy_of_the_record_that_is_behind_is_not_continued(store: PostgresStore, town: Town) -> None:
    elsewhere = town.data.with_name("other") / "record"
    shutil.copytree(town.data, elsewhere.parent)
    town.deliberation(author=4)
    publish_if_elected(store, town.catalogue, town.record, town.now)
    ahead = head_in(town.record)

    with pytest.raises(RecordBehind, match=f"published up to {ahead[0]} entries"):
        publish_if_elected(store, town.catalogue, elsewhere, town.now)
    assert head_in(elsewhere)[0] < ahead[0]
    shutil.rmtree(elsewhere.parent)
    shutil.copytree(town.data, elsewhere.parent)
    assert publish_if_elected(store, town.catalogue, elsewhere, town.now) is not None


def test_a_machine_without_any_record_does_not_begin_a_second_one(
    store: PostgresStore, town: Town, tmp_path: Path
) -> None:
    with pytest.raises(RecordBehind, match="Let only the machine publish that did so last"):
        publish_if_elected(store, town.catalogue, tmp_path / "empty" / "record", town.now)

    assert not (tmp_path / "empty" / "record" / "checkpoint").exists()


def test_a_store_of_one_process_publishes_by_itself(tmp_path: Path) -> None:
    published = publish_if_elected(MemoryStore(), a_catalogue(), tmp_path / "record", BEGIN)

    assert published is not None
