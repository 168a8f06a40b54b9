"""`rsn translations`: what it writes, what it tells, and with which exit."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from click.testing import CliRunner

import presentation.translations
import rsn.gettext_catalogues
from rsn.commands.translations import command

BROKEN = "{% if %}"


@pytest.fixture
def locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Catalogues of a small interface of three words, in a folder of their own."""
    words = Catalog()
    words.add("Skip to the content", locations=[("templates/base.html", 3)])
    words.add(("%(n)s day", "%(n)s days"), locations=[("templates/base.html", 4)])
    monkeypatch.setattr(presentation.translations, "LOCALES", tmp_path)
    monkeypatch.setattr(rsn.gettext_catalogues, "LOCALES", tmp_path)
    monkeypatch.setattr(rsn.gettext_catalogues, "gathered", lambda: words)
    return tmp_path


def _file(locales: Path, language: str) -> Path:
    return locales / language / "LC_MESSAGES" / "messages.po"


def test_a_language_begins_with_every_word_empty_and_its_own_plural_forms(locales: Path) -> None:
    answer = CliRunner().invoke(command, ["update", "ar"])

    text = _file(locales, "ar").read_text("utf-8")
    assert answer.output == "ar: 0 translated, 2 not, 0 with wrong placeholders, 0 no longer used.\n"
    assert "nplurals=6" in text
    assert 'msgstr[5] ""' in text
    assert "Date" not in text


def test_an_update_keeps_translations_and_drops_what_nobody_says_any_more(locales: Path) -> None:
    CliRunner().invoke(command, ["update", "es"])
    path = _file(locales, "es")
    said = path.read_text("utf-8").replace('content"\nmsgstr ""', 'content"\nmsgstr "Saltar al contenido"')
    path.write_text(said + '\nmsgid "Long gone"\nmsgstr "Ya no"\n', "utf-8")

    answer = CliRunner().invoke(command, ["update"])

    assert answer.output == "es: 1 translated, 1 not, 0 with wrong placeholders, 0 no longer used.\n"
    assert path.read_text("utf-8") == said


def test_a_report_names_what_is_left_and_fails(locales: Path) -> None:
    CliRunner().invoke(command, ["update", "es"])
    path = _file(locales, "es")
    said = path.read_text("utf-8").replace('msgstr[0] ""', 'msgstr[0] "un día"').replace('[1] ""', '[1] "días"')
    path.write_text(said + '\nmsgid "Long gone"\nmsgstr "Ya no"\n', "utf-8")

    answer = CliRunner().invoke(command, ["report"])

    assert answer.exit_code == 1
    assert answer.output.splitlines() == [
        "es: 1 translated, 1 not, 1 with wrong placeholders, 1 no longer used.",
        "  not translated: Skip to the content",
        "  a placeholder or an element differs: %(n)s day",
        "  no longer used (`rsn translations update` removes it): Long gone",
    ]


def test_what_is_no_language_is_a_wrong_usage(locales: Path) -> None:
    answer = CliRunner().invoke(command, ["update", "klingon"])

    assert answer.exit_code == 2
    assert "'klingon' is no language code." in answer.output
    assert list(locales.iterdir()) == []


def test_extract_writes_a_file_for_a_translator_s_own_tools(locales: Path, tmp_path: Path) -> None:
    out = tmp_path / "words.pot"

    assert CliRunner().invoke(command, ["extract", "--out", str(out)]).output == f"The words are in {out}.\n"
    assert 'msgid "Skip to the content"' in out.read_text("utf-8")
    assert CliRunner().invoke(command, ["extract"]).output == out.read_text("utf-8")


def test_a_template_that_does_not_parse_is_named_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.html").write_text(f"\n{BROKEN}", "utf-8")
    monkeypatch.setattr(rsn.gettext_catalogues, "TEMPLATES", tmp_path)
    monkeypatch.setattr(rsn.gettext_catalogues, "ROOT", tmp_path)

    answer = CliRunner().invoke(command, ["report"])

    assert answer.exit_code == 1
    assert f"{tmp_path / 'page.html'}:2: " in answer.output
