"""Jobs one after the other: the next one ends at once wherever nothing changed, and never where something did."""

from __future__ import annotations

from pathlib import Path

import pytest

from rsn.folders import Folders
from rsn.usual_job import run_usual_job
from tests.site_builder.content.small_content import write_content

AT_ONCE = "Nothing changed and nothing is due."


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(write_content(tmp_path / "content"), tmp_path / "data", tmp_path / "public")


def _job(folders: Folders, capsys: pytest.CaptureFixture[str]) -> str:
    assert run_usual_job(folders, jobs=1) == 0
    return capsys.readouterr().out


def test_every_job_behind_one_that_did_something_ends_at_once(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    first = _job(folders, capsys)
    second = _job(folders, capsys)
    network = folders.content / "network.yaml"
    network.write_text(network.read_text().replace("en: Two Bridges", "en: New Bridges"))
    edited = _job(folders, capsys)
    behind_it = _job(folders, capsys)
    (folders.out / "index.html").unlink()
    healed = _job(folders, capsys)
    at_the_end = _job(folders, capsys)

    assert [AT_ONCE in said for said in (first, second)] == [False, True]
    assert [AT_ONCE in said for said in (edited, behind_it)] == [False, True]
    assert [AT_ONCE in said for said in (healed, at_the_end)] == [False, True]
    assert "New Bridges" in (folders.out / "index.html").read_text("utf-8")


def test_a_vote_that_came_in_makes_the_job_run(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    from forms_api.store.tinydb import TinyStore
    from tests.builders import a_member

    _job(folders, capsys)
    store = TinyStore.open(folders.store)
    with store.unit() as unit:
        unit.members.put(a_member("ana"))
    store.close()

    assert AT_ONCE not in _job(folders, capsys)
    assert AT_ONCE in _job(folders, capsys)
