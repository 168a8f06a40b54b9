"""Writing: inside the folder, in place at once, and no more than needed."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from threading import Event, Thread

import pytest

from site_builder.manifest import NAME, Made, Manifest, manifest_bytes, read_manifest
from site_builder.out_folder import files_in
from site_builder.out_places import ASIDE, OutputRefused, UnsafeOutput, safe_target
from site_builder.staging import Staging
from site_builder.write import Written, alone, write


def put(out: Path, contents: dict[str, bytes], before: Manifest) -> Written:
    """Bring *out* to what *contents* says, as a build does that made all of it."""
    staging = Staging(out, before)
    files = [
        (name, len(content), staging.add(PurePosixPath(name), content), ("new",))
        for name, content in contents.items()
    ]
    return write(out, staging, files, dict.fromkeys(contents, "f"), before.made.keys() - contents, before)


def files_of(folder: Path) -> list[str]:
    return sorted(str(f.relative_to(folder)) for f in folder.rglob("*") if f.is_file())


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside", "a/../../outside", "."])
def test_a_path_out_of_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(UnsafeOutput, match="leads out of the output folder"):
        safe_target(tmp_path, PurePosixPath(path))


def test_a_path_inside_is_the_file_itself(tmp_path: Path) -> None:
    assert safe_target(tmp_path, PurePosixPath("a/b.html")) == tmp_path / "a" / "b.html"


def test_nothing_aside_is_left_behind(tmp_path: Path) -> None:
    put(tmp_path, {"a/b.html": b"x"}, Manifest())
    put(tmp_path, {"a/b.html": b"y", "c/d.html": b"z"}, read_manifest(tmp_path))

    assert files_of(tmp_path) == [NAME, "a/b.html", "c/d.html"]
    assert sorted(each.name for each in tmp_path.iterdir()) == [NAME, "a", "c"]


@pytest.mark.parametrize("stands", [{}, {"a/b.html": b"x"}], ids=["the first time", "another time"])
def test_nothing_is_in_its_place_before_all_is_staged_and_nothing_stays_of_what_was_refused(
    tmp_path: Path, stands: dict[str, bytes]
) -> None:
    out = tmp_path / "public"
    out.mkdir()
    if stands:
        put(out, stands, Manifest())
    before = files_of(out)
    with pytest.raises(ZeroDivisionError), Staging(out, read_manifest(out)) as staging:
        staging.add(PurePosixPath("a/b.html"), b"other")
        staging.add(PurePosixPath("new/c.html"), b"new")
        assert not (out / "new/c.html").exists()
        assert [name for name in files_of(out) if ASIDE not in name] == before
        _ = 1 / 0

    assert files_of(out) == before
    assert {name: (out / name).read_bytes() for name in stands} == stands


def test_what_is_equal_to_what_stands_there_is_not_staged(tmp_path: Path) -> None:
    put(tmp_path, {"a.html": b"x", "b.txt": b"y"}, Manifest())
    (tmp_path / "source").write_bytes(b"y")
    staging = Staging(tmp_path, read_manifest(tmp_path))

    assert not staging.add(PurePosixPath("a.html"), b"x")
    assert staging.copy(PurePosixPath("b.txt"), tmp_path / "source") == (1, False)
    assert staging.copy(PurePosixPath("a.html"), tmp_path / "source") == (1, True)
    staging.place(["a.html"])
    assert (tmp_path / "a.html").read_bytes() == b"y"


def test_a_large_file_is_copied_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_builder.staging.CHUNK", 3)
    out = tmp_path / "public"
    out.mkdir()
    (tmp_path / "source").write_bytes(b"0123456789")
    staging = Staging(out, Manifest())
    at = PurePosixPath("a/b.bin")

    assert staging.copy(at, tmp_path / "source") == (10, True)
    staging.place([])
    assert (out / at).read_bytes() == b"0123456789"
    again = Staging(out, Manifest())
    assert again.copy(at, tmp_path / "source") == (10, False)
    (out / at).write_bytes(b"012345678x")
    assert again.copy(at, tmp_path / "source") == (10, True)


def test_no_link_no_folder_and_nobody_elses_file_is_written_over(tmp_path: Path) -> None:
    put(tmp_path, {"a.html": b"x"}, Manifest())
    (tmp_path / "link.html").symlink_to(tmp_path / "a.html")
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "theirs.html").write_bytes(b"theirs")
    staging = Staging(tmp_path, read_manifest(tmp_path))

    for name in ("link.html", "folder.html", "theirs.html", "../x", "/x"):
        with pytest.raises(UnsafeOutput):
            staging.add(PurePosixPath(name), b"y")
    with pytest.raises(OutputRefused, match="Not a directory"):
        staging.add(PurePosixPath("a.html/b.html"), b"y")


def test_into_an_empty_folder_the_site_is_moved_by_its_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[str] = []
    rename = Path.rename

    def renamed(self: Path, target: Path) -> Path:
        moved.append(target.name)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", renamed)
    put(tmp_path, {"record/files": b"r", "a/1": b"x", "a/2": b"x", "z": b"z"}, Manifest())

    assert moved == ["a", "z", "record"]


def test_removing_what_somebody_removed_already_is_no_fault(tmp_path: Path) -> None:
    before = Manifest({"gone.html": Made("f", 1)})

    assert put(tmp_path, {}, before).gone == ()


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
    put(tmp_path, dict.fromkeys(names, b"x"), Manifest())
    for _twice in range(2):
        put(tmp_path, {"b.html": b"y"}, read_manifest(tmp_path))

    assert files_of(tmp_path) == [NAME, "b.html", "record/consistency/1-3.json", "record/tile/0/000.p/3"]
    assert files_in(tmp_path).keys() - read_manifest(tmp_path).made.keys() == {NAME}


def test_the_checkpoint_is_written_behind_all_that_it_stands_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    replace = Path.replace

    def replaced(self: Path, target: Path) -> Path:
        order.append(Path(target).name)
        return replace(self, target)

    put(tmp_path, {"a": b"x"}, Manifest())
    monkeypatch.setattr(Path, "replace", replaced)
    names = ("record/checkpoint", "record/files", "record/vkey", "z.html")
    put(tmp_path, dict.fromkeys(names, b"x"), read_manifest(tmp_path))

    assert order == [NAME, "vkey", "z.html", "files", "checkpoint", NAME]
