"""Writing: inside the folder, in place at once, and no more than needed."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from threading import Event, Thread

import pytest

from site_builder.manifest import NAME, Made, Manifest, manifest_bytes, read_manifest
from site_builder.out_folder import files_in
from site_builder.write import UnsafeOutput, alone, safe_target, write


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
    assert files_in(tmp_path / "nowhere") == {}


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


def test_tiles_and_proofs_of_the_log_stay_and_what_was_taken_out_of_the_record_goes(tmp_path: Path) -> None:
    names = ("record/tile/0/000.p/3", "record/consistency/1-3.json", "record/proposals/1/names.json", "a.html")
    write(tmp_path, dict.fromkeys(names, b"x"), dict.fromkeys(names, "f"), Manifest())
    for _twice in range(2):
        write(tmp_path, {"b.html": b"y"}, {"b.html": "f"}, read_manifest(tmp_path))

    there = sorted(str(f.relative_to(tmp_path)) for f in tmp_path.rglob("*") if f.is_file())
    assert there == [NAME, "b.html", "record/consistency/1-3.json", "record/tile/0/000.p/3"]
    assert files_in(tmp_path).keys() - read_manifest(tmp_path).made.keys() == {NAME}


def test_the_checkpoint_is_written_behind_all_that_it_stands_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    replace = Path.replace

    def replaced(self: Path, target: Path) -> Path:
        order.append(target.name)
        return replace(self, target)

    write(tmp_path, {"a": b"x"}, {"a": "f"}, Manifest())
    monkeypatch.setattr(Path, "replace", replaced)
    names = ("record/checkpoint", "record/files", "record/vkey", "z.html")
    write(tmp_path, dict.fromkeys(names, b"x"), dict.fromkeys(names, "f"), read_manifest(tmp_path))

    assert order == [NAME, "vkey", "z.html", "files", "checkpoint", NAME]
