"""`rsn measures`: anybody's figures from the list, stewards' figures from the store."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from domain.codec import to_plain
from domain.measures.passport import FORMULAS, RECOMPUTABLE
from domain.record.public import PublicRecord
from forms_api.store.copying import copy
from forms_api.store.tinydb import TinyStore
from rsn.__main__ import main
from rsn.clock import machine_clock
from site_builder.build import build
from tests.builders import a_member
from tests.forms_api.publish.test_strength import NOW, Place, a_network
from tests.site_builder.community import a_record, community, visible, write_record


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["measures", *map(str, words)])


def as_json(*words: object) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_list_gives_the_published_figures_again_null_result_and_all(tmp_path: Path) -> None:
    town = Place(tmp_path, *a_network(64))
    state = town.publish()
    published = [to_plain(figure) for figure in state.measures if figure.key in RECOMPUTABLE]

    found = as_json("--from", town.record / "edges.jsonl")

    assert len(published) == len(RECOMPUTABLE)
    assert found["measures"] == published
    assert (found["since"], found["until"]) == (state.since.isoformat(), state.until.isoformat())


def test_the_command_on_the_file_of_the_site_equals_the_page(tmp_path: Path) -> None:
    """As an outsider would: the file under /record/, the numbers as they stand on the page."""
    town = Place(tmp_path / "town", *a_network(64))
    town.put(*(a_member(f"m-{n:03}") for n in range(64)))
    record: PublicRecord = a_record(strength=town.publish())
    folder = write_record(tmp_path / "record", record)
    (folder / "edges.jsonl").write_bytes(town.listed() or b"")
    build(community(), folder, tmp_path / "public", NOW)
    page = visible(tmp_path / "public" / "strength" / "index.html")

    found = {
        figure["key"]: figure for figure in as_json("--from", tmp_path / "public/record/edges.jsonl")["measures"]
    }

    for figure in found.values():
        assert "/" not in figure["value"] or f"Exact value {figure['value']} " in page
        assert "Recompute from the published list of hours, by anybody" in page
    share = Fraction(found["dual_role_share"]["value"])
    assert f"{found['dual_role_share']['part']} of 64 people who gave or received hours" in page
    assert f"{round(share * 100)} % {found['dual_role_share']['part']} of 64" in page


def test_it_says_of_the_others_that_no_list_can_give_them(tmp_path: Path) -> None:
    town = Place(tmp_path, *a_network(50))
    town.publish()
    result = run("--from", town.record / "edges.jsonl")

    assert result.exit_code == 0
    said = [line.split() for line in result.output.splitlines() if "not recomputable from outside" in line]
    assert {line[0] for line in said} == set(FORMULAS) - set(RECOMPUTABLE)
    assert "Hours from 2025-11-01 up to, and not including, 2026-11-01" in result.output
    assert "by chance" in result.output and "interval" in result.output


def test_a_list_without_rows_has_nothing_to_compute(tmp_path: Path) -> None:
    file = tmp_path / "edges.jsonl"
    file.write_text('{"since":"2025-11-01","until":"2026-11-01","v":1}\n')

    assert "nothing to compute" in run("--from", file).output


@pytest.mark.parametrize("text", ["", "not a list\n", '{"since":"2025-11-01","until":"2026-11-01","v":1}\n{}\n'])
def test_what_is_no_list_is_refused_with_file_and_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "edges.jsonl"
    file.write_text(text)
    result = run("--from", file)

    assert result.exit_code == 1
    assert f"{file}:" in result.stderr
    assert "Traceback" not in result.output


def test_a_list_that_is_not_there_is_a_mistake_of_usage(tmp_path: Path) -> None:
    assert run("--from", tmp_path / "nothing.jsonl").exit_code == 2


@pytest.mark.parametrize("people", [30, 64])
def test_stewards_compute_the_published_figures_again_on_the_store(tmp_path: Path, people: int) -> None:
    town = Place(tmp_path / "town", *a_network(people))
    published = {figure.key: figure for figure in town.publish().measures}
    content, data = _on_disk(town, tmp_path)

    found = as_json("--content", content, "--data", data)["measures"]

    exact = {figure["key"]: Fraction(figure["value"]) for figure in found}
    for key in RECOMPUTABLE:
        assert abs(exact[key] - Fraction(published[key].value)) <= (0 if people >= 50 else Fraction(1, 2000))


def test_stewards_read_what_is_too_few_to_publish(tmp_path: Path) -> None:
    town = Place(tmp_path / "town", *a_network(12)[:12])
    assert {figure.key for figure in town.publish().measures if figure.too_few} == set()
    content, data = _on_disk(town, tmp_path)
    result = run("--content", content, "--data", data)

    assert result.exit_code == 0
    assert "not recomputable" not in result.output
    assert "dual_role_share" in result.output and "12 of 12" in result.output


def _on_disk(town: Place, folder: Path) -> tuple[Path, Path]:
    """Return a content and a data folder with the town's store, its clock set to the day of the tests."""
    from shutil import copytree

    content, data = folder / "content", folder / "data"
    copytree(Path(__file__).parents[2] / "content", content)
    (data / "store").mkdir(parents=True)
    store = TinyStore.open(data / "store")
    copy(town.store, store)
    store.close()
    (data / "clock").write_text(str(round((NOW - machine_clock()).total_seconds())))
    return content, data
