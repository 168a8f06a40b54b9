"""
Faults 4 and 6 in real processes, and a start that cannot go well: a small disk, a kernel that refuses a sync, no
more open files, a folder that may not be written in.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from forms_api.store.tinydb import TinyStore
from tests.faults.tools import find_strace, on_a_small_disk
from tests.site_builder.content.small_content import write_content

pytestmark = pytest.mark.faults


@pytest.fixture
def reachable(tmp_path: Path) -> Iterator[Path]:
    """Return a folder whose way there is open to every user of the machine, as pytest's own is not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def starved(how: str, folder: Path, checkout: Path, *before: str) -> list[str]:
    return said_by([*before, *command(how, folder)], checkout)


def command(how: str, folder: Path) -> list[str]:
    return [sys.executable, "-m", "tests.faults.starved", how, str(folder)]


def said_by(words: list[str], checkout: Path) -> list[str]:
    done = subprocess.run(words, cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def ids(folder: Path) -> set[str]:
    with closing(TinyStore.open(folder)) as store, store.reading() as unit:
        return {ballot.id for ballot in unit.ballots}


def test_what_does_not_fit_is_refused_and_the_next_write_succeeds_without_a_restart(
    tmp_path: Path, checkout: Path
) -> None:
    said = starved("full", tmp_path / "store", checkout)

    assert said == ["before kept", "too-large refused: File too large", "small kept", "after kept"]
    assert ids(tmp_path / "store") == {"before", "small", "after"}
    assert not list((tmp_path / "store").glob("*.new"))


def test_on_a_file_system_that_is_full_a_write_is_refused_and_the_next_after_space_is_freed_is_kept(
    tmp_path: Path, checkout: Path
) -> None:
    mounted = on_a_small_disk(tmp_path, command("small", tmp_path / "store"))
    if mounted is None:
        # Nobody may mount here: a limit on the size of files stops a write half-way as well (the test above).
        assert starved("full", tmp_path / "store", checkout)[1] == "too-large refused: File too large"
        return
    said = said_by(mounted, checkout)

    assert said == [
        "before kept",
        "too-large refused: No space left on device",
        "after kept",
        "there: after before",
    ]


UNKNOWN = [
    "before kept",
    "write-0 kept",
    "write-1 unknown: Input/output error",
    "write-2 refused: an earlier write failed (Input/output error); restart first",
    "health: ballots.json: Input/output error",
    "read: True",
]


def test_a_sync_that_the_kernel_refuses_leaves_one_write_unknown_and_the_store_reading_until_a_restart(
    tmp_path: Path, checkout: Path
) -> None:
    strace = [find_strace(), "-f", "-o", "/dev/null", "-e", "inject=fdatasync:error=EIO:when=3"]
    said = starved("broken", tmp_path / "store", checkout, *strace)

    assert said == UNKNOWN
    assert {"before", "write-0"} <= ids(tmp_path / "store") <= {"before", "write-0", "write-1"}


def test_where_no_more_files_can_be_opened_posts_go_on_and_all_else_says_so(
    tmp_path: Path, checkout: Path
) -> None:
    said = starved("handles", tmp_path / "store", checkout)

    assert said == [
        "before kept",
        "beside kept",
        "compaction refused: Too many open files",
        "other refused: Too many open files",
        "compacted",
        "after kept",
    ]
    assert ids(tmp_path / "store") == {"before", "beside", "after"}


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
