"""What lies in the output folder: told whole, and told as what differs from how the last build left it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from site_builder.kept import known_files
from site_builder.kept.known_files import kept_look
from site_builder.out_folder import FoundFiles, files_in


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of six files, looked at long after they were written, in parts of two."""
    monkeypatch.setattr(known_files, "YOUNG_NS", -(10**14))
    monkeypatch.setattr(known_files, "AT_ONCE", 2)
    for name in ("index.html", ".hidden", "a/index.html", "a/b/index.html", "c/lock", "c/__pycache__/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def _as_before(found: FoundFiles, out: Path) -> None:
    again = files_in(out, kept_look(found.look.plain()))
    assert dict(again) == dict(found)
    assert again.differing == frozenset()


def test_every_file_is_told_by_size_and_youngest_stamp(out: Path) -> None:
    (out / "a/link").symlink_to(out / "index.html")
    os.utime(out / "index.html", ns=(0, 10**18))
    found = files_in(out)

    assert {name: size for name, (size, _) in found.items()} | {"a/link": 0} == {
        "index.html": 10,
        ".hidden": 7,
        "a/index.html": 12,
        "a/b/index.html": 14,
        "a/link": 0,
        "c/lock": 6,
        "c/__pycache__/x": 15,
    }
    assert found["a/link"] == ((out / "a/link").lstat().st_size, (out / "a/link").lstat().st_ctime_ns)
    assert found["index.html"][1] == (out / "index.html").stat().st_ctime_ns > 10**18
    assert found.differing is None
    _as_before(found, out)


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert dict(files_in(tmp_path / "out")) == {}


def test_a_look_at_another_folder_counts_for_nothing(out: Path) -> None:
    assert files_in(out / "a", files_in(out).look).differing is None


def test_what_was_changed_put_or_taken_away_differs(out: Path) -> None:
    before = files_in(out)
    (out / "a/b/index.html").write_text("a/b/INDEX.html")
    (out / "c/lock").unlink()
    (out / "d/e").mkdir(parents=True)
    (out / "d/e/index.html").write_text("new")
    found = files_in(out, before.look)

    assert found.differing == frozenset({"a/b/index.html", "c/lock", "d/e/index.html"})
    assert set(found) == set(before) - {"c/lock"} | {"d/e/index.html"}
    _as_before(found, out)


def test_behind_a_build_only_what_others_changed_differs(out: Path) -> None:
    found = files_in(out)
    (out / "a/index.html").write_text("ours")
    (out / "index.html").write_text("somebody else's")
    (out / "a/photo.jpg").write_text("somebody else's")
    look = found.after(["a/index.html"])

    assert look is not None
    assert files_in(out, look).differing == frozenset({"index.html", "a/photo.jpg"})


@pytest.mark.parametrize("name", ["new.html", "new/index.html"])
def test_a_new_file_is_nothing_that_a_look_can_be_made_up_from(out: Path, name: str) -> None:
    found = files_in(out)
    (out / name).parent.mkdir(exist_ok=True)
    (out / name).write_text("new")

    assert found.after([name]) is None


def test_nor_is_one_that_is_gone(out: Path) -> None:
    found = files_in(out)
    (out / "index.html").unlink()

    assert found.after(["index.html"]) is None
