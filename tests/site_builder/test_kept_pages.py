"""What pages show is kept: a template that changes plans none of them again; nothing wrong is ever believed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from presentation import theme
from presentation.translations import TEMPLATES
from site_builder.build import BuildReport, build
from site_builder.kept import kept_pages
from site_builder.kept.kept_pages import NAME
from site_builder.pages import members, skills
from tests.site_builder.community import NOW, a_proposal, a_record, community, write_record

MARK = "<!-- a new board -->"


class Town:
    """A site with a theme, built again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out, self.kept = folder / "public", folder / "state" / NAME
        self.record = write_record(folder / "record", a_record(a_proposal()))

    def build(self, out: str = "public", *, full: bool = False, state: bool = True) -> BuildReport:
        kept = self.folder / "state" if state else None
        return build(community(), self.record, self.folder / out, NOW, state=kept, full=full)

    def edit_all_pages(self) -> None:
        """Change a template of every page."""
        file = self.folder / "theme" / "templates" / "shared" / "base.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = (TEMPLATES / "shared" / "base.html").read_text("utf-8")
        file.write_text(text.replace("<body", f"{MARK}<body"), "utf-8")
        theme.use(self.folder / "theme")

    def files(self, out: str = "public") -> dict[str, bytes]:
        folder = self.folder / out
        return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path)
    made.build()
    yield made
    theme.use(None)


def unplanned(*_: object, **__: object) -> Iterator[object]:
    raise AssertionError("planned again")


def test_a_template_that_changes_makes_every_page_and_plans_none(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.edit_all_pages()
    with monkeypatch.context() as patched:
        patched.setattr(members, "page", unplanned)
        patched.setattr(skills, "page", unplanned)
        report = town.build()
    town.build("clean", state=False)

    assert MARK in (town.out / "members" / "ada-quill" / "index.html").read_text("utf-8")
    assert town.files() == town.files("clean")
    assert report.reasons["members/ada-quill/index.html"] == ("around",)
    assert town.build().written == 0


def test_a_file_that_somebody_took_away_is_made_of_what_is_kept(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = town.out / "members" / "ada-quill" / "index.html"
    before = gone.read_bytes()
    gone.unlink()
    monkeypatch.setattr(members, "page", unplanned)
    town.build()

    assert gone.read_bytes() == before
    assert (town.kept.stat().st_mode & 0o777, town.kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def another_text(kept: Path) -> None:
    with sqlite3.connect(kept) as connection:
        connection.execute("update pages set told = replace(told, cast('Ada' as blob), cast('Eve' as blob))")


def cut_short(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes()[:5000])


@pytest.mark.parametrize(
    "damage",
    [another_text, cut_short, lambda kept: kept.write_bytes(b"no table")],
)
def test_what_is_damaged_is_planned_again(town: Town, damage: Callable[[Path], object]) -> None:
    damage(town.kept)
    town.edit_all_pages()
    town.build()
    town.build("clean", state=False)

    assert town.files() == town.files("clean")


def test_a_full_build_believes_nothing_that_is_kept(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "page", unplanned)

    with pytest.raises(AssertionError, match="planned again"):
        town.build(full=True)


def test_pages_that_are_gone_are_left_out_once_they_are_many(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(town.kept) as connection:
        connection.executemany("insert into pages values (?, ?)", [(f"gone/{n}", b"") for n in range(900)])
    monkeypatch.setattr(kept_pages, "TOO_MANY", 10)
    town.edit_all_pages()
    report = town.build()

    with sqlite3.connect(town.kept) as connection:
        (left,) = connection.execute("select count(*) from pages").fetchone()
    assert 0 < left <= report.pages
