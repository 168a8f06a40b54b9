"""The community's own templates and assets: found before ours, and gone when they go."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import TemplateNotFound

from presentation import theme
from presentation.environment import environment
from presentation.translations import TEMPLATES

NAME = "shared/crisis.html"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / "content" / "theme"
    (made / "templates" / "shared").mkdir(parents=True)
    theme.use(made)
    yield made
    theme.use(None)


def write(folder: Path, text: str, name: str = NAME, ns: int = 0) -> Path:
    file = folder / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    if ns:
        os.utime(file, ns=(ns, ns))
    return file


def test_a_template_of_the_theme_stands_before_ours(folder: Path) -> None:
    file = write(folder, "theirs")

    assert theme.template_file(NAME) == file
    assert theme.template_file("shared/base.html") == TEMPLATES / "shared" / "base.html"
    assert environment().get_template(NAME).render() == "theirs"


def test_ours_is_always_there_under_its_other_name(folder: Path) -> None:
    write(folder, '{% extends "original/site/not_found.html" %}', "site/not_found.html")

    assert theme.template_file("original/site/not_found.html") == TEMPLATES / "site" / "not_found.html"
    assert environment().get_template("original/site/not_found.html").filename == str(
        TEMPLATES / "site" / "not_found.html"
    )


def test_a_template_that_comes_changes_or_goes_is_seen_at_once(folder: Path) -> None:
    speaking = environment()
    ours = speaking.get_template(NAME).filename
    file = write(folder, "first", ns=10**18)
    first = speaking.get_template(NAME).render()
    write(folder, "other", ns=2 * 10**18)
    second = speaking.get_template(NAME).render()
    file.unlink()

    assert (first, second) == ("first", "other")
    assert speaking.get_template(NAME).filename == ours == str(TEMPLATES / NAME)


@pytest.mark.parametrize("name", ["../secret.html", "/etc/passwd", "shared/../../x.html", "shared/none.html"])
def test_no_name_leads_out_of_the_folders(folder: Path, name: str) -> None:
    with pytest.raises(TemplateNotFound):
        environment().get_template(name)


def test_a_path_is_shown_as_its_author_would_type_it(folder: Path) -> None:
    file = write(folder, "x")

    assert theme.shown(NAME) == f"content/theme/templates/{NAME}"
    assert theme.shown_file(file) == f"content/theme/templates/{NAME}"
    assert (
        theme.shown("original/shared/base.html") == theme.shown("shared/base.html") == "templates/shared/base.html"
    )


def test_assets_of_the_theme_stand_before_ours_and_beside_them(folder: Path) -> None:
    (folder / "assets").mkdir()
    for name in ("icon.svg", "banner.webp", ".DS_Store"):
        (folder / "assets" / name).write_bytes(b"x")

    found = theme.asset_files()
    assert found["icon.svg"] == folder / "assets" / "icon.svg"
    assert found["site.css"] == theme.ASSETS / "site.css"
    assert {"banner.webp"} <= set(found) and ".DS_Store" not in found
    assert list(found) == sorted(found)


def test_a_folder_that_is_not_there_is_no_theme(tmp_path: Path) -> None:
    assert theme.use_theme_of(tmp_path).folder is None
    assert theme.template_file(NAME) == TEMPLATES / NAME
