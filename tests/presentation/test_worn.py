"""A service wears the theme as it was found good; where one of its templates fails, ours is shown."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from presentation import theme, worn
from presentation.environment import environment, standing_templates, text_of

NAME = "mail/ending.txt"
VALUES = {"name": "Weirside", "link": "https://weirside.example/forms/"}


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """Return a template of a theme that is worn and was good: it says "theirs"."""
    made = tmp_path / "content" / "theme" / "templates" / NAME
    made.parent.mkdir(parents=True)
    made.write_text("theirs", "utf-8")
    worn.wear_theme_of(tmp_path / "content")
    yield made
    worn.take_off()
    theme.use(None)


def wear_again(file: Path) -> worn.Worn:
    return worn.wear_theme_of(file.parents[3])


def text() -> str:
    return text_of("en", "UTC", NAME, VALUES)


def test_a_template_that_is_broken_or_gone_stays_as_it_was_until_the_theme_is_good_again(file: Path) -> None:
    before = text()
    file.write_text("{% if %}", "utf-8")
    broken = text()
    file.unlink()
    gone = text()
    wear_again(file)

    assert before == broken == gone == "theirs"
    assert "Weirside" in text()


def test_a_template_that_came_is_worn_once_it_was_found_good(file: Path) -> None:
    other = file.with_name("vote.txt")
    ours = environment().get_template("mail/vote.txt").filename
    other.write_text("theirs, too", "utf-8")
    unseen = environment().get_template("mail/vote.txt").filename
    wear_again(file)

    assert unseen == ours != str(other)
    assert environment().get_template("mail/vote.txt").render() == "theirs, too"


def test_a_build_reads_the_files_whatever_is_worn(file: Path) -> None:
    file.write_text("newer", "utf-8")
    with standing_templates():
        assert text() == "newer"
    assert text() == "theirs"


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ("theirs\n{{ nothing_of_that_name }}", ":2: UndefinedError"),
        ("{{ name }}\n\n{{ 1 // 0 }}", ":3: ZeroDivisionError"),
        ("{% if %}", ":1: TemplateSyntaxError"),
        ('\n{% include "own/gone.txt" %}', ":2: TemplateNotFound"),
    ],
)
def test_where_a_template_of_the_theme_fails_ours_is_shown_and_the_place_is_kept_once(
    file: Path, broken: str, place: str, caplog: pytest.LogCaptureFixture
) -> None:
    file.write_text(broken, "utf-8")
    wearing = wear_again(file)
    with caplog.at_level(logging.ERROR):
        shown = [text(), text()]

    assert "Weirside" in shown[0] and shown[0] == shown[1]
    assert list(wearing.failed) == [f"content/theme/templates/{NAME}{place}"]
    assert [record.says for record in caplog.records] == [{"place": f"content/theme/templates/{NAME}{place}"}]  # type: ignore[attr-defined]

    file.write_text("mended", "utf-8")
    assert not wear_again(file).failed
    assert text() == "mended"


def test_what_failed_outside_of_all_templates_is_named_by_its_template_without_what_it_says(file: Path) -> None:
    wearing = wear_again(file)
    worn.note("forms/entry.html", KeyError("a name that nobody may read"))

    assert list(wearing.failed) == ["templates/forms/entry.html: KeyError"]


def test_without_a_theme_nothing_is_noted_and_an_error_is_an_error(file: Path) -> None:
    worn.take_off()
    worn.note(NAME, KeyError())
    file.write_text("{{ nothing_of_that_name }}", "utf-8")

    with pytest.raises(UndefinedError):
        text()


def test_what_fails_in_ours_as_well_fails_as_it_would_without_a_theme(file: Path) -> None:
    file.write_text('{% extends "original/mail/ending.txt" %}', "utf-8")
    wearing = wear_again(file)

    with pytest.raises(UndefinedError):
        text_of("en", "UTC", NAME, {})
    assert not wearing.failed
