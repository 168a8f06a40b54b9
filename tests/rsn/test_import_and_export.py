"""`rsn import` and `rsn export`: tables in, folders out, whoever holds the store."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forms_api.store.tinydb import TinyStore
from rsn.__main__ import main

CONTENT = Path(__file__).parents[2] / "content"
EXAMPLES = Path(__file__).parents[1] / "forms_api" / "examples"
Rsn = Callable[..., Result]


@pytest.fixture
def rsn(tmp_path: Path) -> Rsn:
    def run(*words: str) -> Result:
        more = ["--content", str(CONTENT), "--data", str(tmp_path / "data")]
        return CliRunner().invoke(main, [*words, *more], prog_name="rsn")

    return run


def members(tmp_path: Path) -> list[str]:
    store = TinyStore.open(tmp_path / "data" / "store")
    try:
        with store.unit() as unit:
            return sorted(member.entry.name for member in unit.members)
    finally:
        store.close()


def table(name: str) -> str:
    return str(EXAMPLES / name)


def test_a_dry_run_says_what_would_happen_and_stores_nothing(rsn: Rsn, tmp_path: Path) -> None:
    said = rsn("import", "members", table("timeoverflow-members.csv"), "--dry-run")

    assert said.exit_code == 0
    assert "name: Name" in said.output and "number: N" in said.output
    assert "3 would come in, 0 here already, 0 left out." in said.output
    assert members(tmp_path) == []


def test_a_table_comes_in_and_a_second_time_nothing_is_new(rsn: Rsn, tmp_path: Path) -> None:
    assert "3 came in" in rsn("import", "members", table("timeoverflow-members.csv")).output
    again = rsn("import", "members", table("timeoverflow-members.csv"))

    assert "0 came in, 3 here already" in again.output
    assert members(tmp_path) == ["Mireia Serra i Puig", "Okafor, Emeka", "Rosa Vila"]


def test_exchanges_that_cannot_come_in_are_told_and_keep_the_others_out(rsn: Rsn) -> None:
    rsn("import", "members", table("timeoverflow-members.csv"))
    words = ("import", "exchanges", table("timeoverflow-transfers.csv"), "--skill", "form-filling")
    refused = rsn(*words)

    assert refused.exit_code == 1
    assert "line 4: Nobody on the roll is “Banc de Temps”" in refused.output
    assert "2 came in, 0 here already, 1 left out." in rsn(*words, "--leave-out").output


def test_the_hourworld_example_comes_in_with_its_maps(rsn: Rsn) -> None:
    for kind, came in (("members", "2 came in"), ("exchanges", "2 came in")):
        said = rsn(
            "import", kind, table(f"hourworld-{kind}.csv"), "--map", table(f"hourworld-{kind}.map"),
            "--dates", "mdy", "--skill", "form-filling", "--basis", "both_signed_on_paper",
        )  # fmt: skip
        assert came in said.output, said.output


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("nothing = Name", "x.map:1: use one of name, email"),
        ("name", "x.map:1: use one of name, email"),
        ("name = Namen", "x.map:1: there is no column 'Namen', only N, Name"),
    ],
)
def test_a_map_with_a_mistake_is_told_by_its_line(rsn: Rsn, tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "x.map").write_text(line + "\n")
    said = rsn("import", "members", table("timeoverflow-members.csv"), "--map", str(tmp_path / "x.map"))

    assert said.exit_code == 1 and says in said.output


def test_a_file_that_is_no_text_or_no_table_is_refused(rsn: Rsn, tmp_path: Path) -> None:
    (tmp_path / "picture.csv").write_bytes(b"\x81\x8d\xff\x00" * 20)
    (tmp_path / "empty.csv").write_text("name\n")

    assert rsn("import", "members", str(tmp_path / "picture.csv")).exit_code == 1
    assert "The first line has to name the columns" in rsn("import", "members", str(tmp_path / "empty.csv")).output
    unknown = rsn("import", "exchanges", table("timeoverflow-transfers.csv"), "--skill", "juggling")
    assert "There is no skill 'juggling'" in unknown.output


def test_the_whole_network_goes_into_a_folder_and_back_into_an_empty_one(rsn: Rsn, tmp_path: Path) -> None:
    rsn("import", "members", table("timeoverflow-members.csv"))
    said = rsn("export", str(tmp_path / "out"))
    assert "members          3" in said.output and "keep it to yourself" in said.output
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700
    assert rsn("export", str(tmp_path / "out")).exit_code == 1
    assert rsn("import", "network", str(tmp_path / "out")).exit_code == 1

    other = ["--content", str(CONTENT), "--data", str(tmp_path / "other")]
    back = CliRunner().invoke(main, ["import", "network", str(tmp_path / "out"), *other], prog_name="rsn")
    assert back.output == "3 records came in.\n"


@pytest.mark.parametrize(("form", "file"), [("hsds", "services.json"), ("murmurations", "organization.json")])
def test_what_is_public_is_written_for_other_directories(rsn: Rsn, tmp_path: Path, form: str, file: str) -> None:
    said = rsn("export", f"--{form}", str(tmp_path / "public"))

    assert said.exit_code == 0, said.output
    assert json.loads((tmp_path / "public" / file).read_bytes())
