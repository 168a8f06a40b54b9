"""`rsn backup` and `rsn restore`: from a terminal, while a service holds the store, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forms_api import control
from forms_api.store.tinydb import TinyStore
from rsn.__main__ import main
from rsn.folders import Folders
from rsn.house import Holder, answer
from tests.builders import a_catalogue, contents
from tests.forms_api.backup.test_backup import a_town
from tests.forms_api.town import Town, files

Rsn = Callable[..., Result]


@pytest.fixture
def rsn() -> Rsn:
    def run(*words: object) -> Result:
        return CliRunner().invoke(main, list(map(str, words)), prog_name="rsn")

    return run


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = a_town(tmp_path / "data")
    made.publish()
    yield made
    made.store.close()


def test_a_backup_is_written_checked_and_put_back_as_it_was(rsn: Rsn, town: Town, tmp_path: Path) -> None:
    town.frozen()
    records, record = contents(town.store), files(town.record)
    town.store.close()
    words = tmp_path / "words"
    words.write_text("a long way home\n")
    kept = tmp_path / "kept"
    kept.mkdir()
    written = rsn("backup", kept, "--data", town.data, "--passphrase-file", words)
    (file,) = kept.iterdir()
    checked = rsn("backup", "--verify", file, "--passphrase-file", words)
    told = rsn(
        *("restore", file, "--data", tmp_path / "new", "--record", town.record),
        *("--passphrase-file", words, "--content", tmp_path),
    )
    back = TinyStore.open(tmp_path / "new" / "store")

    assert (written.exit_code, checked.exit_code, told.exit_code) == (0, 0, 0), told.output
    assert "every hash right" in checked.output and "root" in checked.output
    assert "Nobody is signed in" in told.output
    assert contents(back) == records
    assert files(tmp_path / "new" / "record") == record
    back.close()


def test_the_service_that_holds_the_store_writes_the_backup(rsn: Rsn, town: Town, tmp_path: Path) -> None:
    folders = Folders(tmp_path, town.data, tmp_path)
    holder = Holder(town.store, folders, a_catalogue, lambda: town.now)
    listening = control.serve(folders.socket, lambda question: answer(holder, question))
    told = rsn("backup", tmp_path / "one.tar.gz", "--data", town.data)
    listening.close()

    assert told.exit_code == 0, told.output
    assert "not locked" in told.output
    assert (tmp_path / "one.tar.gz").stat().st_mode & 0o777 == 0o600


def test_old_backups_go_once_a_new_one_is_verified_and_others_files_stay(
    rsn: Rsn, town: Town, tmp_path: Path
) -> None:
    town.store.close()
    kept = tmp_path / "kept"
    kept.mkdir()
    today = datetime.now(UTC)
    for name in ("rsn-backup-20200101T000000Z.tar.gz", "rsn-backup-20200101T000000Z.tar.gz.sealed", "mine.tar.gz"):
        (kept / name).write_text("old")
    told = rsn("backup", kept, "--data", town.data)
    names = sorted(file.name for file in kept.iterdir())

    assert told.exit_code == 0, told.output
    assert len(names) == 2 and names[0] == "mine.tar.gz" and names[1] > f"rsn-backup-{today:%Y}"


def test_zero_days_keep_all(rsn: Rsn, town: Town, tmp_path: Path) -> None:
    town.store.close()
    (tmp_path / "rsn-backup-20200101T000000Z.tar.gz").write_text("old")
    told = rsn("backup", tmp_path, "--data", town.data, "--keep", 0)

    assert told.exit_code == 0, told.output
    assert (tmp_path / "rsn-backup-20200101T000000Z.tar.gz").exists()


def test_a_file_that_is_there_is_never_written_over(rsn: Rsn, town: Town, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept")
    told = rsn("backup", tmp_path / "mine", "--data", town.data)

    assert told.exit_code == 2
    assert (tmp_path / "mine").read_text() == "kept"


def test_a_restore_asks_for_the_published_record(rsn: Rsn, town: Town, tmp_path: Path) -> None:
    town.store.close()
    rsn("backup", tmp_path / "one.tar.gz", "--data", town.data)
    told = rsn("restore", tmp_path / "one.tar.gz", "--data", tmp_path / "new")

    assert told.exit_code == 2
    assert "no second history is signed" in " ".join(told.output.split())


@pytest.mark.parametrize("words", ["", "another way home"])
def test_a_locked_archive_opens_with_its_words_alone(rsn: Rsn, town: Town, tmp_path: Path, words: str) -> None:
    town.store.close()
    (tmp_path / "words").write_text("a long way home")
    (tmp_path / "others").write_text(words)
    rsn("backup", tmp_path / "one", "--data", town.data, "--passphrase-file", tmp_path / "words")
    more = ("--passphrase-file", tmp_path / "others") if words else ()
    told = rsn("backup", "--verify", tmp_path / "one", *more)

    assert told.exit_code == 1
    assert "passphrase" in told.output


@pytest.mark.parametrize("words", ["", "short"])
def test_no_archive_is_locked_by_words_that_can_be_guessed(
    rsn: Rsn, town: Town, tmp_path: Path, words: str
) -> None:
    town.store.close()
    (tmp_path / "words").write_text(words)
    told = rsn("backup", tmp_path / "one", "--data", town.data, "--passphrase-file", tmp_path / "words")

    assert told.exit_code == 1
    assert not (tmp_path / "one").exists() and not list(tmp_path.glob(".one*"))


def test_a_published_record_that_cannot_be_read_stops_the_restore(rsn: Rsn, town: Town, tmp_path: Path) -> None:
    town.sponsoring()
    town.publish()
    town.store.close()
    rsn("backup", tmp_path / "one.tar.gz", "--data", town.data)
    told = rsn("restore", tmp_path / "one.tar.gz", "--data", tmp_path / "new", "--record", tmp_path)

    assert told.exit_code == 1
    assert "Nothing was put back" in told.output
    assert not (tmp_path / "new").exists()
