"""Which store a community has."""

from __future__ import annotations

import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from forms_api.store.base import StoreFailed
from forms_api.store.postgres import PostgresStore
from forms_api.store.tinydb import TinyStore
from rsn.folders import Folders
from rsn.forms_service import NotStarted, store_held
from rsn.rounds import every_minute
from rsn.standing import Standing
from rsn.storing import open_store


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "content", tmp_path / "data", tmp_path / "public")


def test_without_an_address_it_lies_in_the_data_folder(folders: Folders) -> None:
    with closing(open_store(folders)) as store:
        assert isinstance(store, TinyStore)
    assert folders.data.stat().st_mode & 0o777 == 0o700


def test_an_address_names_the_database(
    folders: Folders, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = PostgresStore.open
    monkeypatch.setattr(PostgresStore, "open", lambda url: opened(url, fsync_off=True))
    monkeypatch.setenv("RSN_DATABASE_URL", postgres_url)

    with closing(open_store(folders)) as store, store_held(folders, embedded=True) as demo:
        assert isinstance(store, PostgresStore)
        assert isinstance(demo, TinyStore)


def test_a_database_without_its_driver_says_what_to_install(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RSN_DATABASE_URL", "postgresql:///rsn")
    monkeypatch.setitem(sys.modules, "forms_api.store.postgres", None)

    with pytest.raises(
        StoreFailed, match=r"psycopg is not installed. Run: pip install -r requirements-postgres.txt"
    ):
        open_store(folders)
    with pytest.raises(NotStarted, match="psycopg is not installed"), store_held(folders):
        pass


def test_a_job_never_ends_early_on_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = (f"{tmp_path}/content", f"{tmp_path}/data", f"{tmp_path}/public")
    (tmp_path / "data").mkdir()
    monkeypatch.setattr("rsn.standing.CODE_FOLDERS", ())
    job = Standing(place)
    job.begin()
    job.published()
    job.keep(9e12, "Nothing.")
    embedded = Standing(place).said()
    monkeypatch.setenv("RSN_DATABASE_URL", "postgresql:///rsn")

    assert embedded == "Nothing."
    assert Standing(place).said() is None


def test_a_round_that_fails_is_noted_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    tried, often_enough = [0], threading.Event()

    def act() -> None:
        tried[0] += 1
        if tried[0] == 3:
            often_enough.set()
        raise ValueError("somebody@mail.example")

    with every_minute(act, seconds=0.001):
        assert often_enough.wait(30)

    assert "a round failed: ValueError" in caplog.text
    assert "somebody@" not in caplog.text
