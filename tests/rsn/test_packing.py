"""`rsn build --takeaway`: the file is written behind the build, its size is said, a wrong place is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

from click.testing import CliRunner, Result

from rsn.__main__ import main
from tests.site_builder.content.small_content import write_content


def build(folder: Path, takeaway: Path) -> Result:
    places = ["--content", f"{folder}/content", "--data", f"{folder}/data", "--out", f"{folder}/public"]
    return CliRunner().invoke(main, ["build", *places, "--takeaway", str(takeaway)])


def test_the_site_is_packed_whether_or_not_anything_was_built(tmp_path: Path) -> None:
    write_content(tmp_path / "content")
    first = build(tmp_path, tmp_path / "first.zip")
    second = build(tmp_path, tmp_path / "second.zip")

    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    assert first.stdout.splitlines()[-1].startswith(f"{tmp_path}/first.zip: ")
    assert first.stdout.splitlines()[-1].endswith(" MB. Unpack it, then open index.html by a double click.")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()
    assert "two-bridges.example/index.html" in zipfile.ZipFile(tmp_path / "first.zip").namelist()


def test_a_place_inside_the_site_is_refused_and_the_site_stands(tmp_path: Path) -> None:
    write_content(tmp_path / "content")
    answer = build(tmp_path, tmp_path / "public" / "site.zip")

    assert answer.exit_code == 1
    assert "would be part of the site. Name a file outside" in answer.stderr
    assert (tmp_path / "public" / "index.html").is_file()
    assert not (tmp_path / "public" / "site.zip").exists()


def test_a_folder_that_may_not_be_written_to_is_said_plainly(tmp_path: Path) -> None:
    write_content(tmp_path / "content")
    (tmp_path / "taken").write_text("a file, no folder")
    answer = build(tmp_path, tmp_path / "taken" / "site.zip")

    assert answer.exit_code == 1
    assert "could not be written: " in answer.stderr
    assert "The site itself is built." in answer.stderr
