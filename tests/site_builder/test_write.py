"""Writing: inside the folder, in place at once, and no more than needed."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from threading import Event, Thread

import pytest

from site_builder.manifest import NAME, Made, Manifest, manifest_bytes, read_manifest
from site_builder.write import UnsafeOutput, alone, foreign_files, safe_target, write


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside", "a/../../outside", "."])
def test_a_path_out_of_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(UnsafeOutput, match="leads out of the output folder"):
        safe_target(tmp_path, PurePosixPath(path))


def test_a_path_inside_is_the_file_itself(tmp_path: Path) -> None:
    assert safe_target(tmp_path, PurePosixPath("a/b.html")) == tmp_path / "a" / "b.html"


def test_nothing_aside_is_left_behind(tmp_path: Path) -> None:
    write(tmp_path, {"a/b.html": b"x"}, {"a/b.html": "f"}, Manifest())

    assert sorted(f.name for f in tmp_path.rglob("*") if f.is_file()) == [NAME, "b.html"]


def test_removing_what_somebody_removed_already_is_no_fault(tmp_path: Path) -> None:
    before = Manifest({"gone.html": Made("f", 1)})

    assert write(tmp_path, {}, {}, before).removed == 0


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version":9,"made":{}}', '{"version":1,"made":{"a":[]}}', "3"]
)
def test_a_manifest_that_cannot_be_read_is_as_good_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / NAME).write_text(content)

    assert read_manifest(tmp_path) == Manifest()


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    made = {"b.html": Made("f2", 2), "a.html": Made("f1", 1)}
    (tmp_path / NAME).write_bytes(manifest_bytes(Manifest(made)))

    assert read_manifest(tmp_path).made == made


def test_a_folder_that_is_not_there_holds_no_files_of_others(tmp_path: Path) -> None:
    assert foreign_files(tmp_path / "nowhere", []) == []


def test_two_builds_of_one_folder_take_turns(tmp_path: Path) -> None:
    order = []
    waiting = Event()

    def second() -> None:
        waiting.set()
        with alone(tmp_path):
            order.append("second")

    with alone(tmp_path):
        thread = Thread(target=second)
        thread.start()
        waiting.wait()
        thread.join(0.05)
        order.append("first")
    thread.join()

    assert order == ["first", "second"]
