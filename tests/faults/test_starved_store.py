"""A disk that is full half-way through a file, and a folder that may not be written in."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from forms_api.store.tinydb import TinyStore
from tests.site_builder.content.small_content import write_content

pytestmark = pytest.mark.faults


@pytest.fixture
def reachable(tmp_path: Path) -> Iterator[Path]:
    """Return a folder whose way there is open to every user of the machine, as pytest's own is not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def starved(how: str, folder: Path, checkout: Path) -> list[str]:
    command = [sys.executable, "-m", "tests.faults.starved", how, str(folder)]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_what_does_not_fit_is_refused_and_the_next_write_succeeds_without_a_restart(
    tmp_path: Path, checkout: Path
) -> None:
    said = starved("full", tmp_path / "store", checkout)

    assert said == ["before kept", "too-large refused: File too large", "small kept", "after kept"]
    with closing(TinyStore.open(tmp_path / "store")) as store, store.unit() as unit:
        assert {ballot.id for ballot in unit.ballots} == {"before", "small", "after"}
    assert not list((tmp_path / "store").glob("*.new"))


def test_a_folder_that_may_not_be_written_in_is_refused_at_the_start(reachable: Path, checkout: Path) -> None:
    folder = reachable / "store"
    folder.mkdir()
    folder.chmod(0o555)

    said = starved("forbidden", folder, checkout)

    assert said == [f"{folder} could not be written: Permission denied. Nothing was changed."]
    assert list(folder.iterdir()) == []


def test_a_build_over_a_store_that_cannot_be_read_says_so_and_writes_nothing(
    tmp_path: Path, checkout: Path
) -> None:
    write_content(tmp_path / "content")
    (tmp_path / "data" / "store").mkdir(parents=True)
    (tmp_path / "data" / "store" / "ballots.json").write_text('{"ballots": {"1"')
    places = [f"--{name}={tmp_path / name}" for name in ("content", "data")]
    command = [sys.executable, "build.py", *places, f"--out={tmp_path / 'public'}"]

    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "store/ballots.json cannot be read: it is not JSON" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "public").exists()
