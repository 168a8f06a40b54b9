"""Open data: tables that say what the pages say, described, read back as they were written, and about nobody."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from domain.governance.lifecycle import State
from domain.governance.proposal import PromiseState
from domain.programs import ProgramWords
from domain.record.public import PublicMember, PublicPromise, PublicRecord
from presentation.spreadsheets import safe_cell
from site_builder import open_data_files
from site_builder.build import build
from site_builder.model import Site
from site_builder.open_data import TABLES, Type
from site_builder.open_data_files import units
from site_builder.open_data_rows import Row, rows
from site_builder.steps import Verbatim
from tests.builders import a_program, by_slug
from tests.site_builder.community import NOW, a_proposal, a_record, an_entry, community

HOSTILE = '=HYPERLINK("https://other.example";"see")'


def files(record: PublicRecord | None = None, **content: Any) -> dict[str, bytes]:
    site = Site(community(**content), record or a_record(), NOW)
    made = (file for unit in units(site) for file in unit.plan(site, *unit.arguments))
    return {str(file.output).removeprefix("data/"): file.content for file in made if isinstance(file, Verbatim)}


def table(found: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(found[f"{name}.csv"].decode(), newline="")))


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    promise = PublicPromise("Plane the boards", "Ada", date(2026, 12, 1), PromiseState.KEPT, "", date(2026, 11, 2))
    done = a_proposal(State.DONE, id="2026-10", title=HOSTILE, promises=(promise,))
    return files(a_record(a_proposal(id="2026-9"), done))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_as_its_schema_says(made: dict[str, bytes], name: str) -> None:
    schema, value = json.loads(made[f"{name}.schema.json"]), json.loads(made[f"{name}.json"])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())

    assert value, "a table without a row proves nothing"
    assert [error.message for error in validator.iter_errors(value)] == []


@pytest.mark.parametrize("name", TABLES)
def test_csv_and_json_say_the_same(made: dict[str, bytes], name: str) -> None:
    def as_cell(value: object) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        return "" if value is None else str(value)

    def read(cell: str, value: object) -> str:
        return cell.removeprefix("'") if safe_cell(value) != as_cell(value) else cell

    records = json.loads(made[f"{name}.json"])
    for row, record in zip(table(made, name), records, strict=True):
        assert list(row) == list(record) == [column.name for column in TABLES[name].columns]
        assert {key: read(cell, record[key]) for key, cell in row.items()} == {
            key: as_cell(value) for key, value in record.items()
        }


def test_the_data_package_describes_every_column_of_every_table(made: dict[str, bytes]) -> None:
    package = json.loads(made["datapackage.json"])

    assert package["profile"] == "tabular-data-package"
    assert [resource["path"] for resource in package["resources"]] == [f"{name}.csv" for name in TABLES]
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        head = made[resource["path"]].decode().split("\r\n")[0]
        assert [field["name"] for field in fields] == head.split(",")
        assert all(field["description"] and field["type"] in {kind.value for kind in Type} for field in fields)
        assert set(resource["schema"]["primaryKey"]) <= {field["name"] for field in fields}


@pytest.mark.parametrize("name", TABLES)
def test_the_key_of_a_table_stands_in_it_once(made: dict[str, bytes], name: str) -> None:
    keys = [tuple(row[column] for column in TABLES[name].key) for row in table(made, name)]

    assert len(set(keys)) == len(keys)


def test_a_formula_in_a_title_is_none_in_the_table(made: dict[str, bytes]) -> None:
    (decided,) = table(made, "decisions")

    assert decided["title"] == f"'{HOSTILE}"
    assert json.loads(made["decisions.json"])[0]["title"] == HOSTILE


def test_a_negative_figure_stays_a_number(made: dict[str, bytes]) -> None:
    values = [cell for name in TABLES for row in table(made, name) for cell in row.values()]

    assert not [cell for cell in values if cell[:2] in ("'-", "'+") and cell[2:3].isdigit()]


def test_proposals_stand_by_their_numbers(made: dict[str, bytes]) -> None:
    assert [row["proposal"] for row in table(made, "proposals")] == ["2026-9", "2026-10"]


def test_only_certified_votes_are_decisions() -> None:
    found = files(a_record(a_proposal(State.PROVISIONAL), a_proposal(State.ADOPTED, id="2026-5")))

    assert [row["proposal"] for row in table(found, "decisions")] == ["2026-5"]


def test_nobody_stands_in_the_tables() -> None:
    member = PublicMember(an_entry("zenobia-thrale", name="Zenobia Thrale"), from_content=False)
    proposal = a_proposal(author="zenobia-thrale", sponsors_named=("zenobia-thrale",))
    program = a_program(stewards=("zenobia-thrale",))
    found = files(a_record(proposal, members={"zenobia-thrale": member}), programs=by_slug(program))

    assert not [name for name, content in found.items() if b"enobia" in content]


def test_equal_values_give_equal_bytes(made: dict[str, bytes]) -> None:
    assert files() == files()


def test_every_column_is_described_once_for_people() -> None:
    for one in TABLES.values():
        assert len({column.name for column in one.columns}) == len(one.columns)
        assert all(column.about.endswith(".") for column in one.columns)


def test_after_a_change_only_the_rows_beside_it_are_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def noted(site: Site, name: str, key: str) -> tuple[Row, ...]:
        asked.append(f"{name} {key}")
        return rows(site, name, key)

    def built(title: str) -> bytes:
        words = {n: {"en": ProgramWords(title=f"Number {n}" if n else title, summary="Six")} for n in range(8)}
        programs = by_slug(a_program(), *(a_program(f"p-{n}", words=words[n]) for n in words))
        build(community(programs=programs), tmp_path / "record", tmp_path / "public", NOW, state=tmp_path / "kept")
        return (tmp_path / "public" / "data" / "programs.csv").read_bytes()

    monkeypatch.setattr(open_data_files, "TOGETHER", 1)
    monkeypatch.setattr(open_data_files, "rows", noted)
    before = built("One name")
    asked.clear()

    after = built("Another name")

    assert after == before.replace(b"One name", b"Another name")
    assert "programs p-0" in asked
    assert len(asked) < 8
