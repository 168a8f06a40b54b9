"""`rsn health`: whether the service is well, for cron and for people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from forms_api.control import serve
from forms_api.metrics import Tally
from rsn.commands.health import command
from rsn.folders import Folders
from rsn.house import Holder
from rsn.watched import CountedDisk, answer_watched, figures
from tests.forms_api.town import Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    made = Town(tmp_path / "data")
    made.voting()
    (made.data / "secret.key").write_bytes(b"k" * 32)
    return made


@pytest.fixture
def holder(town: Town) -> Holder:
    folders = Folders(town.data / "content", town.data, town.data / "public")
    return Holder(town.store, folders, lambda: town.catalogue, lambda: town.now)


def asked(town: Town, *more: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, ["--data", str(town.data), *more])
    return done.exit_code, done.output


def test_it_asks_the_service_and_says_that_all_is_well(town: Town, holder: Holder) -> None:
    control = serve(holder.folders.socket, lambda question: answer_watched(holder, Tally(), question))
    try:
        said = [asked(town), asked(town, "--quiet"), asked(town, "--json")]
    finally:
        control.close()

    assert said[:2] == [(0, "All is well.\n"), (0, "")]
    assert json.loads(said[2][1])["well"] is True


def test_it_says_that_no_service_runs_and_looks_at_the_files_itself(town: Town) -> None:
    (town.data / "secret.key").unlink()
    code, words = asked(town, "--quiet")

    assert code == 1
    assert "service: The forms service does not run. Start it: systemctl start rsn-forms\n" in words
    assert "key: secret.key is gone from the data folder." in words


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["--data", str(tmp_path / "none")])

    assert (done.exit_code, "There is no data folder" in done.output) == (1, True)


def test_what_the_service_was_asked_is_counted_and_what_failed_too(town: Town, holder: Holder) -> None:
    tally = Tally()
    answer_watched(holder, tally, {"ask": "publish"})
    with pytest.raises(Exception, match="Unknown question"):
        answer_watched(holder, tally, {"ask": "a thousand things"})

    assert tally.counts("rsn_asked_total") == {
        (("ask", "publish"), ("outcome", "answered")): 1,
        (("ask", "unknown"), ("outcome", "failed")): 1,
    }


def test_the_figures_say_whether_all_is_well_and_name_what_is_not(town: Town, holder: Holder) -> None:
    well = "".join(figures(holder, Tally()))
    (town.data / "secret.key").unlink()
    ill = "".join(figures(holder, Tally()))

    assert "\nrsn_well 1\n" in well
    assert '\nrsn_trouble{name="key"} 1\n' in ill
    assert "\nrsn_well 0\n" in ill


def test_the_disk_counts_commits_and_batches_but_none_of_ballots_and_keys(tmp_path: Path) -> None:
    tally = Tally()
    disk = CountedDisk(tally)
    for name in ("store.json.1.journal", "ballots.json.1.journal", "keys.json.1.journal", "store.json"):
        file = disk.open(tmp_path / name, 0o102)
        disk.write(file, b"one\ntwo\n")
        disk.fdatasync(file)
        disk.close(file)
    text = "".join(tally.lines(dict.fromkeys(TOLD, ""), {}))

    assert "rsn_store_commits_total 2\n" in text
    assert "rsn_store_batches_total 1\n" in text
    assert "rsn_store_bytes_total 8\n" in text
    assert "rsn_store_sync_seconds_count 1\n" in text


TOLD = ("rsn_store_commits_total", "rsn_store_batches_total", "rsn_store_bytes_total", "rsn_store_sync_seconds")
