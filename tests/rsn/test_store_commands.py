"""`rsn store`: what a maintainer is told of the store's files, and what is made of damaged ones."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forms_api.store.tinydb import TinyStore
from rsn.commands.store import command
from tests.contract.acts import add
from tests.contract.records import a_ballot, a_member


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("RSN_DATABASE_URL", raising=False)
    with closing(TinyStore.open(tmp_path / "data" / "store")) as store:
        add(store, "members", a_member("m1"), a_member("m2"))
        add(store, "ballots", a_ballot())
    return tmp_path / "data"


def rsn(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_info_counts_records_and_bytes_and_says_that_all_is_well(data: Path) -> None:
    said = rsn("info", "--data", data)
    told = json.loads(rsn("info", "--data", data, "--json").output)

    assert said.exit_code == 0, said.output
    assert said.output.splitlines()[0].split() == ["members", "2"]
    assert "ballots.json: " in said.output and " with 0 changes since it was written" in said.output
    assert said.output.endswith("The store is well.\n")
    assert (told["records"]["ballots"], told["health"]) == (1, "")
    assert [file["name"] for file in told["files"]] == ["store.json", "ballots.json"]


def test_compact_writes_every_file_anew(data: Path) -> None:
    before = (data / "store" / "store.json").stat().st_ino

    said = rsn("compact", "--data", data)

    assert said.exit_code == 0, said.output
    assert (data / "store" / "store.json").stat().st_ino != before


def test_repair_of_a_sound_store_leaves_nothing_out(data: Path, tmp_path: Path) -> None:
    said = rsn("repair", data / "store", "--to", tmp_path / "new")

    assert said.exit_code == 0, said.output
    assert said.output.splitlines() == [
        "members          2",
        "ballots          1",
        f"Written to {tmp_path / 'new'}. Nothing was left out.",
    ]


def test_repair_says_what_it_left_out_and_leaves_by_one(data: Path, tmp_path: Path) -> None:
    file = data / "store" / "store.json"
    file.write_text(file.read_text().replace('"1":{', '"1"{', 1))

    said = rsn("repair", data / "store", "--to", tmp_path / "new")

    assert said.exit_code == 1
    assert "Left out: store.json, byte " in said.output
    assert "members          1" in said.output


def test_repair_into_a_folder_that_holds_something_is_refused(data: Path) -> None:
    said = rsn("repair", data / "store", "--to", data)

    assert said.exit_code == 1
    assert "is not empty. Name a folder that is not there yet." in said.output


def test_a_store_that_does_not_open_is_told_in_words(data: Path) -> None:
    (data / "store" / "ballots.json").write_text("{ torn")

    said = rsn("info", "--data", data)

    assert said.exit_code == 1
    assert "ballots.json cannot be read: it is not JSON" in said.output
    assert "Traceback" not in said.output
