"""
What a build cannot go on with: a disk that is full, a folder that is none, a template with a mistake.

Pass: `build.py` says in one sentence what is wrong and where, ends with 1, and the last good site lies there as it
was, stamps and all. The next build, once it is mended, is right.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.build_faults import Done, bound_by_modes, build_py
from tests.faults.tools import on_a_small_disk
from tests.site_builder.incremental.checks import differing, snapshot
from tests.site_builder.incremental.content_edits import sub
from tests.site_builder.incremental.in_place_of import worlds_in
from tests.site_builder.incremental.world import World

pytestmark = pytest.mark.faults

TEXT = "site/text.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Iterator[World]:
    """Return a community with a good site; a test leaves both as they are."""
    templates = tmp_path_factory.getbasetemp() / "templates"
    with worlds_in(tmp_path_factory.mktemp("refused"), templates, checkout) as fresh:
        world = fresh()
        # Published for real: what stands for that elsewhere has no keys.
        shutil.rmtree(world.folder / "data")
        assert build_py(world, checkout).code == 0
        yield world


def refused(world: World, checkout: Path, *options: str, **how: object) -> str:
    """Return what build.py says where it ends with 1 and leaves the site as it was."""
    before = snapshot(world.out)
    done: Done = build_py(world, checkout, *options, **how)  # type: ignore[arg-type]

    assert done.code == 1, done.said
    assert differing(before, snapshot(world.out)) == set()
    assert "Traceback" not in done.said, done.said
    return done.said


def mended(world: World, checkout: Path) -> None:
    """See that the next build finds nothing to do: what was wrong was taken back, and nothing of it stays."""
    before = snapshot(world.out)
    done = build_py(world, checkout)

    assert done.code == 0, done.said
    assert differing(before, snapshot(world.out)) <= {".rsn-manifest.json"}


BROKEN = {
    "a syntax error": ("{% if %}", "Expected an expression, got 'end of statement block'"),
    "a block that is never closed": ("{% if slug %}", "The innermost block that needs to be closed is 'if'"),
    "an undefined name": ("{{ nobody.knows }}", "'nobody' is undefined"),
    "a filter there is none of": ("{{ 1|nothing }}", "No filter named 'nothing'"),
    "an include that is missing": (
        '{% include "site/not-there.html" %}',
        "there is no template 'site/not-there.html'",
    ),
    "an include without end": ('{% include "site/text.html" %}', "the template pulls itself in, over and over"),
    "an include by a computed name": ("{% include 'site/' ~ slug %}", "pulls in a template by a computed name"),
}


@pytest.mark.parametrize("mistake", BROKEN)
def test_a_mistake_in_a_template_is_told_with_its_line_and_page(
    built: World, checkout: Path, mistake: str
) -> None:
    text, told = BROKEN[mistake]
    file = built.templates / TEXT
    good = file.read_text("utf-8")
    file.write_text(good.replace("{% block main %}", f"{{% block main %}}\n\n{text}", 1), "utf-8")
    line = good[: good.index("{% block main %}")].count("\n") + 3
    try:
        said = refused(built, checkout)
    finally:
        file.write_text(good, "utf-8")

    (sentence,) = [line for line in said.splitlines() if "templates/" in line]
    assert told in sentence
    if "never closed" not in mistake:
        assert sentence.startswith(f"templates/{TEXT}:{line}: ")
    if "computed" not in mistake:
        assert sentence.endswith("(while rendering about/index.html).")


def test_a_mistake_in_a_themes_template_is_told_as_the_themes(built: World, checkout: Path) -> None:
    file = built.content / "theme" / "templates" / TEXT
    file.parent.mkdir(parents=True)
    file.write_text(
        '{% extends "original/site/text.html" %}\n{% block main %}{{ nobody.knows }}{% endblock %}', "utf-8"
    )
    said = refused(built, checkout)
    for each in (file, *list(file.parents)[:3]):
        each.unlink() if each.is_file() else each.rmdir()

    assert f"content/theme/templates/{TEXT}:2: 'nobody' is undefined (while rendering about/index.html)." in said


def test_a_mistake_in_the_content_is_told_with_its_line(built: World, checkout: Path) -> None:
    file = built.content / "pages" / "about.md"
    good = file.read_text("utf-8")
    sub(file, "^order: 1", "ordre: 1")
    said = refused(built, checkout)
    file.write_text(good, "utf-8")

    assert "pages/about.md:4: " in said
    assert "Nothing was written." in said


def test_what_does_not_fit_on_the_disk_leaves_the_last_site(built: World, checkout: Path) -> None:
    file = built.content / "pages" / "about.md"
    good = file.read_text("utf-8")
    # Longer than the limit: a limit on the size of files stops a write half-way, as a full disk does.
    file.write_text(good + "\nA long page. " * 9000, "utf-8")

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))

    said = refused(built, checkout, before=limited)
    file.write_text(good, "utf-8")

    assert f"{built.out / 'about' / 'index.html'}" in said
    assert "File too large" in said
    mended(built, checkout)


@pytest.mark.long
def test_a_site_on_a_file_system_that_is_full_stands_until_there_is_space(tmp_path: Path, checkout: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    command = [sys.executable, "-m", "tests.faults.full_build", str(disk)]
    mounted = on_a_small_disk(disk, command, size="6m")
    if mounted is None:
        # Nobody may mount here: a limit on the size of files stops a write half-way as well (the test above).
        return
    done = subprocess.run(mounted, cwd=checkout, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.stdout.splitlines() == ["first: 0", "full: 1 True", "untouched: True", "freed: 0 True"]


def test_a_folder_that_may_not_be_written_in_is_said_to_be_one(built: World, checkout: Path) -> None:
    news = built.content / "news" / "2026-11-20-one-more.md"
    news.write_text("---\ntitle: One more\nsummary: Short.\ndate: 2026-11-20\n---\nText.\n", "utf-8")
    folders = [built.out, *(each for each in built.out.rglob("*") if each.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        said = refused(built, checkout, before=bound_by_modes)
    finally:
        for folder in folders:
            folder.chmod(0o755)
        news.unlink()

    assert str(built.out) in said
    assert "Permission denied" in said
    mended(built, checkout)


def test_an_output_folder_below_a_file_is_refused(built: World, checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("theirs")
    said = refused(built, checkout, "--out", str(tmp_path / "file" / "public"))

    assert "Not a directory" in said
    assert (tmp_path / "file").read_text() == "theirs"


def test_an_output_folder_that_is_a_file_is_a_wrong_usage(built: World, checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("theirs")
    done = build_py(built, checkout, "--out", str(tmp_path / "file"))

    assert done.code == 2
    assert "is a file" in done.said
    assert (tmp_path / "file").read_text() == "theirs"


NEW = "news/2026-11-20-one-more"


@pytest.mark.parametrize(
    ("in_the_way", "told"),
    [
        ("a file of somebody else", "was not written by a build"),
        ("a folder", "is a folder where a page belongs"),
        ("a link", "is a symlink"),
        ("a link to a folder above", "is a symlink"),
        ("a file where a folder belongs", "Not a directory"),
    ],
)
def test_what_stands_where_a_new_page_belongs_is_named_and_left_alone(
    built: World, checkout: Path, tmp_path: Path, in_the_way: str, told: str
) -> None:
    place = built.out / NEW
    if in_the_way == "a file of somebody else":
        place.mkdir()
        (place / "index.html").write_text("theirs")
    elif in_the_way == "a folder":
        (place / "index.html").mkdir(parents=True)
    elif in_the_way == "a link":
        place.mkdir()
        (place / "index.html").symlink_to(tmp_path / "elsewhere")
    elif in_the_way == "a link to a folder above":
        place.symlink_to(tmp_path)
    else:
        place.write_text("theirs")
    news = built.content / f"{NEW}.md"
    news.write_text("---\ntitle: One more\nsummary: Short.\ndate: 2026-11-20\n---\nText.\n", "utf-8")
    said = refused(built, checkout)
    news.unlink()
    _clear(place)

    assert str(place) in said
    assert told in said
    assert list(tmp_path.iterdir()) == []
    mended(built, checkout)


def _clear(place: Path) -> None:
    if place.is_symlink() or place.is_file():
        place.unlink()
        return
    for each in place.iterdir():
        each.rmdir() if each.is_dir() and not each.is_symlink() else each.unlink()
    place.rmdir()


def test_a_first_build_that_fails_leaves_no_folder(built: World, checkout: Path, tmp_path: Path) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, resource.RLIM_INFINITY))

    said = refused(built, checkout, "--out", str(tmp_path / "public"), before=limited)

    assert "File too large" in said
    assert not (tmp_path / "public").exists()
