"""From the embedded store to PostgreSQL and back: nothing is lost, and the record stays what it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from domain.catalogue import Catalogue
from forms_api.publish import publish
from forms_api.store import copying
from forms_api.store.base import COLLECTIONS, Store
from forms_api.store.copying import differences
from forms_api.store.postgres import PostgresStore
from forms_api.store.tinydb import TinyStore
from rsn.moving_store import command
from site_builder.content import load_catalogue
from tests.builders import a_member, put


@pytest.fixture
def migrate(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    # The tests' server forces nothing to its disk, which no real one may do.
    opened = PostgresStore.open
    monkeypatch.setattr(PostgresStore, "open", lambda url: opened(url, fsync_off=True))

    def run(*words: str) -> Result:
        return CliRunner().invoke(command, words, env={"RSN_DATABASE_URL": postgres_url})

    return run


def database(url: str) -> PostgresStore:
    return PostgresStore.open(url)


def counts(store: Store) -> dict[str, int]:
    with store.reading() as unit:
        return {c.name: len(getattr(unit, c.name)) for c in COLLECTIONS}


def published(store: Store, catalogue: Catalogue, data: Path, now: datetime) -> tuple[str, dict[str, bytes]]:
    """Publish what became due in the *data* of a community; return the record's head and every file of it."""
    publish(store, catalogue, data / "record", now, token=lambda size: b"\7" * size)
    files = {str(f.relative_to(data)): f.read_bytes() for f in (data / "record").rglob("*") if f.is_file()}
    return (data / "record" / "checkpoint").read_text("utf-8"), files


def test_the_demo_goes_there_and_back_and_gives_the_same_record(
    migrate: Callable[..., Result],
    postgres_url: str,
    demo_community: Callable[..., Path],
    tmp_path: Path,
) -> None:
    for name in ("data", "elsewhere"):
        shutil.copytree(demo_community() / "data", tmp_path / name)
    catalogue = load_catalogue(demo_community() / "content")
    there = migrate("tinydb", "postgres", "--data", str(tmp_path / "data"))
    shutil.move(tmp_path / "data" / "store", tmp_path / "old")
    back = migrate("postgres", "tinydb", "--data", str(tmp_path / "data"))

    with (
        closing(TinyStore.open(tmp_path / "old")) as old,
        closing(TinyStore.open(tmp_path / "data" / "store")) as new,
        closing(database(postgres_url)) as between,
    ):
        assert (there.exit_code, back.exit_code) == (0, 0), there.output + back.output
        assert differences(old, new) == differences(old, between) == ()
        assert sum(counts(old).values()) > 500
        later = datetime.now(UTC) + timedelta(days=3)
        root, files = published(old, catalogue, tmp_path / "elsewhere", later)
        assert published(between, catalogue, tmp_path / "data", later) == (root, files)
        assert differences(old, between) == ()
    assert "Every record is equal in both. The record stays as it is: size " in there.output
    assert "Start the service with RSN_DATABASE_URL" in there.output
    assert "Start the service without RSN_DATABASE_URL" in back.output


def test_a_check_says_what_would_be_copied_and_copies_nothing(
    migrate: Callable[..., Result], postgres_url: str, tmp_path: Path
) -> None:
    with closing(TinyStore.open(tmp_path / "data" / "store")) as store:
        put(store, a_member("ada-quill"), a_member("walter-brook"))

    done = migrate("tinydb", "postgres", "--data", str(tmp_path / "data"), "--check")

    with closing(database(postgres_url)) as target:
        assert copying.holds(target) == ""
    assert (done.exit_code, done.output) == (
        0,
        "members: 2\n2 records would be copied to postgres, which is empty.\n",
    )


@pytest.mark.parametrize("more", [[], ["--check"]], ids=["to copy", "to check"])
def test_a_target_that_holds_records_is_refused(
    migrate: Callable[..., Result], postgres_url: str, tmp_path: Path, more: list[str]
) -> None:
    with (
        closing(TinyStore.open(tmp_path / "data" / "store")) as store,
        closing(database(postgres_url)) as target,
    ):
        put(store, a_member("ada-quill"))
        put(target, a_member("walter-brook"))

    done = migrate("tinydb", "postgres", "--data", str(tmp_path / "data"), *more)

    assert done.exit_code == 1
    assert "already holds members. Copy into an empty one." in done.output


def test_a_store_in_use_is_not_copied(migrate: Callable[..., Result], tmp_path: Path) -> None:
    with closing(TinyStore.open(tmp_path / "data" / "store")) as store:
        put(store, a_member("ada-quill"))
        done = migrate("tinydb", "postgres", "--data", str(tmp_path / "data"))

    assert done.exit_code == 1
    assert "Stop the forms service and every job first." in done.output


def test_a_database_that_services_use_is_not_copied(
    migrate: Callable[..., Result], postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forms_api.store.postgres.connections.OWN_NAME", "rsn 1 another-machine")
    with closing(database(postgres_url)):
        monkeypatch.setattr("forms_api.store.postgres.connections.OWN_NAME", "rsn 2 this-machine")
        monkeypatch.setattr("forms_api.store.postgres.store.OWN_NAME", "rsn 2 this-machine")
        done = migrate("postgres", "tinydb", "--data", str(tmp_path / "data"))

    assert done.exit_code == 1
    assert "connections of running services or jobs use the database. Stop them first." in done.output


def test_a_copy_that_is_not_equal_is_said_and_not_used(
    migrate: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(TinyStore.open(tmp_path / "data" / "store")) as store:
        put(store, a_member("ada-quill"))
    monkeypatch.setattr("forms_api.store.copying._add", lambda repository, records: None)

    done = migrate("tinydb", "postgres", "--data", str(tmp_path / "data"))

    assert done.exit_code == 1
    assert "1 records differ (members/" in done.output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["tinydb", "tinydb"], 2, "Name two kinds: tinydb postgres, or postgres tinydb."),
        (["tinydb", "paper"], 2, "is not one of 'tinydb', 'postgres'"),
        (["tinydb", "postgres"], 1, "nothing to copy"),
    ],
)
def test_what_cannot_be_meant_is_said(
    migrate: Callable[..., Result], tmp_path: Path, words: list[str], code: int, said: str
) -> None:
    done = migrate(*words, "--data", str(tmp_path / "data"))

    assert (done.exit_code, said in done.output) == (code, True), done.output
    assert not (tmp_path / "data").exists()


def test_without_an_address_nothing_is_guessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RSN_DATABASE_URL", raising=False)
    with closing(TinyStore.open(tmp_path / "data" / "store")) as store:
        put(store, a_member("ada-quill"))

    done = CliRunner().invoke(command, ["tinydb", "postgres", "--data", str(tmp_path / "data")])

    assert done.exit_code == 2
    assert "RSN_DATABASE_URL names no database." in done.output
